//! One file a command, one function a file: arguments and settings -> printed result and exit code.

pub mod batch;
pub mod bench;
mod chart;
pub mod check;
pub mod completions;
pub mod convert;
pub mod entities;
pub mod entity;
pub mod explain;
pub mod export;
pub mod facets;
pub mod family;
pub mod ingest;
pub mod kwic;
pub mod ledger;
pub mod man;
pub mod pack;
pub mod query;
mod question;
pub mod report;
pub mod search;
pub mod show;
pub mod similar;
pub mod stats;
mod summary;
pub mod timeline;
pub mod trends;
