//! Candidates for the fields of an article and the choice among them.
//!
//! Every signal adds what it says; the candidate with the highest confidence is chosen, the first among equals.

use super::address;
use super::byline;
use super::label::Field;
use crate::article::{Article, ArticleDate};
use crate::date::{PartialDate, Precision, parse};
use crate::extract::Evidence;
use crate::text::language;

/// Marks between a headline and the site's name behind it.
const SITE_SEPARATORS: [char; 6] = ['|', '-', '–', '—', '·', '•'];

/// One signal's words for one field.
#[derive(Debug)]
struct Candidate {
    field: Field,
    values: Vec<String>,
    date: Option<PartialDate>,
    signal: &'static str,
    confidence: f32,
}

/// All that is said about an article outside its body.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    candidates: Vec<Candidate>,
    pub(super) warnings: Vec<String>,
}

impl Metadata {
    /// Adds values of a field as they are written; dates and addresses are read, nonsense gives a warning.
    /// Returns whether anything could be made of them.
    pub(super) fn add(&mut self, field: Field, values: &[String], signal: &'static str, confidence: f32) -> bool {
        let values: Vec<String> =
            values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect();
        let Some(first) = values.first().cloned() else {
            return false;
        };
        match field {
            Field::Published | Field::Date | Field::Updated | Field::Captured => {
                let language = self.language();
                self.add_date(field, &first, language.as_deref(), signal, confidence)
            }
            Field::Url | Field::CanonicalUrl => {
                address::is_address(&first) && self.push(field, vec![first], signal, confidence)
            }
            Field::Source | Field::Publisher if address::is_address(&first) => {
                self.push(Field::Url, vec![first], signal, confidence)
            }
            Field::Source => self.push(Field::Publisher, vec![first], signal, confidence),
            Field::Authors => {
                let names = values.iter().flat_map(|value| byline::names(value)).collect();
                self.push(field, names, signal, confidence)
            }
            Field::Keywords => self.push(field, keywords(&values), signal, confidence),
            Field::Language => {
                let tag = language::normalise_tag(&first);
                tag.is_some_and(|tag| self.push(field, vec![tag], signal, confidence))
            }
            Field::Title | Field::Subtitle | Field::Publisher | Field::Section => {
                self.push(field, vec![first], signal, confidence)
            }
        }
    }

    /// Adds a date that stands in `text` and is nothing but a date.
    pub(super) fn add_date(
        &mut self,
        field: Field,
        text: &str,
        language: Option<&str>,
        signal: &'static str,
        confidence: f32,
    ) -> bool {
        let Some(date) = parse::loose(text, language) else {
            if text.bytes().any(|byte| byte.is_ascii_digit()) {
                self.warnings.push(format!("{signal} holds no possible date: {}", shortened(text)));
            }
            return false;
        };
        // A bare "date" yields to one that is said to be that of publication.
        let (field, confidence) = match field {
            Field::Date => (Field::Published, confidence - 0.02),
            other => (other, confidence),
        };
        self.candidates.push(Candidate { field, values: vec![date.to_string()], date: Some(date), signal, confidence });
        true
    }

    /// Adds the date that an address names.
    fn add_address_date(&mut self, url: &str) {
        let Some(date) = address::date(url) else {
            return;
        };
        self.candidates.push(Candidate {
            field: Field::Published,
            values: vec![date.value.to_string()],
            date: Some(date.value),
            signal: "url",
            confidence: date.confidence,
        });
    }

    fn push(&mut self, field: Field, values: Vec<String>, signal: &'static str, confidence: f32) -> bool {
        if values.is_empty() {
            return false;
        }
        self.candidates.push(Candidate { field, values, date: None, signal, confidence });
        true
    }

    /// The candidate that is chosen for a field, with its place.
    fn best(&self, field: Field) -> Option<(usize, &Candidate)> {
        let mut best: Option<(usize, &Candidate)> = None;
        for (place, candidate) in self.candidates.iter().enumerate() {
            let is_better = best.is_none_or(|(_, best)| candidate.confidence > best.confidence);
            if candidate.field == field && is_better {
                best = Some((place, candidate));
            }
        }
        best
    }

    /// The chosen single value of a field.
    pub(super) fn value(&self, field: Field) -> Option<&str> {
        self.best(field).and_then(|(_, best)| best.values.first()).map(String::as_str)
    }

    /// The declared language.
    pub(super) fn language(&self) -> Option<String> {
        self.value(Field::Language).map(str::to_owned)
    }

