//! Every operator in every dialect: `table.txt` beside this file.
//!
//! A row is a query text, the tree that our dialect reads, and the trees of those dialects that read
//! something else, but for the forms of words that each dialect finds (tested in [`super::tests`]). A reading that begins with
//! `!` is a refusal.

use super::*;

const TABLE: &str = include_str!("table.txt");

fn reading(text: &str, dialect: Dialect) -> String {
    let today = PartialDate::new(2024, Some(6), Some(15)).unwrap();
    match parse(text, dialect, today) {
        Ok(parsed) => expression(&compare::in_stems(parsed.query.root, dialect)),
        Err(problem) => format!("! {}", problem.message),
    }
}

/// A text and its row as it should be written.
fn row(text: &str) -> String {
    let ours = reading(text, Dialect::Morgue);
    let mut row = format!("{text}\n    morgue    {ours}\n");
    for dialect in Dialect::ALL {
        let theirs = reading(text, dialect);
        if theirs != ours {
            row.push_str(&format!("    {:9} {theirs}\n", dialect.as_str()));
        }
    }
    row
}

#[test]
fn every_operator_is_read_as_the_table_says_in_every_dialect() {
    let mut wrong = String::new();
    let mut expected = String::new();
    let mut text = None;
    for line in TABLE.lines().chain([""]) {
        if line.starts_with("    ") {
            expected.push_str(&format!("{line}\n"));
            continue;
        }
        if let Some(text) = text.take() {
            let actual = row(text);
            if actual != format!("{text}\n{expected}") {
                wrong.push_str(&actual);
            }
            expected.clear();
        }
        if !line.is_empty() && !line.starts_with("# ") {
            text = Some(line);
        }
    }
    assert!(wrong.is_empty(), "these rows are now read so:\n{wrong}");
}

/// The examples of the grammar: comments on a line of their own behind a rule.
#[test]
fn every_example_of_the_grammar_is_read_without_a_warning() {
    let today = PartialDate::new(2024, Some(6), Some(15)).unwrap();
    let grammar = include_str!("../../schema/query.ebnf");
    let mut count = 0;
    let mut in_rule = false;
    for line in grammar.lines() {
        if line.trim_end().ends_with(" ;") {
            in_rule = true;
            continue;
        }
        let example = line.strip_prefix("                 (* ").and_then(|rest| rest.strip_suffix(" *)"));
        let Some(example) = example.filter(|_| in_rule) else {
            in_rule = false;
            continue;
        };
        in_rule = false;
        count += 1;
        let parsed = parse(example, Dialect::Morgue, today);
        let warnings = parsed.map(|parsed| parsed.warnings);
        assert_eq!(warnings, Ok(Vec::new()), "{example}");
    }
    assert!(count > 40, "{count}");
}
