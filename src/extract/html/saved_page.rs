//! Notes that browsers and archives leave in a page they save: where it was, and when it was saved.

use crate::date::{PartialDate, parse};

/// What a saved page says of itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct SavedPage {
    pub url: Option<String>,
    pub captured: Option<PartialDate>,
    /// The signal ("singlefile comment", "saved from url").
    pub source: &'static str,
}

/// Reads the comments at the beginning of a page.
pub(super) fn read(comments: &[&str]) -> Option<SavedPage> {
    comments.iter().find_map(|comment| singlefile(comment).or_else(|| saved_from(comment)))
}

/// SingleFile writes "Page saved with SingleFile", "url: …" and "saved date: …" in lines of one comment.
fn singlefile(comment: &str) -> Option<SavedPage> {
    if !comment.contains("SingleFile") {
        return None;
    }
    let field = |name: &str| {
        comment.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim).filter(|value| !value.is_empty())
    };
    Some(SavedPage {
        url: field("url:").filter(|url| is_web_address(url)).map(str::to_owned),
        captured: field("saved date:").and_then(|date| parse::loose(date, Some("en"))),
        source: "singlefile comment",
    })
}

/// Browsers write `saved from url=(0042)https://…`, the number being the length of the address.
fn saved_from(comment: &str) -> Option<SavedPage> {
    let rest = comment.trim().strip_prefix("saved from url=(")?;
    let (length, rest) = rest.split_once(')')?;
    let length: usize = length.parse().ok()?;
    let url = rest.get(..length).unwrap_or(rest).trim();
    let url = url.split_whitespace().next().filter(|url| is_web_address(url))?;
    Some(SavedPage { url: Some(url.to_owned()), captured: None, source: "saved from url" })
}

/// The original address and the time of capture in an address of a web archive
/// (`https://web.archive.org/web/20200131120000/https://…`).
pub(super) fn archived(url: &str) -> Option<SavedPage> {
    let at = url.find("/web/").filter(|_| url.contains("web.archive.org") || url.contains("archive."))?;
    let (stamp, original) = url.get(at + 5..)?.split_once('/')?;
    let digits = stamp
        .get(..stamp.len().min(14))
        .filter(|digits| digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let day = digits.get(..8)?;
    let time = digits.get(8..14).map(|time| format!("T{time}Z")).unwrap_or_default();
    is_web_address(original).then(|| SavedPage {
        url: Some(original.to_owned()),
        captured: parse::iso(&format!("{day}{time}")),
        source: "archive address",
    })
}

/// Whether a text is an address of the web.
pub(super) fn is_web_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_singlefile_comment_names_address_and_time() {
        let comment = "\n Page saved with SingleFile \n url: https://news.example.org/a?b=1 \n saved date: Mon Jun 15 2026 10:00:00 GMT+0200 (Central European Summer Time)\n";
        let saved = read(&["other", comment]).unwrap();
        assert_eq!(saved.url.as_deref(), Some("https://news.example.org/a?b=1"));
        assert_eq!(saved.captured.map(|date| date.to_string()).as_deref(), Some("2026-06-15T10:00:00+02:00"));
    }

    #[test]
    fn a_page_saved_complete_names_its_address() {
        let saved = read(&[" saved from url=(0028)https://news.example.org/a?b -->"]).unwrap();
        assert_eq!(saved.url.as_deref(), Some("https://news.example.org/a?b"));
    }

    #[test]
    fn an_archive_address_holds_the_original_one() {
        let saved = archived("https://web.archive.org/web/20200131120000/https://a.example/b").unwrap();
        assert_eq!(saved.url.as_deref(), Some("https://a.example/b"));
        assert_eq!(saved.captured.map(|date| date.to_string()).as_deref(), Some("2020-01-31T12:00:00Z"));
    }
}
