//! The program from outside: exit codes, standard output, standard error and what is left on disk.
//!
//! One binary for all of it, so that it links once. What belongs where: [`ingest`] files and archives, [`search`] finding
//! and its formats, [`ranking`] what comes first and why, [`corpus`] the quality on `sample_corpus`, [`convert`] and [`show_export`] articles in and out, [`names`] the people in them, [`explain`] how
//! pages and queries are read, [`crash`]
//! and [`random_operations`] what must hold whatever happens, [`contract`] schemas, help and completions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod contract;
mod convert;
mod corpus;
mod crash;
mod explain;
mod ingest;
mod names;
mod random_operations;
mod ranking;
mod search;
mod show_export;
mod support;
