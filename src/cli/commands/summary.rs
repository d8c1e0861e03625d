//! What an ingest did, for people and as JSON.

use crate::cli::commands::recognition::{Loaded, Recognition};
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
    unrecognised: Vec<LanguageRecord<'a>>,
    names_left_out: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    gazetteer: Option<UserFileRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<UserFileRecord<'a>>,
    files: FilesRecord,
    bytes: u64,
    seconds: f64,
    articles: u64,
    interrupted: bool,
    excluded: Vec<LeftOutRecord<'a>>,
    failures: Vec<FailureRecord<'a>>,
    unreadable: Vec<UnreadableRecord<'a>>,
}

/// A gazetteer or model of the person's.
#[derive(Debug, Serialize)]
struct UserFileRecord<'a> {
    file: &'a str,
    digest: &'a str,
    /// Names in a gazetteer.
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<usize>,
    /// Whether a former run was given it, and this one was not.
    kept: bool,
}

fn user_file(loaded: &Loaded) -> UserFileRecord<'_> {
    let (file, names) = (&loaded.file, loaded.names);
    UserFileRecord { file: &file.name, digest: &file.digest, names, kept: loaded.is_kept }
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
    other_names: u64,
    other_text: u64,
    elsewhere: u64,
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
pub fn json(summary: &Summary, recognition: &Recognition, time: Duration, writer: &mut dyn Write) -> io::Result<()> {
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
        gazetteer: recognition.gazetteer.as_ref().map(user_file),
        model: recognition.model.as_ref().map(user_file),
        files: FilesRecord {
            read: summary.files,
            unchanged: summary.unchanged,
            replaced: summary.replaced,
            other_names: summary.other_names,
            other_text: summary.other_text,
            elsewhere: summary.elsewhere,
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

/// Languages whose names are not recognised with the articles filed, most first.
fn languages(summary: &Summary) -> Vec<(&str, u64)> {
    let mut languages: Vec<(&str, u64)> =
        summary.unrecognised.iter().map(|(language, articles)| (language.as_str(), *articles)).collect();
    languages.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
    languages
}

/// With which files of the person's names were recognised, and where they were not.
fn settings(summary: &Summary, recognition: &Recognition) -> Vec<String> {
    let mut lines = Vec::new();
    let kept = |loaded: &Loaded, how: &str| {
        if loaded.is_kept { format!(" (kept from a former run; {how})") } else { String::new() }
    };
    if let Some(loaded) = &recognition.gazetteer {
        let name = escape::terminal(&loaded.file.name);
        let names = counted(loaded.names.unwrap_or(0) as u64, "name", "names");
        lines.push(format!("gazetteer {name}: {names}{}", kept(loaded, "--gazetteer none drops it")));
    }
    if let Some(loaded) = &recognition.model {
        let name = escape::terminal(&loaded.file.name);
        lines.push(format!("model {name}{}", kept(loaded, "--model shipped drops it")));
    }
    if summary.elsewhere > 0 {
        let (files, were) = if summary.elsewhere == 1 { ("file", "was") } else { ("files", "were") };
        lines.push(format!(
            "{} other {files} of the archive {were} read with other settings for names; give them too to read them again",
            summary.elsewhere
        ));
    }
    lines
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
pub fn text(
    summary: &Summary,
    recognition: &Recognition,
    time: Duration,
    archive: &str,
    writer: &mut dyn Write,
) -> io::Result<()> {
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
        (summary.other_names, "read again: other settings for names"),
        (summary.other_text, "read again: more of them is kept"),
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
    for line in settings(summary, recognition) {
        writeln!(writer, "{line}")?;
    }
    if let Some(line) = without_names(summary) {
        writeln!(writer, "{line}")?;
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
        text(&summary, &Recognition::default(), Duration::from_secs(2), "archive", &mut bytes).unwrap();
        let expected = "documents 140: indexed 132, duplicate 2, not an article 3, failed 3\n\
                        files 100: read 90, unchanged 10 (1 gone)\n\
                        read 2.0 MB in 2.0 s: 66 articles/s, 1.0 MB/s\n\
                        articles in the archive: 500 (archive)\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
