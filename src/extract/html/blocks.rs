//! The page as a list of blocks of text: paragraphs, list items, headings, rows of tables.
//!
//! Invariant: blocks stand in document order, none is empty, and a block's text holds no line break except for
//! `<br>` inside a paragraph.

use super::rules::Marks;
use super::text::{push_collapsed, weight};
use super::tree::{Tag, Tree};

/// Names of phrases that are not read with the text around them.
const UNREAD: Marks = Marks::HIDDEN.with(Marks::SHARE).with(Marks::CAPTION).with(Marks::AD);

/// One block of text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Index of the element the text stands in.
    pub owner: usize,
    /// Index of the first text node.
    pub first: usize,
    /// The text.
    pub text: String,
    /// Length of the text in letters, ideographs counted twice.
    pub weight: usize,
    /// The part of it inside links.
    pub link_weight: usize,
    /// Whether it is a row of a table of data.
    pub is_row: bool,
    /// Whether the text is set by lines (`pre`).
    pub is_verbatim: bool,
}

impl Block {
    /// Share of the text inside links.
    pub(super) fn link_share(&self) -> f32 {
        self.link_weight as f32 / self.weight.max(1) as f32
    }

    /// How much the block speaks for being a paragraph of running text.
    pub(super) fn mass(&self, tag: Tag) -> usize {
        if matches!(tag, Tag::Heading(_) | Tag::Figcaption | Tag::Label | Tag::A) {
            return 0;
        }
        let plain = self.weight.saturating_sub(self.link_weight);
        if self.link_share() > 0.5 || plain < 40 {
            return 0;
        }
        if plain < 80 && !super::text::ends_sentence(&self.text) {
            return 0;
        }
        plain
    }
}

/// Collects the blocks of a page, without what is never shown.
pub(super) fn collect(tree: &Tree<'_>) -> Vec<Block> {
    let rows = data_rows(tree);
    let mut collector = Collector { blocks: Vec::new(), current: None, gap: false, breaks: 0 };
    // The nearest block element and link of every node.
    let mut owners = vec![0_usize; tree.nodes.len()];
    let mut links = vec![false; tree.nodes.len()];
    let mut index = 0;
    while let Some(node) = tree.nodes.get(index) {
        // Names on a phrase work as on a block, but wrappers of unknown kind are not phrases.
        let unread = !node.tag.is_block() && node.marks.any(UNREAD) && node.end - index < 30;
        if unread || matches!(node.tag, Tag::Head | Tag::Title) {
            index = node.end;
            continue;
        }
        let parent_owner = owners.get(node.parent).copied().unwrap_or(0);
        let in_row = rows.get(parent_owner).copied().unwrap_or(false);
        let owns = node.tag.is_block() && !(in_row && node.tag == Tag::Cell);
        let link = node.tag == Tag::A || links.get(node.parent).copied().unwrap_or(false);
        if let Some(slot) = owners.get_mut(index) {
            *slot = if owns { index } else { parent_owner };
        }
        if let Some(slot) = links.get_mut(index) {
            *slot = link;
        }
        if owns {
            collector.finish();
        } else if node.tag == Tag::Cell {
            collector.separate();
        } else if node.tag == Tag::Br {
            collector.breaks += 1;
        } else if node.tag == Tag::Text {
            let is_row = rows.get(parent_owner).copied().unwrap_or(false);
            let verbatim = tree.node(parent_owner).tag == Tag::Pre;
            collector.text(parent_owner, index, node.text, link, is_row, verbatim);
        }
        index += 1;
    }
    collector.finish();
    collector.blocks
}

struct Collector {
    blocks: Vec<Block>,
    current: Option<Block>,
    gap: bool,
    breaks: usize,
}

impl Collector {
    fn text(&mut self, owner: usize, index: usize, text: &str, link: bool, is_row: bool, is_verbatim: bool) {
        if !is_verbatim && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.gap = true;
            return;
        }
        if self.breaks >= 2 || self.current.as_ref().is_some_and(|block| block.owner != owner) {
            self.finish();
        }
        let block = self.current.get_or_insert_with(|| Block {
            owner,
            first: index,
            text: String::with_capacity(text.len()),
            weight: 0,
            link_weight: 0,
            is_row,
            is_verbatim,
        });
        if self.breaks == 1 && !block.text.is_empty() {
            block.text.push('\n');
        }
        self.breaks = 0;
        let before = block.text.len();
        if is_verbatim {
            block.text.extend(text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()));
        } else {
            push_collapsed(&mut block.text, text, &mut self.gap);
        }
        let added = weight(block.text.get(before..).unwrap_or_default());
        block.weight += added;
        if link {
            block.link_weight += added;
        }
    }

    fn separate(&mut self) {
        if let Some(block) = &mut self.current
            && !block.text.is_empty()
        {
            block.text.push_str(" |");
            self.gap = true;
        }
    }

    fn finish(&mut self) {
        self.gap = false;
        self.breaks = 0;
        let Some(mut block) = self.current.take() else {
            return;
        };
        if block.is_verbatim {
            block.text = tidy_lines(&block.text);
        }
        let trimmed = block.text.trim_end_matches([' ', '|', '\n']).len();
        block.text.truncate(trimmed);
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }
}

/// Lines of preformatted text without trailing blanks and empty lines.
fn tidy_lines(text: &str) -> String {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Which rows hold data: at least two cells and no blocks inside them.
fn data_rows(tree: &Tree<'_>) -> Vec<bool> {
    let mut rows = vec![false; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        if node.tag != Tag::Row {
            continue;
        }
        let inside = tree.nodes.get(index + 1..node.end).unwrap_or_default();
        let mut cells = 0;
        let mut length = 0;
        let simple = inside.iter().all(|node| {
            cells += usize::from(node.tag == Tag::Cell);
            length += node.text.len();
            matches!(node.tag, Tag::Cell | Tag::P | Tag::Br) || !node.tag.is_block()
        });
        if let Some(slot) = rows.get_mut(index) {
            *slot = simple && cells >= 2 && length < 1000;
        }
    }
    rows
}
