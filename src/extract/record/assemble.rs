//! From a record's fields to the article.

use super::dates;
use super::field::Field;
use super::markup;
use super::record::Record;
use super::value::{Part, Values};
use crate::article::{Article, Entity, EntityKind, EntityOrigin, Incomplete};
use crate::extract::plain::clean::{self, Break};
use crate::extract::plain::{address, byline, metadata};
use crate::extract::{Evidence, Extraction, Options, Verdict};
use crate::text::language;
use std::borrow::Cow;

/// Makes an article of a record.
pub(super) fn article(record: &Record<'_>, options: &Options<'_>) -> Extraction {
    let mut extraction = Extraction::default();
    if let Some(key) = &record.duplicate {
        extraction.warnings.push(format!("the key {} stands twice; the last is taken", clean::line(key)));
    }
    let is_own = is_own(record);
    let article = &mut extraction.article;
    article.title = line(record, Field::Title).unwrap_or_default();
    article.subtitle = line(record, Field::Subtitle).filter(|subtitle| *subtitle != article.title);
    (article.body, article.incomplete) = body(record, is_own);
    if article.body.is_empty() && article.subtitle.is_some() && !is_own {
        article.incomplete = Some(Incomplete::Truncated);
    }
    set_addresses(article, record, options);
    set_names(article, record, is_own);
    article.language = record.get(Field::Language).text().and_then(|tag| language::normalise_tag(&tag));
    if article.language.is_none() {
        let sample = if article.body.is_empty() { &article.title } else { &article.body };
        article.language = language::detect(sample).map(str::to_owned);
    }
    let tag = article.language.clone();
    let mut date = |field| dates::date(record, field, tag.as_deref(), is_own, &mut extraction.warnings);
    article.published = date(Field::Published);
    article.updated = date(Field::Updated);
    article.captured = date(Field::Captured);
    article.entities = entities(record);
    extraction.warnings.extend(unknown_kind(record));
    if article.title.is_empty() && article.body.is_empty() {
        extraction.verdict = Verdict::NotArticle("no title or text");
    }
    if options.explain {
        extraction.evidence = evidence(&extraction.article);
    }
    extraction
}

/// Whether the project itself wrote the record.
fn is_own(record: &Record<'_>) -> bool {
    let is_id = |id: &str| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    !record.get(Field::Digest).is_nothing() && record.get(Field::Id).text().is_some_and(|id| is_id(&id))
}

/// A field as one clean line, its entities read.
fn line(record: &Record<'_>, field: Field) -> Option<String> {
    let text = record.get(field).text()?;
    let line = clean::line(&plain(&text));
    (!line.is_empty()).then_some(line)
}

/// Text without tags and entities.
fn plain(text: &str) -> Cow<'_, str> {
    let has_entity = text.find('&').is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(';')));
    if has_entity || markup::is_markup(text) { Cow::Owned(markup::text(text)) } else { Cow::Borrowed(text) }
}

fn body(record: &Record<'_>, is_own: bool) -> (String, Option<Incomplete>) {
    let declared = record.get(Field::Incomplete).text().and_then(|word| Incomplete::parse(&word));
    if is_own {
        let body = record.get(Field::Body).joined();
        return (clean::paragraphs(&body, Break::Line), declared);
    }
    let body = with_dateline(foreign_body(record), record);
    match without_mark(&body) {
        Some(rest) => (rest.to_owned(), Some(Incomplete::Truncated)),
        None => (body, declared),
    }
}

/// The body from, in this order, blocks, plain text and HTML.
fn foreign_body(record: &Record<'_>) -> String {
    let blocks = record.contents.iter().filter(|block| is_kind(block, "sanitized_html"));
    let blocks: Vec<String> = blocks.filter_map(|block| block.content.text().map(|html| markup::text(&html))).collect();
    if !blocks.is_empty() {
        return clean::paragraphs(&blocks.join("\n\n"), Break::Paragraph);
    }
    let text = record.get(Field::Body).joined();
    if text.trim().is_empty() {
        let html = record.get(Field::Markup).joined();
        return clean::paragraphs(&markup::text(&html), Break::Line);
    }
    if markup::is_markup(&text) {
        return clean::paragraphs(&markup::text(&text), Break::Line);
    }
    clean::paragraphs(&text, Break::Paragraph)
}

/// The body behind its dateline, where the record gives that apart.
fn with_dateline(body: String, record: &Record<'_>) -> String {
    match line(record, Field::Dateline) {
        Some(dateline) if !body.is_empty() && !body.starts_with(&dateline) => {
            format!("{dateline} {body}")
        }
        _ => body,
    }
}

/// The text before `[+1234 chars]` or `[1234 chars]`, with which NewsAPI and GNews cut it.
fn without_mark(body: &str) -> Option<&str> {
    let head = body.strip_suffix(" chars]")?;
    let (text, number) = head.rsplit_once('[')?;
    let digits = number.strip_prefix('+').unwrap_or(number);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.trim_end())
}

fn is_kind(part: &Part<'_>, kind: &str) -> bool {
    part.kind.text().is_some_and(|found| found == kind)
}

