//! One file a command, one function a file: arguments and settings -> printed result and exit code.

pub mod bench;
pub mod check;
pub mod completions;
pub mod convert;
pub mod entity;
pub mod explain;
pub mod export;
pub mod ingest;
pub mod ledger;
pub mod man;
pub mod query;
mod question;
pub mod search;
pub mod show;
pub mod stats;
mod summary;
mod trec;
