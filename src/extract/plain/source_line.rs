//! Lines that say where a text was taken from: `Source: NAME - URL` and its many forms.

use super::address;
use super::block::Line;

/// Words that introduce a source, lower-case; the longest that fits is taken.
const INTRODUCTIONS: &[&str] = &[
    "source",
    "sources",
    "quelle",
    "quellen",
    "fuente",
    "fonte",
    "bron",
    "via",
    "original",
    "original article",
    "original source",
    "originally published at",
    "originally published on",
    "originally published by",
    "originally published in",
    "originally appeared on",
    "originally appeared in",
    "first published in",
    "first published on",
    "read more",
    "read more at",
    "read more on",
    "read the full article",
    "read the full article at",
    "read the full story",
    "read the original",
    "read original",
    "view original",
    "full story",
    "full article",
    "link",
    "link to article",
    "url",
    "article source",
    "source url",
    "zum artikel",
    "zum originalartikel",
    "originalartikel",
    "mehr lesen",
    "weiterlesen",
    "lire la suite",
    "lire l'article",
    "article original",
    "leer más",
    "artículo original",
    "leia mais",
    "leggi di più",
    "articolo originale",
    "lees meer",
    "origineel",
    "källa",
    "kilde",
    "lähde",
    "źródło",
    "zdroj",
    "kaynak",
    "источник",
    "来源",
    "出典",
    "cited from",
];
/// Introductions that often stand before other articles.
const WEAK: &[&str] = &["read", "mehr", "weiter", "lire", "leer", "leia", "leggi", "lees", "link", "via"];
/// Most words of an outlet's name.
const MOST_NAME_WORDS: usize = 8;
/// Longest text behind the address (`(accessed 14 June)`), in bytes.
const LONGEST_REST: usize = 60;

/// What a source line says.
#[derive(Debug, PartialEq)]
pub(super) struct SourceLine {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    /// How sure it is that this is the text's own source.
    pub(super) confidence: f32,
}

/// Reads a line as source line.
pub(super) fn source_line(line: &Line) -> Option<SourceLine> {
    let text = line.text.trim_matches(|letter: char| letter == ' ' || "-*_–—―•()[]<>".contains(letter));
    let introduction = introduction(text);
    let behind = introduction.map_or(text, |length| text.get(length..).unwrap_or(""));
    let confidence = confidence(text, introduction.is_some());
    if let Some((before, url, rest)) = split_at_address(behind) {
        return with_address(before, url, rest, introduction.is_some(), confidence);
    }
    introduction?;
    let name = behind.trim_matches(is_separator);
    if let Some(link) = line.link.as_deref().filter(|link| address::is_address(link)) {
        let name = Some(name).filter(|name| is_outlet_name(name) && !name.starts_with(char::is_lowercase));
        return Some(SourceLine { name: name.map(str::to_owned), url: Some(link.to_owned()), confidence });
    }
    let has_colon = behind.trim_start().starts_with([':', '：']);
    (has_colon && is_outlet_name(name) && confidence > 0.7).then(|| SourceLine {
        name: Some(name.to_owned()),
        url: None,
        confidence,
    })
}

fn with_address(before: &str, url: &str, rest: &str, is_introduced: bool, confidence: f32) -> Option<SourceLine> {
    let name = before.trim_matches(is_separator);
    let has_separator = before.trim_end().ends_with(is_separator) || is_introduced;
    if rest.trim().len() > LONGEST_REST || !address::is_address(url) {
        return None;
    }
    let source =
        |name: Option<&str>| SourceLine { name: name.map(str::to_owned), url: Some(url.to_owned()), confidence };
    if name.is_empty() {
        return Some(source(None));
    }
    (has_separator && is_outlet_name(name)).then(|| source(Some(name)))
}

