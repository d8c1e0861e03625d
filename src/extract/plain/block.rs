//! A document as blocks of lines, and the taking of lines off its beginning and end.

use std::collections::VecDeque;

/// One line as written, cleaned.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Whether it was indented: in old texts the mark of a paragraph.
    pub(super) is_indented: bool,
    /// Whether the break after it is meant (Markdown's hard break).
    pub(super) ends_hard: bool,
    /// Whether all of it is emphasised (Markdown).
    pub(super) is_emphasised: bool,
    /// Address of the last link in it (Markdown).
    pub(super) link: Option<String>,
}

/// What a block of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Lines of text; how they make paragraphs is for `layout` to tell.
    Prose,
    /// A heading and its level.
    Heading(u8),
    /// Lines that stay lines: list items, table rows, code.
    Verbatim,
}

/// Lines without a blank one between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) lines: VecDeque<Line>,
}

/// The blocks of a document; none is empty.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) blocks: VecDeque<Block>,
}

impl Document {
    /// Adds a block unless it has no lines.
    pub(super) fn push(&mut self, kind: Kind, lines: VecDeque<Line>) {
        if !lines.is_empty() {
            self.blocks.push_back(Block { kind, lines });
        }
    }

    /// The line `place` lines from the beginning, blocks apart from it ignored.
    pub(super) fn line(&self, place: usize) -> Option<&Line> {
        self.blocks.iter().flat_map(|block| &block.lines).nth(place)
    }

    pub(super) fn first_kind(&self) -> Option<Kind> {
        self.blocks.front().map(|block| block.kind)
    }

    /// Lines in the first block.
    pub(super) fn first_block_length(&self) -> usize {
        self.blocks.front().map_or(0, |block| block.lines.len())
    }

    pub(super) fn last_line(&self) -> Option<&Line> {
        self.blocks.back().and_then(|block| block.lines.back())
    }

    pub(super) fn take_first_line(&mut self) -> Option<Line> {
        let line = self.blocks.front_mut()?.lines.pop_front();
        if self.first_block_length() == 0 {
            self.blocks.pop_front();
        }
        line
    }

    pub(super) fn take_last_line(&mut self) -> Option<Line> {
        let block = self.blocks.back_mut()?;
        let line = block.lines.pop_back();
        if block.lines.is_empty() {
            self.blocks.pop_back();
        }
        line
    }
}

/// Whether a text ends as a sentence does, closing quotes and brackets apart.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closing = |letter: char| matches!(letter, '"' | '\'' | '”' | '’' | '»' | '“' | '«' | ')' | ']' | '」' | '』');
    text.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}
