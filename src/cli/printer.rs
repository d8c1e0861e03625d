//! The only place that prints: results to standard output, everything else to standard error.

use crate::cli::args::ColorChoice;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::output::{Style, escape};
use std::ffi::OsStr;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Bytes of output collected before they are written.
const BUFFER: usize = 1 << 16;

/// Where to print and how it may look.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    style: Style,
    is_quiet: bool,
    shows_progress: bool,
}

impl Printer {
    /// Looks at the terminal and the environment once.
    pub fn new(settings: &Settings) -> Self {
        let stdout_is_terminal = io::stdout().is_terminal();
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == OsStr::new("dumb"));
        let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = match settings.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => stdout_is_terminal && !is_dumb && !is_refused,
        };
        Printer {
            style: Style { colour, hyperlinks: colour && stdout_is_terminal, width: width(stdout_is_terminal) },
            is_quiet: settings.quiet,
            shows_progress: io::stderr().is_terminal() && !is_dumb && !settings.quiet,
        }
    }

    /// For what goes wrong before settings are known.
    pub fn plain() -> Self {
        Printer { style: Style::plain(), is_quiet: false, shows_progress: false }
    }

    /// How results may look.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Whether progress can be shown.
    pub fn shows_progress(&self) -> bool {
        self.shows_progress
    }

    /// Writes a result to standard output, all of it or an error.
    pub fn print(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let mut output = self.output();
        write(&mut output).map_err(Error::Output)?;
        output.flush().map_err(Error::Output)
    }

    /// Standard output, locked and buffered; to be flushed by who asks for it.
    pub fn output(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::with_capacity(BUFFER, io::stdout().lock())
    }

    /// Says something besides the result, unless quiet.
    pub fn say(&self, text: &str) {
        if !self.is_quiet {
            self.tell(text);
        }
    }

    /// Tells of an error and what to do about it.
    pub fn error(&self, error: &Error) {
        let message = error.to_string();
        if let Error::Usage(_) = error {
            self.tell(message.trim_end());
            return;
        }
        self.tell(&format!("error: {message}"));
        if let Some(hint) = error.hint() {
            self.tell(&format!("hint: {hint}"));
        }
    }

    /// One write a message, so that messages of several threads do not mix. Nobody can be told that telling failed.
    fn tell(&self, text: &str) {
        let line = format!("{}\n", escape::terminal(text));
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}

fn width(is_terminal: bool) -> usize {
    if !is_terminal {
        return Style::USUAL_WIDTH;
    }
    let columns = terminal_size::terminal_size().map_or(Style::USUAL_WIDTH, |(width, _)| usize::from(width.0));
    columns.clamp(Style::NARROWEST, Style::WIDEST)
}