/// The length of the introducing words, which must be followed by a mark, a space or the end.
fn introduction(text: &str) -> Option<usize> {
    let fitting = INTRODUCTIONS.iter().filter_map(|words| {
        let (head, rest) = text.split_at_checked(words.len())?;
        let is_parted = rest.chars().next().is_none_or(|letter| letter == ' ' || is_separator(letter));
        (is_parted && head.to_lowercase() == **words).then_some(words.len())
    });
    fitting.max()
}

fn confidence(text: &str, is_introduced: bool) -> f32 {
    let first = text.split([' ', ':']).next().unwrap_or("").to_lowercase();
    match is_introduced {
        true if WEAK.contains(&first.as_str()) => 0.6,
        true => 0.9,
        false => 0.7,
    }
}

/// Splits a line at its first web address; marks that close a sentence or bracket are not part of it.
fn split_at_address(text: &str) -> Option<(&str, &str, &str)> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let (before, rest) = text.split_at_checked(start)?;
    let end = rest.find(|letter: char| letter.is_whitespace() || "<>\"”»".contains(letter)).unwrap_or(rest.len());
    let (url, after) = rest.split_at_checked(end)?;
    let bare = url.trim_end_matches(['.', ',', ';', ')', ']', '!', '*', '\'']);
    // A closing bracket belongs to the address if it was opened in it, as in Wikipedia's.
    let bare = match url.get(bare.len()..) {
        Some(tail) if tail.starts_with(')') && bare.contains('(') => url.get(..=bare.len()).unwrap_or(bare),
        _ => bare,
    };
    Some((before, bare, after.trim_matches(|letter: char| !letter.is_alphanumeric())))
}

/// Marks between the parts of a source line.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '‐'
                | '–'
                | '—'
                | '―'
                | ':'
                | '：'
                | '|'
                | '•'
                | '·'
                | ','
                | '('
                | ')'
                | '['
                | ']'
                | '<'
                | '>'
                | '"'
                | '“'
                | '”'
                | '*'
                | '_'
        )
}

/// Whether a text may be an outlet's name: short, with a letter, no sentence.
fn is_outlet_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_sentence = text.ends_with(['.', '!', '?']) && words > 3;
    (1..=MOST_NAME_WORDS).contains(&words) && text.chars().any(char::is_alphabetic) && text.len() <= 80 && !is_sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<String>, Option<String>)> {
        let line = Line { text: text.to_owned(), ..Line::default() };
        source_line(&line).map(|source| (source.name, source.url))
    }

    #[test]
    fn names_and_addresses_are_read_with_any_mark_between() {
        let expected = Some((Some("Some Paper".to_owned()), Some("https://paper.example/a".to_owned())));
        for text in [
            "Source: Some Paper - https://paper.example/a",
            "Source: Some Paper – https://paper.example/a",
            "Source: Some Paper — https://paper.example/a.",
            "source: Some Paper ― <https://paper.example/a>",
            "Quelle: Some Paper: https://paper.example/a",
            "Fuente: Some Paper | https://paper.example/a",
            "Fonte Some Paper https://paper.example/a",
            "(Bron: Some Paper, https://paper.example/a)",
            "Originally published at Some Paper (https://paper.example/a)",
            "Some Paper – https://paper.example/a",
            "出典：Some Paper https://paper.example/a",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_or_a_name_alone_is_enough() {
        assert_eq!(read("https://paper.example/a"), Some((None, Some("https://paper.example/a".to_owned()))));
        assert_eq!(
            read("Read more: https://paper.example/a"),
            Some((None, Some("https://paper.example/a".to_owned())))
        );
        assert_eq!(read("Source: Reuters"), Some((Some("Reuters".to_owned()), None)));
    }

    #[test]
    fn prose_is_no_source_line() {
        for text in [
            "Source code was leaked on Monday",
            "Via Appia is closed",
            "Sources close to the company said that the deal would be signed before the end of the week.",
            "The report can be read at https://paper.example/a",
            "",
            "Source:",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
