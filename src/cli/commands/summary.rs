//! What an ingest did, for people and as JSON.

use crate::index::ledger::Problem;
use crate::ingest::Summary;
use crate::output::figure::counted;
use crate::output::statistics::size;
use crate::output::{escape, json};
use crate::source::walk::LeftOut;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

#[derive(Debug, Serialize)]
struct SummaryRecord<'a> {
    documents: u64,
    indexed: u64,
    duplicate: u64,
    not_article: u64,
    failed: u64,
    warnings: u64,
    files: FilesRecord,
    bytes: u64,
    seconds: f64,
    articles: u64,
    interrupted: bool,
    excluded: Vec<LeftOutRecord<'a>>,
    failures: Vec<FailureRecord<'a>>,
    unreadable: Vec<UnreadableRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct FilesRecord {
    read: u64,
    unchanged: u64,
    replaced: u64,
    gone: u64,
    pruned: u64,
    other_kinds: u64,
    left_out: u64,
    left_in: u64,
}

#[derive(Debug, Serialize)]
struct LeftOutRecord<'a> {
    path: String,
    folder: bool,
    by: String,
    pattern: &'a str,
}

#[derive(Debug, Serialize)]
struct FailureRecord<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    member: &'a str,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct UnreadableRecord<'a> {
    path: String,
    why: &'a str,
}

/// Writes the summary as one JSON object.
pub fn json(summary: &Summary, time: Duration, writer: &mut dyn Write) -> io::Result<()> {
    let outcomes = summary.outcomes;
    let record = SummaryRecord {
        documents: outcomes.total(),
        indexed: outcomes.indexed,
        duplicate: outcomes.duplicate,
        not_article: outcomes.not_article,
        failed: outcomes.failed,
        warnings: summary.warnings,
        files: FilesRecord {
            read: summary.files,
            unchanged: summary.unchanged,
            replaced: summary.replaced,
            gone: summary.gone,
            pruned: summary.pruned,
            other_kinds: summary.others,
            left_out: summary.left_out.len() as u64,
            left_in: summary.left_in,
        },
        bytes: summary.bytes,
        seconds: time.as_secs_f64(),
        articles: summary.articles,
        interrupted: summary.interrupted,
        excluded: summary.left_out.iter().map(left_out_record).collect(),
        failures: summary.failures.iter().map(|(file, problem)| failure(file, problem)).collect(),
        unreadable: summary
            .unreadable
            .iter()
            .map(|(path, why)| UnreadableRecord { path: path.display().to_string(), why })
            .collect(),
    };
    json::write_line(&record, writer)
}

fn left_out_record(left_out: &LeftOut) -> LeftOutRecord<'_> {
    let (by, pattern) = &left_out.by;
    LeftOutRecord {
        path: left_out.path.display().to_string(),
        folder: left_out.is_folder,
        by: by.display().to_string(),
        pattern,
    }
}

fn failure<'a>(file: &'a str, problem: &'a Problem) -> FailureRecord<'a> {
    FailureRecord { file, member: &problem.member, why: &problem.why }
}

/// Writes the summary for people: counters that add up.
pub fn text(summary: &Summary, time: Duration, archive: &str, writer: &mut dyn Write) -> io::Result<()> {
    let outcomes = summary.outcomes;
    let (indexed, duplicate) = (outcomes.indexed, outcomes.duplicate);
    let (not_article, failed) = (outcomes.not_article, outcomes.failed);
    writeln!(
        writer,
        "documents {}: indexed {indexed}, duplicate {duplicate}, not an article {not_article}, failed {failed}",
        outcomes.total()
    )?;
    let (read, unchanged) = (summary.files, summary.unchanged);
    write!(writer, "files {}: read {read}, unchanged {unchanged}", read + unchanged)?;
    let besides = [
        (summary.replaced, "replaced"),
        (summary.gone, "gone"),
        (summary.pruned, "pruned"),
        (summary.others, "of other kinds"),
        (summary.left_out.len() as u64, "left out"),
        (summary.unreadable.len() as u64, "unreadable paths"),
    ];
    let told: Vec<String> =
        besides.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    if !told.is_empty() {
        write!(writer, " ({})", told.join(", "))?;
    }
    writeln!(writer)?;
    for line in left_out_lines(&summary.left_out) {
        writeln!(writer, "{line}")?;
    }
    if summary.left_in > 0 {
        let (left_in, verb) =
            (counted(summary.left_in, "file", "files"), if summary.left_in == 1 { "is" } else { "are" });
        writeln!(writer, "left out, but filed before: {left_in} {verb} still in the archive; --prune removes them")?;
    }
    if summary.warnings > 0 {
        writeln!(writer, "warnings {}: see `morgue ledger`", summary.warnings)?;
    }
    writeln!(writer, "{}", speed(summary, time))?;
    writeln!(writer, "articles in the archive: {} ({archive})", summary.articles)
}

/// What was left out by what: a line for each file with patterns.
pub fn left_out_lines(left_out: &[LeftOut]) -> Vec<String> {
    let mut counts: BTreeMap<&Path, (u64, u64)> = BTreeMap::new();
    for one in left_out {
        let (files, folders) = counts.entry(&one.by.0).or_default();
        *(if one.is_folder { folders } else { files }) += 1;
    }
    let line = |(by, (files, folders)): (&Path, (u64, u64))| {
        let parts = [(files, "file", "files"), (folders, "folder", "folders")];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let told: Vec<String> = parts.map(|(count, one, many)| counted(count, one, many)).collect();
        format!("left out by {}: {}", escape::line(&by.display().to_string()), told.join(", "))
    };
    counts.into_iter().map(line).collect()
}

fn speed(summary: &Summary, time: Duration) -> String {
    // Rounded for people.
    let seconds = time.as_secs_f64().max(0.001);
    let articles = summary.outcomes.indexed as f64 / seconds;
    let megabytes = summary.bytes as f64 / 1e6 / seconds;
    format!("read {} in {seconds:.1} s: {articles:.0} articles/s, {megabytes:.1} MB/s", size(summary.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::ledger::Outcomes;

    #[test]
    fn the_counters_add_up() {
        let summary = Summary {
            outcomes: Outcomes { indexed: 132, duplicate: 2, not_article: 3, failed: 3 },
            files: 90,
            unchanged: 10,
            gone: 1,
            bytes: 2_000_000,
            articles: 500,
            ..Summary::default()
        };
        let mut bytes = Vec::new();
        text(&summary, Duration::from_secs(2), "archive", &mut bytes).unwrap();
        let expected = "documents 140: indexed 132, duplicate 2, not an article 3, failed 3\n\
                        files 100: read 90, unchanged 10 (1 gone)\n\
                        read 2.0 MB in 2.0 s: 66 articles/s, 1.0 MB/s\n\
                        articles in the archive: 500 (archive)\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
