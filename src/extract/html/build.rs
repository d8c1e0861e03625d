//! The kept markup of a page, handed as tokens to the parser's tree builder.
//!
//! The scan over the page has found tags and attributes already; a second tokenizer would only find them again, and
//! takes twice the time of the tree builder. The tree is the one the whole parser builds of the same markup: what the
//! tokenizer does besides (character references, document types) is done in [`super::reference`].
//!
//! Invariant: elements whose contents are no markup get their start, their text and their end in one go, so that the
//! tree builder never sees a tag where it waits for text.

use std::cell::Cell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink};
use html5ever::tree_builder::{TreeBuilder, TreeSink};
use html5ever::{Attribute, LocalName, QualName, ns};
use memchr::memchr;
use scraper::{Html, HtmlTreeSink};

use super::reference::{self, Place};

/// Texts and values with uncommon character references that are resolved; no page but a hostile one has as many.
const ODD_LIMIT: usize = 10_000;

/// An attribute worth keeping: its name and where its value stands in the page, without quotes.
pub(super) struct Kept {
    pub name: LocalName,
    pub value: (usize, usize),
}

/// Builds the tree of one page.
pub(super) struct Builder {
    /// The page; texts and values share its memory.
    page: StrTendril,
    tree: TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>,
    /// Texts and values with references that are not common.
    odd: Cell<usize>,
}

impl Builder {
    pub(super) fn new(page: &str) -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        let tree = TreeBuilder::new(sink, Default::default());
        Builder { page: StrTendril::from_slice(page), tree, odd: Cell::new(0) }
    }

    fn token(&self, token: Token) {
        // Answers are for tokenizers: what encoding was declared, how text goes on. The scan knows that itself.
        let _answer = self.tree.process_token(token, 1);
    }

    fn characters(&self, text: StrTendril) {
        if !text.is_empty() {
            self.token(Token::CharacterTokens(text));
        }
    }

    /// Text of the page without character references.
    pub(super) fn plain_text(&self, from: usize, to: usize) {
        self.characters(self.slice(from, to));
    }

    /// Text of the page with character references.
    pub(super) fn text(&self, from: usize, to: usize) {
        self.characters(self.resolved(from, to, Place::Text));
    }

    /// Text that is written as it is.
    pub(super) fn literal(&self, text: &str) {
        self.characters(StrTendril::from_slice(text));
    }

    fn slice(&self, from: usize, to: usize) -> StrTendril {
        let range = u32::try_from(from).ok().zip(u32::try_from(to.saturating_sub(from)).ok());
        range.and_then(|(from, length)| self.page.try_subtendril(from, length).ok()).unwrap_or_default()
    }

    fn resolved(&self, from: usize, to: usize, place: Place) -> StrTendril {
        let text = self.slice(from, to);
        if memchr(b'&', text.as_bytes()).is_none() {
            return text;
        }
        if let Some(text) = reference::common(&text) {
            return StrTendril::from_slice(&text);
        }
        self.odd.set(self.odd.get() + 1);
        if self.odd.get() > ODD_LIMIT { text } else { reference::by_tokenizer(&text, place) }
    }

    /// A start tag with attributes; the first of several with one name counts.
    pub(super) fn start(&self, name: LocalName, kept: &[Kept]) {
        let mut attrs: Vec<Attribute> = Vec::with_capacity(kept.len());
        for Kept { name, value } in kept {
            if !attrs.iter().any(|known| known.name.local == *name) {
                let value = self.resolved(value.0, value.1, Place::Attribute);
                attrs.push(Attribute { name: QualName::new(None, ns!(), name.clone()), value });
            }
        }
        self.tag(TagKind::StartTag, name, attrs);
    }

    /// An end tag.
    pub(super) fn end(&self, name: LocalName) {
        self.tag(TagKind::EndTag, name, Vec::new());
    }

    fn tag(&self, kind: TagKind, name: LocalName, attrs: Vec<Attribute>) {
        let tag = Tag { kind, name, self_closing: false, attrs, had_duplicate_attributes: false };
        self.token(Token::TagToken(tag));
    }

    /// An element whose contents are no markup, with its text and its end.
    pub(super) fn text_element(&self, name: LocalName, kept: &[Kept], (from, to): (usize, usize), resolve: bool) {
        self.start(name.clone(), kept);
        if resolve {
            self.text(from, to);
        } else {
            self.plain_text(from, to);
        }
        self.end(name);
    }

    /// A document type, of which the tree builder learns how old browsers read the page.
    pub(super) fn doctype(&self, declaration: &str) {
        if declaration.eq_ignore_ascii_case("<!doctype html>") {
            let doctype = Doctype { name: Some("html".into()), ..Doctype::default() };
            self.token(Token::DoctypeToken(doctype));
        } else if let Some(doctype) = reference::doctype(declaration) {
            self.token(Token::DoctypeToken(doctype));
        }
    }

    /// The tree, at the end of the page.
    pub(super) fn finish(self) -> Html {
        self.token(Token::EOFToken);
        self.tree.end();
        self.tree.sink.finish()
    }
}
