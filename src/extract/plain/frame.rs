//! The lines around a text: kicker, headline, byline and dates above it, source and labels below it.
//!
//! Lines are taken off the document only if they are understood; the first other line begins (or ends) the body.

use super::address;
use super::block::{Document, Kind, Line, ends_sentence};
use super::byline;
use super::label::{self, Field};
use super::layout::{self, Layout};
use super::metadata::{self, Metadata};
use super::source_line;
use super::title;

/// Most lines looked at above the text.
const MOST_LINES_ABOVE: usize = 16;
/// Most lines looked at below the text.
const MOST_LINES_BELOW: usize = 8;
/// Longest line that may hold a date or a byline, in bytes.
const LONGEST_LINE: usize = 160;

/// Reads the lines below the text.
pub(super) fn take_below(document: &mut Document, metadata: &mut Metadata) {
    for _ in 0..MOST_LINES_BELOW {
        let Some(line) = document.last_line() else {
            return;
        };
        if is_rule(&line.text) {
            document.take_last_line();
            continue;
        }
        if !read_source(line, metadata) && !read_label_below(line, metadata) {
            return;
        }
        document.take_last_line();
    }
}

/// Labelled lines below the text are metadata only if they cannot be text.
fn read_label_below(line: &Line, metadata: &mut Metadata) -> bool {
    let Some((field, value)) = label::labelled(&line.text) else {
        return false;
    };
    let is_safe = match field {
        Field::Published | Field::Date | Field::Updated | Field::Captured => {
            metadata::is_day(value, metadata.language().as_deref())
        }
        Field::Keywords => line.text.len() <= 400,
        Field::Authors => byline::byline(&line.text).is_some(),
        Field::Url | Field::CanonicalUrl | Field::Language => true,
        _ => false,
    };
    is_safe && metadata.add(field, &[value.to_owned()], "header", 0.85)
}

fn read_source(line: &Line, metadata: &mut Metadata) -> bool {
    let Some(source) = source_line::source_line(line) else {
        return false;
    };
    if let Some(url) = source.url {
        metadata.add(Field::Url, &[url], "source line", source.confidence);
    }
    if let Some(name) = source.name {
        metadata.add(Field::Publisher, &[name], "source line", source.confidence);
    }
    true
}

/// Reads the lines above the text, with what the address (if known) tells of the headline.
pub(super) fn take_above(document: &mut Document, metadata: &mut Metadata, layout: Layout, language: Option<&str>) {
    let slug = metadata.value(Field::Url).map(address::slug_words).unwrap_or_default();
    let declared = metadata.value(Field::Title).map(str::to_owned);
    let mut reader = Above { document, metadata, layout, language, slug, has_title: declared.is_some(), declared };
    for _ in 0..MOST_LINES_ABOVE {
        if !reader.take_line() {
            return;
        }
    }
}

struct Above<'a> {
    document: &'a mut Document,
    metadata: &'a mut Metadata,
    layout: Layout,
    language: Option<&'a str>,
    slug: Vec<String>,
    /// Headline given by front matter.
    declared: Option<String>,
    has_title: bool,
}

