//! The text of HTML inside a record's fields: tags gone, entities read, blocks parted.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::{Cell, RefCell};

/// Elements that begin a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "pre",
    "aside",
    "dl",
    "hr",
    "main",
];
/// Elements that begin a line.
const LINES: &[&str] = &["br", "li", "tr", "dt", "dd"];

/// Whether a text is HTML rather than text that mentions a tag.
pub(super) fn is_markup(text: &str) -> bool {
    const SIGNS: &[&str] = &["p>", "p ", "br", "div", "h2>", "h3>", "ul>", "ol>", "li>", "table"];
    memchr::memchr_iter(b'<', text.as_bytes()).take(50).any(|at| {
        let tag = text.get(at + 1..).unwrap_or("");
        let name = tag.strip_prefix('/').unwrap_or(tag);
        SIGNS.iter().any(|sign| name.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign)))
    })
}

/// The text, its blocks parted by blank lines.
pub(super) fn text(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Text::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.text.into_inner()
}

#[derive(Default)]
struct Text {
    text: RefCell<String>,
    /// Whether script or style is open, whose content is no text.
    is_hidden: Cell<bool>,
}

impl Text {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.as_ref();
        let mut text = self.text.borrow_mut();
        if BLOCKS.contains(&name) {
            text.push_str("\n\n");
        } else if LINES.contains(&name) && tag.kind == TagKind::StartTag {
            text.push('\n');
        } else if matches!(name, "td" | "th") && tag.kind == TagKind::EndTag {
            text.push(' ');
        }
        let is_start = tag.kind == TagKind::StartTag;
        match name {
            "script" | "style" => self.is_hidden.set(is_start),
            _ => return TokenSinkResult::Continue,
        }
        match name {
            "script" if is_start => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" if is_start => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl TokenSink for Text {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            // Line breaks in HTML are only spaces.
            Token::CharacterTokens(characters) if !self.is_hidden.get() => {
                let mut text = self.text.borrow_mut();
                for (place, piece) in characters.split(['\n', '\r']).enumerate() {
                    if place > 0 {
                        text.push(' ');
                    }
                    text.push_str(piece);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::plain::clean::{Break, paragraphs};

    #[test]
    fn tags_are_removed_and_blocks_parted() {
        let html = "<section><p>Caf&eacute; &amp; <b>bar</b>\nopen<br>again</p><script>var a = '<p>';</script><ul><li>one<li>two</ul></section>";
        assert!(is_markup(html));
        assert_eq!(paragraphs(&text(html), Break::Line), "Café & bar open\nagain\n\none\ntwo");
    }

    #[test]
    fn text_that_mentions_signs_is_no_markup() {
        for plain in ["a < b and c > d", "if x <y", "", "<", "</", "Mail <jane@paper.example>"] {
            assert!(!is_markup(plain), "{plain}");
        }
    }
}
