//! A page of hits for people and as JSON; the JSON form is described by `schema/page.schema.json`.

use crate::output::score::{self, ScoreRecord};
use crate::output::{Style, escape, json, wrap};
use crate::search::{ByteSpan, CopyOf, Hit, Page, Passage, Suggestion};
use serde::Serialize;
use std::io::{self, Write};

/// Spaces before what belongs to a hit.
const INDENT: usize = 4;
/// Outlets of copies that are named.
const OUTLETS_NAMED: usize = 4;

#[derive(Debug, Serialize)]
struct PageRecord<'a> {
    query: &'a str,
    total: u64,
    stories: u64,
    offset: usize,
    fingerprint: &'a str,
    warnings: &'a [String],
    suggestions: &'a [Suggestion],
    hits: Vec<HitRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct HitRecord<'a> {
    rank: usize,
    score: f64,
    id: String,
    family: String,
    family_size: usize,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    authors: &'a [String],
    word_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<&'static str>,
    title_spans: Vec<[usize; 2]>,
    passages: Vec<PassageRecord<'a>>,
    matches: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<CopyRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_explanation: Option<ScoreRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct CopyRecord<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
}

#[derive(Debug, Serialize)]
struct PassageRecord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    spans: Vec<[usize; 2]>,
}

impl<'a> From<&'a Hit> for HitRecord<'a> {
    fn from(hit: &'a Hit) -> Self {
        let article = &hit.article;
        HitRecord {
            rank: hit.rank,
            score: f64::from(hit.score),
            id: article.id.to_string(),
            family: hit.family.to_string(),
            family_size: hit.family_size,
            title: &article.title,
            url: article.url.as_deref(),
            publisher: article.publisher.as_deref(),
            published: article.published.as_ref().map(|date| date.value.to_string()),
            section: article.section.as_deref(),
            language: article.language.as_deref(),
            authors: &article.authors,
            word_count: article.word_count,
            incomplete: article.incomplete.map(|why| why.as_str()),
            title_spans: pairs(&hit.title_spans),
            passages: hit.passages.iter().map(PassageRecord::from).collect(),
            matches: hit.matches,
            copies: hit.copies.iter().map(CopyRecord::from).collect(),
            score_explanation: hit.explanation.as_ref().map(ScoreRecord::from),
        }
    }
}

impl<'a> From<&'a CopyOf> for CopyRecord<'a> {
    fn from(copy: &'a CopyOf) -> Self {
        CopyRecord {
            id: copy.id.to_string(),
            publisher: copy.publisher.as_deref(),
            published: copy.published.map(|date| date.to_string()),
        }
    }
}

impl<'a> From<&'a Passage> for PassageRecord<'a> {
    fn from(passage: &'a Passage) -> Self {
        PassageRecord {
            text: &passage.text,
            start: passage.place.start,
            end: passage.place.end,
            spans: pairs(&passage.spans),
        }
    }
}

fn pairs(spans: &[ByteSpan]) -> Vec<[usize; 2]> {
    spans.iter().map(|span| [span.start, span.end]).collect()
}

/// Writes a page as one JSON object; `query` as it was typed.
pub fn json(query: &str, page: &Page, writer: &mut dyn Write) -> io::Result<()> {
    let record = PageRecord {
        query,
        total: page.total,
        stories: page.stories,
        offset: page.offset,
        fingerprint: &page.fingerprint,
        warnings: &page.warnings,
        suggestions: &page.suggestions,
        hits: page.hits.iter().map(HitRecord::from).collect(),
    };
    json::write_line(&record, writer)
}

/// A hit in the form of the contract, for what holds hits among other things.
pub fn record(hit: &Hit) -> impl Serialize + '_ {
    HitRecord::from(hit)
}

/// Writes each hit as one line of JSON.
pub fn jsonl(page: &Page, writer: &mut dyn Write) -> io::Result<()> {
    page.hits.iter().try_for_each(|hit| json::write_line(&HitRecord::from(hit), writer))
}

/// What stands over a page: how many articles and stories there are, and which of them these are.
pub fn heading(page: &Page) -> String {
    let noun = if page.total == 1 { "article" } else { "articles" };
    let mut heading = format!("{} {noun}", page.total);
    if page.stories < page.total {
        heading.push_str(&format!(", {} {}", page.stories, if page.stories == 1 { "story" } else { "stories" }));
    }
    let shown = page.hits.len();
    if shown as u64 == page.stories {
        return heading;
    }
    if shown == 0 {
        return heading + ", none of them here";
    }
    format!("{heading}; {} to {} follow", page.offset + 1, page.offset + shown)
}

/// Writes a page for people.
pub fn text(page: &Page, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    writeln!(writer, "{}", heading(page))?;
    for hit in &page.hits {
        writeln!(writer)?;
        hit_text(hit, style, writer)?;
    }
    Ok(())
}

