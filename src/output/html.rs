//! HTML that stands alone: one file, no script, no address that is loaded, readable in the dark, on paper and on a phone.
//!
//! Text of documents is escaped for both places it may stand in, text and quoted attributes. Characters that force a direction
//! of writing upon letters are shown; those that only embed or isolate are left out, and what a document wrote is set apart
//! from its surroundings instead (`bdi`, `dir="auto"`), so that Hebrew and Arabic read as they should and turn nothing else. A policy in the page's head forbids the browser to load or run anything, should something
//! slip through all the same.

use crate::output::{escape, wrap};
use crate::search::ByteSpan;

/// How all pages look.
const STYLE: &str = include_str!("page.css");

/// Nothing is loaded, nothing runs; styles stand in the page itself.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// How every page begins.
pub const BEGINNING: &str = "<!DOCTYPE html>";

/// Characters that embed or isolate text of another direction, and that end this.
fn embeds(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}')
}

/// Escapes text that stands among other text, and keeps its direction to itself.
pub fn isolated(content: &str) -> String {
    format!("<bdi>{}</bdi>", text(content))
}

/// Escapes text for HTML, between tags and in quoted attributes.
pub fn text(text: &str) -> String {
    let plain = text.replace(embeds, "");
    let shown = escape::terminal(&plain);
    let mut escaped = String::with_capacity(shown.len() + 16);
    for c in shown.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Escapes an address for the target of a link; `None` for what is no web address.
pub fn address(address: &str) -> Option<String> {
    let is_web = escape::is_web_address(address);
    let is_plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    (is_web && is_plain).then(|| text(address))
}

/// Text with a link behind it, if the address is a web address.
pub fn linked(shown: &str, target: Option<&str>) -> String {
    match target.and_then(address) {
        Some(target) => format!("<a href=\"{target}\" rel=\"noreferrer\">{}</a>", text(shown)),
        None => text(shown),
    }
}

/// Text with its matches marked; line feeds become line breaks.
pub fn marked(content: &str, spans: &[ByteSpan]) -> String {
    let mut html = String::with_capacity(content.len() + 16 * spans.len());
    for run in wrap::runs(content, spans) {
        let escaped = text(run.text).replace('\n', "<br>\n");
        if run.is_marked {
            html.push_str("<mark>");
            html.push_str(&escaped);
            html.push_str("</mark>");
        } else {
            html.push_str(&escaped);
        }
    }
    html
}

/// The paragraphs of a body, each with the matches in it; a match that runs over several is marked in each.
pub fn paragraphs(body: &str, spans: &[ByteSpan]) -> String {
    let mut html = String::new();
    let mut start = 0;
    for paragraph in body.split("\n\n") {
        let end = start + paragraph.len();
        let inside: Vec<ByteSpan> = spans
            .iter()
            .filter(|span| span.start < end && start < span.end)
            .map(|span| ByteSpan { start: span.start.max(start) - start, end: span.end.min(end) - start })
            .collect();
        html.push_str(&format!("<p dir=\"auto\">{}</p>\n", marked(paragraph, &inside)));
        start = end + 2;
    }
    html
}

/// A whole page around a body that is HTML already. `language` is a tag such as `en`; where it is unknown, none is declared.
pub fn document(title: &str, language: Option<&str>, body: &str) -> String {
    let language = language.map_or(String::new(), |language| format!(" lang=\"{}\"", text(language)));
    format!(
        "{BEGINNING}\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        text(title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_documents_is_text_in_every_place() {
        let hostile = "<script>alert(1)</script> & \"'\u{202e}";
        let escaped = text(hostile);
        assert_eq!(escaped, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;\\u{202e}");
        let page = document(hostile, Some("\"><script>"), &marked(hostile, &[]));
        assert!(!page.contains("<script>") && !page.contains("\"><"), "{page}");
        assert_eq!(linked("x", Some("javascript:alert(1)")), "x");
        assert_eq!(linked("x", Some("https://a.example/\" onclick=\"y")), "x");
        assert!(linked("x", Some("https://a.example/\"y")).contains("href=\"https://a.example/&quot;y\""));
    }

    #[test]
    fn hebrew_and_arabic_keep_their_direction_to_themselves() {
        assert_eq!(isolated("\u{202b}שלום\u{202c} & \u{2067}a\u{2069}"), "<bdi>שלום &amp; a</bdi>");
        assert_eq!(text("a\u{202e}b"), "a\\u{202e}b", "what reverses letters is shown");
    }

    #[test]
    fn a_match_over_several_paragraphs_is_marked_in_each() {
        let body = "one two\n\nthree & four\nfive";
        let marks = paragraphs(body, &[ByteSpan { start: 4, end: 14 }]);
        assert_eq!(
            marks,
            "<p dir=\"auto\">one <mark>two</mark></p>\n<p dir=\"auto\"><mark>three</mark> &amp; four<br>\nfive</p>\n"
        );
    }
}