    /// Adds what the chosen address says: the date, and the host as the outlet's name where none is given.
    pub(super) fn read_address(&mut self) {
        let Some(url) = self.value(Field::Url).or_else(|| self.value(Field::CanonicalUrl)).map(str::to_owned) else {
            return;
        };
        self.add_address_date(&url);
        let host = address::host(&url);
        for candidate in self.candidates.iter_mut().filter(|candidate| candidate.field == Field::Publisher) {
            for name in &mut candidate.values {
                *name = address::outlet(name, host.as_deref());
            }
        }
        let Some(host) = host else { return };
        let title = self.value(Field::Title).unwrap_or("");
        let named = title.rsplit(SITE_SEPARATORS).next().map(str::trim).filter(|name| name.len() < title.len());
        if let Some(name) = named.filter(|name| address::is_spelled_by(name, &host)).map(str::to_owned) {
            self.push(Field::Publisher, vec![name], "title", 0.5);
        }
        self.push(Field::Publisher, vec![host], "url host", 0.3);
    }

    /// Writes the chosen candidates into an article.
    pub(super) fn fill(&self, article: &mut Article) {
        let value = |field| self.value(field).map(str::to_owned);
        let values = |field| self.best(field).map(|(_, best)| best.values.clone()).unwrap_or_default();
        let date = |field| {
            let (_, best) = self.best(field)?;
            Some(ArticleDate { value: best.date?, source: best.signal.to_owned(), confidence: best.confidence })
        };
        article.title = value(Field::Title).unwrap_or_default();
        article.subtitle = value(Field::Subtitle).filter(|subtitle| *subtitle != article.title);
        article.url = value(Field::Url).or_else(|| value(Field::CanonicalUrl));
        article.canonical_url = value(Field::CanonicalUrl);
        article.authors = values(Field::Authors);
        article.publisher = value(Field::Publisher);
        article.section = value(Field::Section);
        article.keywords = values(Field::Keywords);
        article.language = value(Field::Language);
        article.published = date(Field::Published);
        article.updated = date(Field::Updated);
        article.captured = date(Field::Captured);
        if let Some(publisher) = &article.publisher {
            article.title = without_site_name(&article.title, publisher).to_owned();
        }
    }

    /// All candidates as evidence.
    pub(super) fn evidence(&self) -> Vec<Evidence> {
        let chosen = |place: usize, field| self.best(field).is_some_and(|(best, _)| best == place);
        let candidates = self.candidates.iter().enumerate();
        let evidence = candidates.map(|(place, candidate)| Evidence {
            field: name(candidate.field),
            value: candidate.values.join("; "),
            source: candidate.signal.to_owned(),
            confidence: candidate.confidence,
            chosen: chosen(place, candidate.field),
        });
        evidence.collect()
    }
}

/// The field's name in an article.
fn name(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Subtitle => "subtitle",
        Field::Authors => "authors",
        Field::Published | Field::Date => "published",
        Field::Updated => "updated",
        Field::Captured => "captured",
        Field::Publisher | Field::Source => "publisher",
        Field::Section => "section",
        Field::Keywords => "keywords",
        Field::Url => "url",
        Field::CanonicalUrl => "canonical_url",
        Field::Language => "language",
    }
}

/// Keywords as a list: one value may hold several, parted by commas or semicolons. A clipper's own mark is none.
pub(crate) fn keywords(values: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values.iter().flat_map(|value| value.split([',', ';'])) {
        let keyword = value.trim().trim_start_matches('#').trim_matches(['[', ']', '"']).trim();
        let is_new = !out.iter().any(|known| known.eq_ignore_ascii_case(keyword));
        if !keyword.is_empty() && is_new && !keyword.eq_ignore_ascii_case("clippings") {
            out.push(keyword.to_owned());
        }
    }
    out
}

/// A headline without ` | Outlet` or ` - Outlet` at its end.
fn without_site_name<'a>(title: &'a str, publisher: &str) -> &'a str {
    let Some(start) = title.len().checked_sub(publisher.len()) else {
        return title;
    };
    let Some((head, tail)) = title.split_at_checked(start) else {
        return title;
    };
    let head = head.trim_end();
    let bare = head.trim_end_matches(SITE_SEPARATORS);
    if tail.to_lowercase() != publisher.to_lowercase() || bare.len() == head.len() || bare.trim().is_empty() {
        return title;
    }
    bare.trim_end()
}

/// The beginning of a value, for a warning.
fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(40)).unwrap_or(text)
}

/// Whether a date is precise enough to stand on a line of its own.
pub(super) fn is_day(text: &str, language: Option<&str>) -> bool {
    parse::loose(text, language).is_some_and(|date| date.precision() >= Precision::Day)
}
