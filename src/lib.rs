//! Full-text search over a news archive: saved articles in, ranked hits with evidence out.
//!
//! # The way of the data
//!
//! ```text
//! files -> source -> document -> extract (+ entity, duplicate) -> Article -> ingest -> index
//!                                                                                        |
//! text  -> query (tree) --------------------------------------------------------------> search -> page of hits -> output
//! ```
//!
//! | layer | modules | question it answers |
//! |---|---|---|
//! | words | [`error`], [`date`], [`text`] | what went wrong; when is "June 2026"; what is a word |
//! | noun | [`article`], [`field`] | what is an article; which fields has the index |
//! | read | [`source`] | which bytes are a document, in which encoding |
//! | understand | [`extract`], [`entity`], [`duplicate`] | what does it say; who is in it; which other is it a copy of |
//! | keep, ask | [`index`], [`query`] | how is it filed; what is asked |
//! | find | [`search`] | which articles answer, how well, and where in the text |
//! | show | [`output`] | how does that look |
//! | tasks | [`ingest`], [`report`] | what has to be done, on all cores, once; what is handed on |
//! | face | [`cli`] | what was typed |
//!
//! A module may use only what stands above it (`tests/tidy.rs` holds it to that).
//!
//! # What always holds
//!
//! - Extraction does no I/O; nothing below [`cli`] prints.
//! - A document is in exactly one counter.
//! - Articles and the ledger of their files become visible in one commit.
//! - Results depend neither on threads nor on the order of files.
//! - Limits are enforced while reading, not after; no input makes it panic.
//! - `search` is the only place where query and index meet; `query` knows no engine.

pub mod article;
pub mod cli;
pub mod date;
pub mod duplicate;
pub mod entity;
pub mod error;
pub mod extract;
pub mod field;
pub mod index;
pub mod ingest;
pub mod output;
pub mod query;
pub mod report;
pub mod search;
pub mod source;
pub mod text;
