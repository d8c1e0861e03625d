//! What became of a report, for people and as JSON (`schema/verdict.schema.json`).

use crate::output::{escape, json as output_json};
use crate::report::elsewhere::{Elsewhere, OtherArticle};
use crate::report::record::ArticleEntry;
use crate::report::search_record::ArchiveRecord;
use crate::report::verify::{Change, Verdict};
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
    elsewhere: ElsewhereRecord<'a>,
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
struct ElsewhereRecord<'a> {
    articles: &'a [OtherArticle],
    others: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    filed_later: Option<u64>,
}

impl<'a> From<&'a Elsewhere> for ElsewhereRecord<'a> {
    fn from(elsewhere: &'a Elsewhere) -> Self {
        ElsewhereRecord {
            articles: &elsewhere.articles,
            others: elsewhere.has_others || elsewhere.is_unknown,
            filed_later: (!elsewhere.is_unknown).then_some(elsewhere.filed_later),
        }
    }
}

#[derive(Debug, Serialize)]
struct SectionRecord<'a> {
    number: usize,
    title: &'a str,
    denominator: bool,
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
    let sections = verdict.sections.iter().map(|section| SectionRecord {
        number: section.number,
        title: &section.title,
        denominator: section.is_denominator,
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
        elsewhere: ElsewhereRecord::from(&verdict.elsewhere),
        sections: sections.collect(),
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
    for section in &verdict.sections {
        writeln!(writer, "section  {}, {}: says something else now", section.number, escape::line(&section.title))?;
        if section.is_denominator {
            writeln!(
                writer,
                "         its queries found the same; what the archive holds besides changed, and with it"
            )?;
            writeln!(writer, "         shares of coverage, periods or gaps")?;
        }
    }
    if verdict.is_edited {
        writeln!(writer, "the file is not as it was written: it was edited")?;
    }
    write_elsewhere(verdict, writer)?;
    let is_same = verdict.then == verdict.now && verdict.elsewhere.is_empty();
    match (verdict.holds(), is_same) {
        (true, true) => writeln!(writer, "nothing changed: the report holds"),
        (true, false) => writeln!(writer, "the archive changed, but not in what the report says: the report holds"),
        (false, _) => writeln!(writer, "the report no longer holds"),
    }
}

/// Writes what changed outside of the queries, and what of it cannot be named.
fn write_elsewhere(verdict: &Verdict, writer: &mut dyn Write) -> io::Result<()> {
    let elsewhere = &verdict.elsewhere;
    if elsewhere.is_empty() {
        return Ok(());
    }
    if elsewhere.is_unknown {
        return writeln!(
            writer,
            "outside  the report keeps no sketch of the archive: what else changed cannot be told"
        );
    }
    let [added, changed, removed] =
        [Change::Added, Change::Changed, Change::Removed].map(|change| elsewhere.count(change));
    if added + changed + removed > 0 {
        let more = if elsewhere.has_others { ", and more" } else { "" };
        writeln!(writer, "outside  of all queries: {added} added, {changed} changed, {removed} removed{more}")?;
    }
    for article in &elsewhere.articles {
        let parts = [&article.published, &article.publisher, &article.title].into_iter().flatten();
        let known: Vec<String> = parts.map(|part| escape::line(part)).collect();
        let line = format!("  {:8} {} {}", article.change.as_str(), article.id, known.join(" · "));
        writeln!(writer, "{}", line.trim_end())?;
    }
    if removed > 0 {
        writeln!(
            writer,
            "         of what is gone the report knows id, day and outlet, not the title; an article whose"
        )?;
        writeln!(writer, "         text changed has another id, and is one removed and one added here")?;
    }
    if elsewhere.has_others {
        let (filed, now) = (elsewhere.filed_later, verdict.now.articles);
        writeln!(writer, "outside  of all queries more changed than can be told apart (about a hundred articles);")?;
        writeln!(
            writer,
            "         {filed} of the {now} articles were filed on later days: new, changed or read again"
        )?;
    }
    Ok(())
}
