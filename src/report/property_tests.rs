//! Whatever a file holds, reading it ends with a script, queries or problems, each at a place of the file.

use crate::date::PartialDate;
use crate::report::asked::Conditions;
use crate::report::{batch, script};
use proptest::prelude::*;
use std::collections::BTreeMap;

const SAMPLE: &str = include_str!("../../sample_corpus/reports/export-controls.toml");

fn today() -> PartialDate {
    PartialDate::new(2026, Some(6), Some(15)).unwrap()
}

fn read(source: &str) -> Result<(), String> {
    let set = BTreeMap::new();
    let settings = script::Settings { file: "f", set: &set, today: today() };
    script::read(source, &settings).map(|_| ()).map_err(|error| error.to_string())
}

/// Every problem has a line and a column of the file.
fn places_are_inside(told: &str, source: &str) -> bool {
    let lines = source.matches('\n').count() + 1;
    told.lines().filter_map(|line| line.strip_prefix("error: f:")).all(|rest| {
        let mut numbers = rest.split(':').map(|part| part.parse::<usize>());
        match (numbers.next(), numbers.next()) {
            (Some(Ok(line)), Some(Ok(column))) => (1..=lines).contains(&line) && column >= 1,
            _ => rest.ends_with("more problems"),
        }
    })
}

#[test]
fn the_sample_is_read() {
    assert_eq!(read(SAMPLE), Ok(()));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_place(source in any::<String>()) {
        if let Err(told) = read(&source) {
            prop_assert!(places_are_inside(&told, &source), "{}", told);
        }
        let _ = batch::read("f", source.as_bytes(), &Conditions::default(), today());
    }

    #[test]
    fn a_damaged_report_file_is_read_or_refused_at_a_place(at in 0..SAMPLE.len(), length in 0_usize..40, put in ".{0,6}") {
        let mut source = SAMPLE.to_owned();
        if source.is_char_boundary(at) && source.is_char_boundary((at + length).min(SAMPLE.len())) {
            source.replace_range(at..(at + length).min(SAMPLE.len()), &put);
        }
        if let Err(told) = read(&source) {
            prop_assert!(places_are_inside(&told, &source), "{}", told);
        }
    }

    #[test]
    fn any_table_of_queries_is_read_or_refused(rows in prop::collection::vec("[\"a-z(), ]{0,12}", 0..6)) {
        let source = format!("name,query\n{}\n", rows.join("\n"));
        if let Err(error) = batch::read("f", source.as_bytes(), &Conditions::default(), today()) {
            let told = error.to_string();
            prop_assert!(told.starts_with("error: f: holds no query") || places_are_inside(&told, &source), "{}", told);
        }
    }
}
