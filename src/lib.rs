//! morgue
pub mod article;
pub mod cli;
pub mod date;
pub mod error;
pub mod extract;
pub mod field;
pub mod index;
pub mod ingest;
pub mod output;
pub mod query;
pub mod search;
pub mod source;
pub mod text;
