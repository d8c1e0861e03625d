//! How far an ingest is: a bar on a terminal, nothing elsewhere.

use crate::cli::printer::Printer;
use crate::ingest::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const TEMPLATE: &str = "{bar:30} {percent:>3}%  {msg}  {decimal_bytes_per_sec}  {eta} left";
const REDRAW_EVERY: Duration = Duration::from_millis(200);

/// Shows progress where it can be seen.
#[derive(Debug)]
pub struct Bar {
    printer: Printer,
    bar: ProgressBar,
    all_files: AtomicU64,
    files: AtomicU64,
    articles: AtomicU64,
}

impl Bar {
    /// A bar that is not yet drawn.
    pub fn new(printer: Printer) -> Self {
        Bar {
            printer,
            bar: ProgressBar::hidden(),
            all_files: AtomicU64::new(0),
            files: AtomicU64::new(0),
            articles: AtomicU64::new(0),
        }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn start(&self, files: u64, bytes: u64) {
        self.all_files.store(files, Ordering::Relaxed);
        if !self.printer.shows_progress() {
            return;
        }
        self.bar.set_length(bytes);
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            self.bar.set_style(style);
        }
        self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr_with_hz(5));
        self.bar.enable_steady_tick(REDRAW_EVERY);
    }

    fn bytes(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn done(&self, files: u64, articles: u64) {
        let files = files + self.files.fetch_add(files, Ordering::Relaxed);
        let articles = articles + self.articles.fetch_add(articles, Ordering::Relaxed);
        if !self.bar.is_hidden() {
            let all = self.all_files.load(Ordering::Relaxed);
            self.bar.set_message(format!("{files} of {all} files, {articles} articles"));
        }
    }
}
