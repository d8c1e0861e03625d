//! How far a task of known steps is: a bar on a terminal, nothing elsewhere; and whether it is to stop.

use crate::cli::interrupt;
use crate::cli::printer::Printer;
use crate::report::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const TEMPLATE: &str = "{bar:30} {pos} of {len} {msg}";

/// Shows steps where they can be seen.
#[derive(Debug)]
pub struct Steps {
    bar: ProgressBar,
    is_stopped: Arc<AtomicBool>,
}

impl Steps {
    /// A bar that is drawn with the first stage. From now on an interrupt stops in good order.
    pub fn new(printer: Printer) -> Self {
        let bar = ProgressBar::hidden();
        if printer.shows_progress() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        Steps { bar, is_stopped: interrupt::catch() }
    }
}

impl Progress for Steps {
    fn stage(&self, name: &str, steps: u64) {
        self.bar.set_length(steps);
        self.bar.set_position(0);
        self.bar.set_message(name.to_owned());
    }

    fn step(&self) {
        self.bar.inc(1);
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