fn hit_text(hit: &Hit, style: Style, writer: &mut dyn Write) -> io::Result<()> {
    let number = format!("{:>2}. ", hit.rank);
    let title = escape::line(&hit.article.title);
    let shown = style.linked(&style.bold(&title), hit.article.url.as_deref());
    writeln!(writer, "{number}{shown}")?;
    writeln!(writer, "{:INDENT$}{}", "", style.dim(&particulars(hit)))?;
    for passage in &hit.passages {
        writeln!(writer, "{}", passage_text(passage, style))?;
    }
    if let Some(line) = copies(hit) {
        writeln!(writer, "{:INDENT$}{}", "", style.dim(&line))?;
    }
    if let Some(explanation) = &hit.explanation {
        score::text(explanation, INDENT, writer)?;
    }
    Ok(())
}

/// Which other articles share the place of a hit, and how to see them.
pub fn copies(hit: &Hit) -> Option<String> {
    if hit.copies.is_empty() {
        return None;
    }
    let mut outlets: Vec<String> = Vec::new();
    for copy in &hit.copies {
        let outlet = copy.publisher.as_deref().map_or("an outlet without a name".to_owned(), escape::line);
        if !outlets.contains(&outlet) {
            outlets.push(outlet);
        }
    }
    let more = outlets.len().saturating_sub(OUTLETS_NAMED);
    outlets.truncate(OUTLETS_NAMED);
    let mut list = outlets.join(", ");
    if more > 0 {
        list.push_str(&format!(" and {more} more"));
    }
    let count = hit.copies.len();
    let noun = if count == 1 { "copy" } else { "copies" };
    Some(format!("+ {count} {noun} that match: {list} · morgue family {}", hit.family))
}

/// Outlet, date, section, score and id, as far as they are known.
fn particulars(hit: &Hit) -> String {
    let article = &hit.article;
    let parts = [
        article.publisher.as_deref().map(escape::line),
        Some(article.published.as_ref().map_or("no date".to_owned(), |date| date.value.date_only().to_string())),
        article.section.as_deref().map(escape::line),
        article.incomplete.map(|why| why.as_str().to_owned()),
        (hit.score != 0.0).then(|| json::score(hit.score)),
        Some(article.id.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn passage_text(passage: &Passage, style: Style) -> String {
    let ellipsis = |is_needed: bool, text| wrap::Run { text: if is_needed { text } else { "" }, is_marked: false };
    let mut runs = vec![ellipsis(!passage.begins_sentence, "… ")];
    runs.extend(wrap::runs(&passage.text, &passage.spans));
    runs.push(ellipsis(!passage.ends_sentence, " …"));
    wrap::wrap(&runs, INDENT, style)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::{Article, ArticleId};

    /// A page with one hit whose text is hostile.
    pub fn hostile_page() -> Page {
        let text = "=1+1 \u{1b}[2J export\ncontrol | *x* <b>";
        Page {
            total: 3,
            stories: 3,
            offset: 1,
            hits: vec![Hit {
                rank: 2,
                score: 1.5,
                explanation: None,
                article: Article {
                    id: ArticleId(0xab),
                    title: "=cmd() \u{202e}title".to_owned(),
                    url: Some("https://a.example/(1)".to_owned()),
                    ..Article::default()
                },
                family: ArticleId(0xab),
                family_size: 1,
                copies: Vec::new(),
                title_spans: Vec::new(),
                passages: vec![Passage {
                    place: ByteSpan { start: 10, end: 10 + text.len() },
                    text: text.to_owned(),
                    spans: vec![ByteSpan { start: 10, end: 16 }],
                    begins_sentence: false,
                    ends_sentence: true,
                }],
                matches: 1,
            }],
            suggestions: Vec::new(),
            warnings: vec!["capped".to_owned()],
            fingerprint: "f".to_owned(),
        }
    }

    fn written(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn hostile_text_is_shown_and_not_sent() {
        let shown = written(|writer| text(&hostile_page(), Style::plain(), writer));
        let expected = "3 articles; 2 to 2 follow\n\n 2. =cmd() \\u{202e}title\n    no date · 1.5000 · 00000000000000ab\n    \
                        … =1+1 \\u{1b}[2J export control | *x* <b>\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn json_keeps_bytes_and_spans_of_the_stored_text() {
        let json = written(|writer| json("q", &hostile_page(), writer));
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let passage = &value["hits"][0]["passages"][0];
        let (start, end) = (passage["spans"][0][0].as_u64().unwrap(), passage["spans"][0][1].as_u64().unwrap());
        let text = passage["text"].as_str().unwrap();
        assert_eq!(&text[start as usize..end as usize], "export");
        assert!(json.contains("\"score\":1.5000,"));
        assert_eq!(written(|writer| jsonl(&hostile_page(), writer)).lines().count(), 1);
    }
}
