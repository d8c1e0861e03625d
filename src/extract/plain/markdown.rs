//! Markdown into blocks of lines without markers.
//!
//! Links leave their text, images and HTML comments nothing, tables rows, code its lines. The parser
//! (`pulldown-cmark`) is not recursive, so nesting costs no stack.

use super::block::{Document, Kind, Line};
use super::clean;
use super::layout;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::VecDeque;

/// Reads Markdown (CommonMark with tables, strike-through and task lists) into blocks.
pub(super) fn blocks(text: &str) -> Document {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.read(event);
    }
    reader.end_block(Kind::Prose);
    reader.document
}

/// The state between events.
#[derive(Default)]
struct Reader {
    document: Document,
    lines: VecDeque<Line>,
    text: String,
    /// Bytes of `text` that are emphasised.
    emphasised: usize,
    emphasis: usize,
    link: Option<String>,
    images: usize,
    /// Numbers of the open lists; `None` for bullets.
    lists: Vec<Option<u64>>,
    cells: Vec<String>,
    is_code: bool,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.is_code => self.code(&text),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text)
            }
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => self.end_line(true),
            Event::SoftBreak => self.end_line(false),
            Event::HardBreak => self.end_line(true),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.images += 1,
            Tag::Link { dest_url, .. } if self.images == 0 => self.link = Some(dest_url.into_string()),
            Tag::Emphasis | Tag::Strong => self.emphasis += 1,
            Tag::List(number) => {
                self.end_item_text();
                self.lists.push(number);
            }
            Tag::Item => self.end_item_text(),
            Tag::CodeBlock(_) => {
                self.end_item_text();
                self.is_code = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Heading(level) => self.end_block(Kind::Heading(depth(level))),
            TagEnd::Paragraph if self.lists.is_empty() => self.end_block(Kind::Prose),
            TagEnd::Paragraph | TagEnd::Item => self.end_item_text(),
            TagEnd::List(_) => {
                self.end_item_text();
                self.lists.pop();
                if self.lists.is_empty() {
                    self.end_block(Kind::Verbatim);
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.cells.push(cell);
            }
            TagEnd::TableRow | TagEnd::TableHead => {
                let cells = std::mem::take(&mut self.cells);
                self.text = layout::cells(cells.iter().map(String::as_str));
                self.end_line(true);
            }
            TagEnd::Table => self.end_block(Kind::Verbatim),
            TagEnd::CodeBlock => {
                self.is_code = false;
                let kind = if self.lists.is_empty() {
                    Kind::Verbatim
                } else {
                    return;
                };
                self.end_block(kind);
            }
            TagEnd::BlockQuote(_) | TagEnd::HtmlBlock if self.lists.is_empty() => self.end_block(Kind::Prose),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.images > 0 {
            return;
        }
        self.text.push_str(text);
        if self.emphasis > 0 {
            self.emphasised += text.len();
        }
    }

    fn code(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(line);
            self.end_line(true);
        }
    }

    /// Ends a line of the open block.
    fn end_line(&mut self, ends_hard: bool) {
        let raw = std::mem::take(&mut self.text);
        let text = clean::line(&raw);
        let is_emphasised = self.emphasised > 0 && self.emphasised + 2 >= raw.trim().len();
        self.emphasised = 0;
        let link = self.link.take();
        if !text.is_empty() {
            self.lines.push_back(Line { text, ends_hard, is_emphasised, link, is_indented: false });
        }
    }

    /// Ends the text of a list item; its first line gets the item's mark, soft breaks in it are joined.
    fn end_item_text(&mut self) {
        if self.lists.is_empty() {
            return self.end_block(Kind::Prose);
        }
        self.end_line(false);
        // Lines that are marked already, or end hard, belong to items before.
        let start = self.lines.iter().rposition(|line| line.ends_hard).map_or(0, |last| last + 1);
        let item = self.lines.split_off(start);
        let text = item.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            _ => "- ".to_owned(),
        };
        self.lines.push_back(Line {
            text: format!("{mark}{text}"),
            ends_hard: true,
            link: item.into_iter().find_map(|line| line.link),
            ..Line::default()
        });
    }

    /// Ends the open block.
    fn end_block(&mut self, kind: Kind) {
        self.end_line(false);
        let lines = std::mem::take(&mut self.lines);
        self.document.push(kind, lines);
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::plain::layout::{Layout, body};

    fn body_of(text: &str) -> String {
        body(&blocks(text), Layout::Blocks, true)
    }

    #[test]
    fn markers_are_removed_and_texts_kept() {
        let text = "Some *very* **bold** [link](https://example.org/a \"t\") and `code` ![picture](p.jpg).\nSame paragraph.\n\n\
            > A quote\n> of two lines\n\n<!-- hidden -->\n\nEnd ~~gone~~.";
        assert_eq!(
            body_of(text),
            "Some very bold link and code . Same paragraph.\n\nA quote of two lines\n\nEnd gone."
        );
    }

    #[test]
    fn lists_tables_and_code_keep_their_lines() {
        let text = "- one\n- two\n  more\n  - inner\n\n1. first\n2. second\n\n| a | b |\n|---|---|\n| c | d |\n\n```rust\nlet x;\n  y\n```\n";
        assert_eq!(body_of(text), "- one\n- two more\n- inner\n\n1. first\n2. second\n\na | b\nc | d\n\nlet x;\ny");
    }

    #[test]
    fn deep_nesting_is_read() {
        let text = format!("{}deep", "> ".repeat(20_000));
        assert_eq!(body_of(&text), "deep");
        let list = format!("{}deep", "- ".repeat(5_000));
        assert!(body_of(&list).contains("deep"));
    }
}
