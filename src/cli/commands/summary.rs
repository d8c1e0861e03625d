//! What an ingest did, for people and as JSON.

use crate::index::ledger::Problem;
use crate::ingest::Summary;
use crate::output::json;
use crate::output::statistics::size;
use serde::Serialize;
use std::io::{self, Write};
use std::time::Duration;

#[derive(Debug, Serialize)]
struct SummaryRecord<'a> {
    documents: u64,
    indexed: u64,
    duplicate: u64,
    not_article: u64,
    failed: u64,
    warnings: u64,
    unrecognised: Vec<LanguageRecord<'a>>,
    names_left_out: u64,
    files: FilesRecord,
    bytes: u64,
    seconds: f64,
    articles: u64,
    interrupted: bool,
    failures: Vec<FailureRecord<'a>>,
    unreadable: Vec<UnreadableRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct LanguageRecord<'a> {
    language: &'a str,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct FilesRecord {
    read: u64,
    unchanged: u64,
    replaced: u64,
    gone: u64,
    pruned: u64,
    other_kinds: u64,
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
        unrecognised: languages(summary)
            .into_iter()
            .map(|(language, articles)| LanguageRecord { language, articles })
            .collect(),
        names_left_out: summary.names_left_out,
        files: FilesRecord {
            read: summary.files,
            unchanged: summary.unchanged,
            replaced: summary.replaced,
            gone: summary.gone,
            pruned: summary.pruned,
            other_kinds: summary.others,
        },
        bytes: summary.bytes,
        seconds: time.as_secs_f64(),
        articles: summary.articles,
        interrupted: summary.interrupted,
        failures: summary.failures.iter().map(|(file, problem)| failure(file, problem)).collect(),
        unreadable: summary
            .unreadable
            .iter()
            .map(|(path, why)| UnreadableRecord { path: path.display().to_string(), why })
            .collect(),
    };
    json::write_line(&record, writer)
}

/// Languages whose names are not recognised with the articles filed, most first.
fn languages(summary: &Summary) -> Vec<(&str, u64)> {
    let mut languages: Vec<(&str, u64)> =
        summary.unrecognised.iter().map(|(language, articles)| (language.as_str(), *articles)).collect();
    languages.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
    languages
}

/// In how many articles names were not recognised, by cause; `None` if they were in all.
fn without_names(summary: &Summary) -> Option<String> {
    let languages = languages(summary);
    let in_languages: u64 = languages.iter().map(|(_, articles)| articles).sum();
    let mut causes: Vec<String> =
        languages.iter().map(|(language, articles)| format!("language {language} {articles}")).collect();
    if summary.names_left_out > 0 {
        causes.push(format!("--no-entities {}", summary.names_left_out));
    }
    let all = in_languages + summary.names_left_out;
    let filed = summary.outcomes.indexed;
    (all > 0).then(|| format!("names not recognised in {all} of {filed} articles: {}", causes.join(", ")))
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
        (summary.unreadable.len() as u64, "unreadable paths"),
    ];
    let told: Vec<String> =
        besides.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    if !told.is_empty() {
        write!(writer, " ({})", told.join(", "))?;
    }
    writeln!(writer)?;
    if summary.warnings > 0 {
        writeln!(writer, "warnings {}: see `morgue ledger`", summary.warnings)?;
    }
    if let Some(line) = without_names(summary) {
        writeln!(writer, "{line}")?;
    }
    writeln!(writer, "{}", speed(summary, time))?;
    writeln!(writer, "articles in the archive: {} ({archive})", summary.articles)
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
