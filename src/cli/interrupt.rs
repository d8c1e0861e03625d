//! Ctrl-C: the first asks to stop in good order, the second stops at once.

use crate::cli::exit::Exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Catches interrupts from now on; the flag is set by the first.
pub fn catch() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let caught = Arc::clone(&flag);
    let handler = move || {
        if caught.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
    };
    // Where no handler can be set, an interrupt ends the process, which costs nothing that was committed.
    let _ = ctrlc::set_handler(handler);
    flag
}