fn set_addresses(article: &mut Article, record: &Record<'_>, options: &Options<'_>) {
    let text = |field| record.get(field).text().map(|text| clean::line(&text));
    let address = |field| text(field).filter(|text| !text.contains(' '));
    let source = || text(Field::Source).filter(|source| address::is_address(source));
    article.url = address(Field::Url).or_else(source).or_else(|| options.url.map(str::to_owned));
    article.canonical_url = address(Field::CanonicalUrl);
    if article.url.is_none() {
        article.url = article.canonical_url.clone();
    }
}

fn set_names(article: &mut Article, record: &Record<'_>, is_own: bool) {
    let section = record.contents.iter().find(|block| is_kind(block, "kicker")).and_then(|block| block.content.text());
    article.section = line(record, Field::Section).or_else(|| section.map(|section| clean::line(&section)));
    article.guid = line(record, Field::Guid);
    article.publisher = line(record, Field::Publisher);
    let authors = record.get(Field::Authors);
    if is_own {
        article.authors = lines(authors);
        article.keywords = lines(record.get(Field::Keywords));
        return;
    }
    article.guid = article.guid.take().or_else(|| line(record, Field::Id));
    article.publisher = article.publisher.take().or_else(|| foreign_publisher(article.url.as_deref(), record));
    for author in authors.texts() {
        for name in byline::names(&clean::line(&plain(&author))) {
            if !article.authors.contains(&name) {
                article.authors.push(name);
            }
        }
    }
    article.keywords = match record.get(Field::Keywords) {
        Values::Many(_) => telling(lines(record.get(Field::Keywords))),
        one => metadata::keywords(&lines(one)),
    };
}

/// The outlet as `source`, or the host.
fn foreign_publisher(url: Option<&str>, record: &Record<'_>) -> Option<String> {
    let source = line(record, Field::Source).filter(|source| !address::is_address(source));
    let host = || {
        let host = line(record, Field::Host)?;
        Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
    };
    source.or_else(host).or_else(|| url.and_then(address::host))
}

/// All texts of a field as clean lines, without repetition.
fn lines(values: &Values<'_>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in values.texts() {
        let line = clean::line(&text);
        if !line.is_empty() && !out.contains(&line) {
            out.push(line);
        }
    }
    out
}

/// Keywords that hold a letter or digit: some programs list punctuation.
fn telling(mut keywords: Vec<String>) -> Vec<String> {
    keywords.retain(|keyword| keyword.chars().any(char::is_alphanumeric));
    keywords
}

fn entities(record: &Record<'_>) -> Vec<Entity> {
    let mut out: Vec<Entity> = record.entities.iter().filter_map(entity).collect();
    let lists = [
        (Field::People, EntityKind::Person),
        (Field::Organisations, EntityKind::Organisation),
        (Field::Places, EntityKind::Place),
        (Field::Events, EntityKind::Other),
        (Field::Objects, EntityKind::Other),
    ];
    for (field, kind) in lists {
        let values = record.get(field);
        // Some programs have one word here that says what the record is.
        if kind == EntityKind::Other && !matches!(values, Values::Many(_)) {
            continue;
        }
        for name in lines(values) {
            if out.iter().any(|known| known.kind == kind && known.name == name) {
                continue;
            }
            out.push(Entity { name, kind, origin: EntityOrigin::Source, aliases: Vec::new(), count: 0 });
        }
    }
    out
}

/// What has to be said of the first entity of a kind that is not known.
fn unknown_kind(record: &Record<'_>) -> Option<String> {
    let kinds = record.entities.iter().filter_map(|part| part.kind.text());
    let kind = kinds.into_iter().find(|kind| EntityKind::parse(kind).is_none())?;
    Some(format!(
        "the kind `{}` of an entity is none of person, org, place and other; read as other",
        clean::line(&kind)
    ))
}

fn entity(part: &Part<'_>) -> Option<Entity> {
    let name = clean::line(&part.name.text()?);
    let kind = part.kind.text().and_then(|kind| EntityKind::parse(&kind));
    let origin = match part.origin.text().as_deref() {
        Some("recognised") => EntityOrigin::Recognised,
        _ => EntityOrigin::Source,
    };
    let count = match part.count {
        Values::Number(count) => u32::try_from(count).unwrap_or(0),
        _ => 0,
    };
    (!name.is_empty()).then(|| Entity {
        name,
        kind: kind.unwrap_or(EntityKind::Other),
        origin,
        aliases: lines(&part.aliases),
        count,
    })
}

/// The chosen values; a record offers one for each field.
fn evidence(article: &Article) -> Vec<Evidence> {
    let text = |field, value: Option<&str>| Some((field, value?.to_owned()));
    let title = Some(article.title.as_str()).filter(|title| !title.is_empty());
    let authors = (!article.authors.is_empty()).then(|| ("authors", article.authors.join("; ")));
    let fields = [
        text("title", title),
        text("url", article.url.as_deref()),
        text("publisher", article.publisher.as_deref()),
        authors,
    ];
    let mut evidence: Vec<Evidence> = fields
        .into_iter()
        .flatten()
        .map(|(field, value)| Evidence { field, value, source: "record".to_owned(), confidence: 0.9, chosen: true })
        .collect();
    if let Some(published) = &article.published {
        evidence.push(Evidence {
            field: "published",
            value: published.value.to_string(),
            source: published.source.clone(),
            confidence: published.confidence,
            chosen: true,
        });
    }
    evidence
}
