//! Results to bytes: how a page of hits, an article, the ledger and the statistics look.
//!
//! Every renderer writes to any [`std::io::Write`] and asks neither the terminal nor the environment: what can be shown is
//! told by a [`Style`]. Machine-readable forms have types of their own that only serialise; they are described by
//! `schema/article.schema.json`, `schema/page.schema.json` and `schema/kwic.schema.json`.
//!
//! Invariants: the same result gives the same bytes; text of documents never reaches a terminal, a spreadsheet or Markdown
//! without being made harmless for it ([`escape`]).

pub mod article;
pub mod chart;
pub mod citation;
pub mod comentions;
pub mod concordance;
pub mod entities;
pub mod escape;
pub mod evidence;
pub mod explanation;
pub mod facets;
pub mod family;
pub mod figure;
pub mod hits;
pub mod html;
pub mod json;
pub mod ledger;
pub mod markdown;
pub mod record;
mod score;
pub mod stages;
pub mod statistics;
pub mod table;
pub mod timeline;
pub mod translation;
pub mod trec;
pub mod trends;
pub mod wrap;

/// What the reader's device can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Bold, dim and coloured text.
    pub colour: bool,
    /// Links behind text (OSC 8).
    pub hyperlinks: bool,
    /// Columns of a line, at least [`Style::NARROWEST`].
    pub width: usize,
}

impl Style {
    /// Columns below which lines are not wrapped narrower.
    pub const NARROWEST: usize = 40;
    /// Columns where no terminal says otherwise.
    pub const USUAL_WIDTH: usize = 80;
    /// Columns beyond which lines of prose are hard to read.
    pub const WIDEST: usize = 110;

    /// Text for a file or another program.
    pub fn plain() -> Self {
        Style { colour: false, hyperlinks: false, width: Style::USUAL_WIDTH }
    }

    /// Makes text stand out.
    pub fn bold(self, text: &str) -> String {
        self.wrapped("1", text)
    }

    /// Makes text stand back.
    pub fn dim(self, text: &str) -> String {
        self.wrapped("2", text)
    }

    /// Marks a match.
    pub fn marked(self, text: &str) -> String {
        self.wrapped("1;33", text)
    }

    fn wrapped(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Puts a link behind text; addresses that are no web addresses are left out.
    pub fn linked(self, text: &str, address: Option<&str>) -> String {
        let is_safe = |address: &&str| {
            (address.starts_with("https://") || address.starts_with("http://"))
                && address.chars().all(|c| c.is_ascii_graphic())
        };
        match address.filter(|address| self.hyperlinks && is_safe(address)) {
            Some(address) => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            None => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_could_end_the_link_is_not_linked() {
        let style = Style { hyperlinks: true, ..Style::plain() };
        assert!(style.linked("x", Some("https://a.example/")).contains("https://a.example/"));
        assert_eq!(style.linked("x", Some("https://a.example/\u{1b}\\")), "x");
        assert_eq!(style.linked("x", Some("javascript:alert(1)")), "x");
        assert_eq!(Style::plain().bold("x"), "x");
    }
}