impl Above<'_> {
    /// Takes the first line if it is understood.
    fn take_line(&mut self) -> bool {
        let Some(line) = self.document.line(0).cloned() else {
            return false;
        };
        if is_rule(&line.text) {
            self.document.take_first_line();
            return true;
        }
        let is_heading = matches!(self.document.first_kind(), Some(Kind::Heading(_)));
        if self.repeats_title(&line.text) || (!is_heading && self.read_line(&line)) {
            self.document.take_first_line();
            return true;
        }
        if self.has_title {
            return (!is_heading && self.take_late_kicker(&line)) || self.take_subtitle(&line);
        }
        self.take_title(&line)
    }

    /// Whether the line is the headline that is known already.
    fn repeats_title(&self, text: &str) -> bool {
        let letters = |text: &str| -> String {
            text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        self.declared.as_deref().is_some_and(|declared| letters(declared) == letters(text))
    }

    /// Reads a line of metadata.
    fn read_line(&mut self, line: &Line) -> bool {
        if line.text.len() > LONGEST_LINE && !line.text.contains("://") {
            return false;
        }
        self.read_label(line) || self.read_address(line) || self.read_byline(line) || self.read_date(&line.text)
    }

    fn read_label(&mut self, line: &Line) -> bool {
        let Some((field, value)) = label::labelled(&line.text) else {
            return false;
        };
        if field == Field::Title {
            self.has_title |= self.metadata.add(field, &[value.to_owned()], "header", 0.9);
            self.declared = self.metadata.value(field).map(str::to_owned);
            return true;
        }
        // "Source: officials say" may be a headline, so a source without address must stand below one.
        if field == Field::Source {
            return (self.has_title || value.contains("://")) && read_source(line, self.metadata);
        }
        // A label of everyday words must be followed by what it names.
        if field == Field::Authors && byline::byline(&line.text).is_none() {
            return false;
        }
        if is_date(field) && self.language.is_some() && self.metadata.language().is_none() {
            return self.metadata.add_date(field, value, self.language, "header", 0.9);
        }
        self.metadata.add(field, &[value.to_owned()], "header", 0.9)
    }

    fn read_address(&mut self, line: &Line) -> bool {
        (line.text.contains("://") || line.link.is_some()) && read_source(line, self.metadata)
    }

    fn read_byline(&mut self, line: &Line) -> bool {
        if let Some(found) = byline::byline(&line.text) {
            if !self.has_title && !self.is_followed_by_title() {
                return false;
            }
            for part in &found.rest {
                self.read_date(part);
            }
            return self.metadata.add(Field::Authors, &found.names, "byline", 0.8);
        }
        // `Associated Press Writer` below the name.
        let has_authors = self.metadata.value(Field::Authors).is_some();
        if has_authors && byline::is_role(&line.text) && line.text.split(' ').count() <= 6 && !ends_sentence(&line.text)
        {
            return true;
        }
        // A name without "By" is a byline only above a date.
        let is_above_date = || self.document.line(1).is_some_and(|next| self.is_date_line(&next.text));
        if self.has_title && byline::is_full_name(&line.text) && is_above_date() {
            return self.metadata.add(Field::Authors, std::slice::from_ref(&line.text), "byline", 0.6);
        }
        false
    }

    fn is_followed_by_title(&self) -> bool {
        self.document.line(1).is_some_and(|next| title::is_title(&next.text)) && self.document.line(2).is_some()
    }

    fn is_date_line(&self, text: &str) -> bool {
        let value = label::leading_label(text).map_or(text, |(_, value)| value);
        metadata::is_day(value, self.language)
    }

    /// Reads a line of nothing but dates, each perhaps with a label: `Published 13 June 2026 | Updated 14 June 2026`.
    fn read_date(&mut self, text: &str) -> bool {
        let columns = || text.split(['|', '•', '·']).map(str::trim).filter(|column| !column.is_empty());
        let is_dates = columns().all(|column| self.is_date_line(column));
        if !is_dates {
            return false;
        }
        let mut is_read = false;
        for column in columns() {
            let (field, value) = match label::leading_label(column) {
                Some((field, value)) if is_date(field) => (field, value),
                _ => (Field::Published, column),
            };
            is_read |= self.metadata.add_date(field, value, self.language, "date-line", 0.8);
        }
        is_read
    }

    /// Takes a kicker or the headline itself.
    fn take_title(&mut self, line: &Line) -> bool {
        let same_block = self.document.first_block_length() > 1;
        let next = self.document.line(1);
        match title::kicker(line, next, same_block, &self.slug) {
            Some(title::Kicker::Section) => {
                self.add_section(line);
                self.document.take_first_line();
                return true;
            }
            Some(title::Kicker::Label) => {
                self.document.take_first_line();
                return true;
            }
            None => {}
        }
        let is_heading = matches!(self.document.first_kind(), Some(Kind::Heading(_)));
        let is_text = self.document.first_kind() == Some(Kind::Verbatim) || self.is_torn(line);
        if !is_heading && (is_text || !title::is_title(&line.text)) {
            return false;
        }
        let is_last_word = self.document.line(1).is_none() && ends_sentence(&line.text);
        if is_last_word && !is_heading {
            return false;
        }
        self.document.take_first_line();
        let text = self.with_broken_rest(line.text.clone(), is_heading || !same_block);
        let (signal, confidence) = if is_heading { ("heading", 0.9) } else { ("first line", 0.7) };
        self.metadata.add(Field::Title, &[text], signal, confidence);
        self.has_title = true;
        true
    }

    /// The headline with the rest of it from the next line, where it was broken inside a phrase.
    fn with_broken_rest(&mut self, title: String, is_whole: bool) -> String {
        if is_whole || self.document.first_block_length() != 1 {
            return title;
        }
        let rest = self.document.line(0).filter(|next| title::goes_on(&title, &next.text)).cloned();
        let Some(rest) = rest else { return title };
        self.document.take_first_line();
        format!("{title} {}", rest.text)
    }

    /// Takes a kicker that stands below the headline.
    fn take_late_kicker(&mut self, line: &Line) -> bool {
        let Some(kicker) = title::known_kicker(&line.text) else {
            return false;
        };
        if kicker == title::Kicker::Section {
            self.add_section(line);
        }
        self.document.take_first_line().is_some()
    }

    fn add_section(&mut self, line: &Line) {
        let name = line.text.trim_matches([':', '|', ' ']);
        self.metadata.add(Field::Section, &[name.to_owned()], "kicker", 0.5);
    }

    /// Whether a wrapped paragraph begins with this line.
    fn is_torn(&self, line: &Line) -> bool {
        const LINES_OF_A_TITLE: usize = 2;
        let Layout::Wrapped(width) = self.layout else {
            return false;
        };
        let is_long = self.document.first_block_length() > LINES_OF_A_TITLE;
        is_long && self.document.line(1).is_some_and(|next| layout::is_forced(line, next, width))
    }

    /// Takes a line below the headline that stands for itself and is emphasised, or shares the headline's block.
    fn take_subtitle(&mut self, line: &Line) -> bool {
        const LONGEST_SUBTITLE: usize = 300;
        const LONGEST_PLAIN_SUBTITLE: usize = 200;
        if self.metadata.value(Field::Subtitle).is_some() || self.document.line(1).is_none() {
            return false;
        }
        let is_alone = self.document.first_block_length() == 1;
        let length = line.text.chars().count();
        let is_set_off = is_alone && line.is_emphasised && length <= LONGEST_SUBTITLE && length > 20;
        let is_heading = matches!(self.document.first_kind(), Some(Kind::Heading(_)));
        let is_above_byline = |place| {
            self.document
                .line(place)
                .is_some_and(|next| byline::byline(&next.text).is_some() || self.is_date_line(&next.text))
        };
        let is_between = length <= LONGEST_PLAIN_SUBTITLE && length > 20 && is_above_byline(1);
        if !is_set_off && !(is_between && (is_heading || !line.text.contains("://"))) {
            return false;
        }
        self.document.take_first_line();
        self.metadata.add(Field::Subtitle, std::slice::from_ref(&line.text), "below the title", 0.6)
    }
}

fn is_date(field: Field) -> bool {
    matches!(field, Field::Published | Field::Date | Field::Updated | Field::Captured)
}

/// A line of marks that only parts things.
fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|letter| matches!(letter, '-' | '=' | '*' | '_' | '–' | '—' | '~' | '#' | ' '))
}
