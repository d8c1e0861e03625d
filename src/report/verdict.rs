//! What became of a report, for people and as JSON (`schema/verdict.schema.json`).

use crate::output::{escape, json as output_json};
use crate::report::record::ArticleEntry;
use crate::report::search_record::ArchiveRecord;
use crate::report::verify::Verdict;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Debug, Serialize)]
struct VerdictRecord<'a> {
    file: &'a str,
    holds: bool,
    day: &'a str,
    version: &'a str,
    then: &'a ArchiveRecord,
    now: &'a ArchiveRecord,
    queries: Vec<QueryRecord<'a>>,
    articles: Vec<ArticleRecord<'a>>,
    sections: Vec<SectionRecord<'a>>,
    edited: bool,
}

#[derive(Debug, Serialize)]
struct QueryRecord<'a> {
    name: &'a str,
    then: u64,
    now: u64,
    read_otherwise: bool,
    unlisted: bool,
}

#[derive(Debug, Serialize)]
struct ArticleRecord<'a> {
    change: &'static str,
    #[serde(flatten)]
    article: &'a ArticleEntry,
    #[serde(skip_serializing_if = "Option::is_none")]
    former_id: Option<&'a str>,
    why: &'a str,
    queries: &'a [String],
}

#[derive(Debug, Serialize)]
struct SectionRecord<'a> {
    number: usize,
    title: &'a str,
}

/// Writes the verdict as one JSON object.
pub fn json(file: &str, verdict: &Verdict, writer: &mut dyn Write) -> io::Result<()> {
    let queries = verdict.queries.iter().map(|query| QueryRecord {
        name: &query.name,
        then: query.then,
        now: query.now,
        read_otherwise: query.is_read_otherwise,
        unlisted: query.is_unlisted,
    });
    let articles = verdict.articles.iter().map(|change| ArticleRecord {
        change: change.change.as_str(),
        article: &change.article,
        former_id: change.former_id.as_deref(),
        why: &change.why,
        queries: &change.queries,
    });
    let record = VerdictRecord {
        file,
        holds: verdict.holds(),
        day: &verdict.day,
        version: &verdict.version,
        then: &verdict.then,
        now: &verdict.now,
        queries: queries.collect(),
        articles: articles.collect(),
        sections: verdict.sections.iter().map(|(number, title)| SectionRecord { number: *number, title }).collect(),
        edited: verdict.is_edited,
    };
    output_json::write_line(&record, writer)
}

/// Writes the verdict for people.
pub fn text(file: &str, verdict: &Verdict, writer: &mut dyn Write) -> io::Result<()> {
    let archive =
        |archive: &ArchiveRecord| format!("{} articles, fingerprint {}", archive.articles, archive.fingerprint);
    writeln!(writer, "report   {}, made on {} with morgue {}", escape::line(file), verdict.day, verdict.version)?;
    writeln!(writer, "then     {}", escape::line(&archive(&verdict.then)))?;
    writeln!(writer, "now      {}", escape::line(&archive(&verdict.now)))?;
    for query in &verdict.queries {
        writeln!(writer, "query    {}: {} articles then, {} now", escape::line(&query.name), query.then, query.now)?;
        if query.is_read_otherwise {
            writeln!(writer, "         this version of morgue reads it otherwise")?;
        }
        if query.is_unlisted {
            writeln!(writer, "         too many to name those that changed")?;
        }
    }
    for change in &verdict.articles {
        let article = &change.article;
        let id = match &change.former_id {
            Some(former) => format!("{former} -> {}", article.id),
            None => article.id.clone(),
        };
        let parts = [article.published.as_deref(), article.publisher.as_deref(), Some(article.title.as_str())];
        let known: Vec<String> = parts.into_iter().flatten().map(escape::line).collect();
        writeln!(writer, "{:8} {id} {}", change.change.as_str(), known.join(" · "))?;
        writeln!(writer, "         {} ({})", escape::line(&change.why), escape::line(&change.queries.join(", ")))?;
    }
    for (number, title) in &verdict.sections {
        writeln!(writer, "section  {number}, {}: says something else now", escape::line(title))?;
    }
    if verdict.is_edited {
        writeln!(writer, "the file is not as it was written: it was edited")?;
    }
    let is_same = verdict.then == verdict.now;
    match (verdict.holds(), is_same) {
        (true, true) => writeln!(writer, "nothing changed: the report holds"),
        (true, false) => writeln!(writer, "the archive changed, but not in what the report says: the report holds"),
        (false, _) => writeln!(writer, "the report no longer holds"),
    }
}
