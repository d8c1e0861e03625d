//! What became of every source file, for people, as JSON and as a table.

use crate::index::ledger::{Problem, SourceFile, State};
use crate::output::table::Table;
use crate::output::{escape, json};
use serde::Serialize;
use std::io::{self, Write};

/// A file of the ledger with the problems that are asked for.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Its name.
    pub file: &'a str,
    /// All that is known of it.
    pub entry: &'a SourceFile,
    /// The problems to be shown.
    pub problems: Vec<&'a Problem>,
}

#[derive(Debug, Serialize)]
struct FileRecord<'a> {
    file: &'a str,
    state: &'static str,
    bytes: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    sha256: &'a str,
    indexed: u64,
    duplicate: u64,
    not_article: u64,
    failed: u64,
    problems: Vec<ProblemRecord<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    duplicates_of: &'a [String],
}

#[derive(Debug, Serialize)]
struct ProblemRecord<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    member: &'a str,
    why: &'a str,
}

fn state(state: &State) -> &'static str {
    match state {
        State::Complete => "complete",
        State::Partial { .. } => "partial",
        State::Stale => "to be read again",
    }
}

fn record<'a>(row: &Row<'a>) -> FileRecord<'a> {
    let outcomes = row.entry.outcomes;
    FileRecord {
        file: row.file,
        state: state(&row.entry.state),
        bytes: row.entry.size,
        sha256: &row.entry.digest,
        indexed: outcomes.indexed,
        duplicate: outcomes.duplicate,
        not_article: outcomes.not_article,
        failed: outcomes.failed,
        problems: row
            .problems
            .iter()
            .map(|problem| ProblemRecord { kind: &problem.kind, member: &problem.member, why: &problem.why })
            .collect(),
        duplicates_of: &row.entry.duplicates_of,
    }
}

/// Writes the files as one JSON array.
pub fn json(rows: &[Row], writer: &mut dyn Write) -> io::Result<()> {
    json::write_line(&rows.iter().map(record).collect::<Vec<_>>(), writer)
}

/// Writes each file as one line of JSON.
pub fn jsonl(rows: &[Row], writer: &mut dyn Write) -> io::Result<()> {
    rows.iter().try_for_each(|row| json::write_line(&record(row), writer))
}

/// Writes a table with one line a file and problem; files without problems have one line.
pub fn csv(rows: &[Row], writer: &mut dyn Write) -> io::Result<()> {
    let columns = ["file", "state", "indexed", "duplicate", "not_article", "failed", "problem", "member", "cause"];
    let mut table = Table::new(&columns, writer)?;
    for row in rows {
        let outcomes = row.entry.outcomes;
        let counts = [outcomes.indexed, outcomes.duplicate, outcomes.not_article, outcomes.failed]
            .map(|count| count.to_string());
        let file = [row.file, state(&row.entry.state)];
        let cells = file.into_iter().chain(counts.iter().map(String::as_str));
        if row.problems.is_empty() {
            table.row(cells.clone().chain(["", "", ""]))?;
        }
        for problem in &row.problems {
            table.row(cells.clone().chain([problem.kind.as_str(), &problem.member, &problem.why]))?;
        }
    }
    table.finish()
}

/// Writes the files for people: one line a file, its problems below it.
pub fn text(rows: &[Row], writer: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        writeln!(writer, "{}: {}", escape::line(row.file), account(row.entry))?;
        for problem in &row.problems {
            writeln!(writer, "    {}", escape::line(&problem_line(problem)))?;
        }
        let outcomes = &row.entry.outcomes;
        if outcomes.duplicate > 0 && !row.entry.duplicates_of.is_empty() {
            let holders = row.entry.duplicates_of.join(", ");
            writeln!(writer, "    duplicates of articles in {}", escape::line(&holders))?;
        }
    }
    Ok(())
}

fn account(entry: &SourceFile) -> String {
    let outcomes = entry.outcomes;
    let counts = [
        (outcomes.indexed, "indexed"),
        (outcomes.duplicate, "duplicate"),
        (outcomes.not_article, "not an article"),
        (outcomes.failed, "failed"),
    ];
    let named: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{name} {count}")).collect();
    let mut account = if named.is_empty() { "no documents".to_owned() } else { named.join(", ") };
    match &entry.state {
        State::Complete => {}
        State::Partial { offset, records } => {
            account.push_str(&format!("; read up to byte {offset} ({records} records), to be continued"));
        }
        State::Stale => account.push_str("; to be read again"),
    }
    account
}

/// `failed: line 12: invalid JSON`.
pub fn problem_line(problem: &Problem) -> String {
    match problem.member.as_str() {
        "" => format!("{}: {}", problem.kind, problem.why),
        member => format!("{}: {member}: {}", problem.kind, problem.why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::ledger::Outcomes;

    #[test]
    fn a_file_is_told_with_its_problems() {
        let entry = SourceFile {
            filing: Default::default(),
            size: 10,
            modified: 0,
            digest: String::new(),
            state: State::Partial { offset: 7, records: 2 },
            outcomes: Outcomes { indexed: 1, failed: 1, ..Outcomes::default() },
            problems: vec![Problem {
                kind: "failed".to_owned(),
                member: "line 2".to_owned(),
                why: "invalid JSON".to_owned(),
            }],
            duplicates_of: Vec::new(),
        };
        let rows = [Row { file: "a.jsonl", entry: &entry, problems: entry.problems.iter().collect() }];
        let mut bytes = Vec::new();
        text(&rows, &mut bytes).unwrap();
        csv(&rows, &mut bytes).unwrap();
        let expected = "a.jsonl: indexed 1, failed 1; read up to byte 7 (2 records), to be continued\n    \
                        failed: line 2: invalid JSON\n\
                        file,state,indexed,duplicate,not_article,failed,problem,member,cause\n\
                        a.jsonl,partial,1,0,0,1,failed,line 2,invalid JSON\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
