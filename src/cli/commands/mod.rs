//! One file a command, one function a file: arguments and settings -> printed result and exit code.

pub mod check;
pub mod completions;
pub mod convert;
pub mod export;
pub mod ingest;
pub mod ledger;
pub mod man;
mod question;
pub mod search;
pub mod show;
pub mod stats;
mod summary;
