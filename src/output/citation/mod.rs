//! How an article is cited: RIS, BibTeX and CSL-JSON for programs that manage references, a line of text for people.
//!
//! Every style has one rule for what is unknown: it is left out. A date keeps the precision that the source gave it.
//! All of an article's text is escaped by the rules of the style, so that no title can end a field or begin a record.

mod bibtex;
mod csl;
pub mod name;
mod ris;

#[cfg(test)]
mod property_tests;

use crate::article::Article;
use crate::date::PartialDate;
use crate::output::escape;
use std::fmt::Write as _;
use std::io::{self, Write};

/// A style of citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    /// RIS, type `NEWS`.
    Ris,
    /// BibTeX, `@article`, or `@misc` where the outlet is unknown.
    Bibtex,
    /// CSL-JSON, type `article-newspaper`.
    CslJson,
}

/// Citations that are written one after the other.
#[derive(Debug)]
pub struct Citations {
    style: CitationStyle,
    count: usize,
}

impl Citations {
    /// None yet.
    pub fn new(style: CitationStyle) -> Self {
        Citations { style, count: 0 }
    }

    /// Writes the citation of one article.
    pub fn add(&mut self, article: &Article, writer: &mut dyn Write) -> io::Result<()> {
        match self.style {
            CitationStyle::Ris => ris::write(article, writer)?,
            CitationStyle::Bibtex => bibtex::write(article, writer)?,
            CitationStyle::CslJson => {
                writer.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
                csl::write(article, writer)?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Writes what has to stand at the end.
    pub fn finish(self, writer: &mut dyn Write) -> io::Result<()> {
        match (self.style, self.count) {
            (CitationStyle::CslJson, 0) => writer.write_all(b"[]\n"),
            (CitationStyle::CslJson, _) => writer.write_all(b"\n]\n"),
            _ => Ok(()),
        }
    }
}

/// The address to cite: the publisher's preferred one, where there is one. What is no web address is none: programs make a
/// link of it.
fn address(article: &Article) -> Option<&str> {
    let known = [article.canonical_url.as_deref(), article.url.as_deref()];
    known.into_iter().flatten().find(|address| escape::is_web_address(address))
}

fn published(article: &Article) -> Option<PartialDate> {
    article.published.as_ref().map(|date| date.value)
}

fn captured(article: &Article) -> Option<PartialDate> {
    article.captured.as_ref().map(|date| date.value)
}

/// The digest of the text in hexadecimal digits.
pub fn digest(article: &Article) -> String {
    article.digest.iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// What ties a citation to the archive.
fn note(article: &Article) -> String {
    format!("morgue {}, SHA-256 of the text {}", article.id, digest(article))
}

/// One line for people: writers, title, outlet, day, id. Not escaped for anything.
pub fn line(article: &Article) -> String {
    let mut parts = Vec::new();
    if !article.authors.is_empty() {
        parts.push(escape::line(&article.authors.join(", ")));
    }
    parts.push(format!("“{}”", escape::line(&article.title)));
    parts.extend(article.publisher.as_deref().map(escape::line));
    parts.push(published(article).map_or("no date".to_owned(), |date| date.date_only().to_string()));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleDate, ArticleId};

    pub(super) fn hostile() -> Article {
        let date = |year, month, day| {
            let value = PartialDate::new(year, month, day).unwrap();
            Some(ArticleDate { value, source: "url".to_owned(), confidence: 0.9 })
        };
        Article {
            id: ArticleId(0xa09),
            title: "50 % off {unbalanced & \\input{x}\nER  - \nTY  - BOOK \"q\" $5_a^b ~ #1 </script>".to_owned(),
            authors: vec!["Ursula von der Leyen".to_owned(), "Reuters".to_owned(), "Lee Ann Smith Jr.".to_owned()],
            publisher: Some("Meridian @Record, {Ltd".to_owned()),
            url: Some("https://a.example/{a}?x=1_2%20&y#z".to_owned()),
            published: date(2024, Some(5), None),
            captured: date(2024, Some(6), Some(2)),
            keywords: vec!["a, b".to_owned()],
            language: Some("en".to_owned()),
            ..Article::default()
        }
    }

    pub(super) fn written(style: CitationStyle, articles: &[Article]) -> String {
        let mut bytes = Vec::new();
        let mut citations = Citations::new(style);
        articles.iter().for_each(|article| citations.add(article, &mut bytes).unwrap());
        citations.finish(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn ris_has_one_record_whatever_the_title_holds() {
        let text = written(CitationStyle::Ris, &[hostile()]);
        assert_eq!(text.matches("\r\nER  - \r\n").count(), 1, "{text}");
        assert!(text.lines().all(|line| line.is_empty() || line.get(2..6) == Some("  - ")), "{text}");
        assert!(text.contains("\r\nAU  - von der Leyen, Ursula\r\nAU  - Reuters\r\nAU  - Smith, Lee Ann, Jr.\r\n"));
        assert!(text.contains("\r\nDA  - 2024/05//\r\n"), "{text}");
        assert!(text.contains("\r\nY2  - 2024/06/02/\r\n"), "{text}");
    }

    #[test]
    fn bibtex_is_balanced_whatever_the_title_holds() {
        let text = written(CitationStyle::Bibtex, &[hostile()]);
        let depth = text.chars().fold(0, |depth, c| match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        });
        assert_eq!(depth, 0, "{text}");
        assert!(text.starts_with("@article{meridianrecordltd2024-0000000000000a09,\n"), "{text}");
        assert!(text.contains("author = {von der Leyen, Ursula and {Reuters} and Smith, Jr., Lee Ann},"), "{text}");
        assert!(text.contains("date = {2024-05},\n"), "{text}");
        assert!(text.contains("url = {https://a.example/%7Ba%7D?x=1_2%20&y#z},\n"), "{text}");
        assert!(text.contains("50 \\% off \\textbraceleft{}unbalanced \\& \\textbackslash{}input"), "{text}");
    }

    #[test]
    fn marks_of_direction_and_scripts_are_in_no_citation() {
        let article = Article {
            title: "\u{202b}שלום\u{202c}".to_owned(),
            authors: vec!["\u{2067}דן כהן\u{2069}".to_owned()],
            publisher: Some("\u{202b}הארץ\u{202c}".to_owned()),
            url: Some("javascript:alert(1)".to_owned()),
            ..Article::default()
        };
        for style in [CitationStyle::Ris, CitationStyle::Bibtex, CitationStyle::CslJson] {
            let text = written(style, std::slice::from_ref(&article));
            assert!(text.contains("שלום") && text.contains("כהן") && text.contains("הארץ"), "{text}");
            assert!(!text.contains("\\u{20") && !text.contains('\u{202b}') && !text.contains('\u{2067}'), "{text}");
            assert!(!text.contains("javascript"), "{text}");
        }
    }

    #[test]
    fn csl_json_is_a_list_of_newspaper_articles() {
        let value: serde_json::Value =
            serde_json::from_str(&written(CitationStyle::CslJson, &[hostile(), Article::default()])).unwrap();
        assert_eq!(value[0]["type"], "article-newspaper");
        assert_eq!(value[0]["issued"]["date-parts"], serde_json::json!([[2024, 5]]));
        assert_eq!(value[0]["author"][1], serde_json::json!({"literal": "Reuters"}));
        assert!(value[1].get("issued").is_none() && value[1].get("author").is_none());
        assert_eq!(written(CitationStyle::CslJson, &[]), "[]\n");
    }

    #[test]
    fn an_article_of_which_nothing_is_known_can_be_cited() {
        let nothing = [Article::default()];
        assert!(written(CitationStyle::Bibtex, &nothing).starts_with("@misc{undated-0000000000000000,\n"));
        assert!(written(CitationStyle::Ris, &nothing).starts_with("TY  - NEWS\r\nID  - 0000000000000000\r\n"));
        assert_eq!(line(&nothing[0]), "“”, no date");
    }
}
