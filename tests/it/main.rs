//! The program from outside: exit codes, standard output, standard error and what is left on disk.
//!
//! One binary for all of it, so that it links once. What belongs where:
//!
//! - articles in and out: [`ingest`], [`convert`], [`show_export`], [`pack`];
//! - finding: [`search`], [`matching`] and [`language`] what queries find, [`ranking`], [`kwic`], [`explain`] how pages and queries
//!   are read, [`agreement`], [`reference`] and
//!   [`operators`] what a query means;
//! - findings: [`families`], [`analysis`], [`figures`] whether counts are right, [`batch`], [`report`], [`browser`] how
//!   pages look, [`names`], [`name_settings`] and [`entities`] who is in the articles;
//! - quality on `sample_corpus`: [`corpus`];
//! - what must hold whatever happens: [`crash`], [`random_operations`], [`mutated_pages`], [`rights`];
//! - schemas, help and completions: [`contract`].

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agreement;
mod analysis;
mod batch;
mod browser;
mod contract;
mod convert;
mod corpus;
mod crash;
mod entities;
mod explain;
mod families;
mod figures;
mod ingest;
mod kwic;
mod language;
mod matching;
mod mutated_pages;
mod name_settings;
mod names;
mod operators;
mod pack;
mod random_operations;
mod ranking;
mod reference;
mod report;
mod rights;
mod search;
mod show_export;
mod support;
