//! From lines of plain text to paragraphs: blank lines, hard wrapping, hyphens at line ends, tables.
//!
//! A text is hard-wrapped if nearly every line is broken where the next word would not have fitted. Such lines are
//! joined; long lines are paragraphs of their own; short lines in blocks (verse, lists) stay lines.

use super::block::{Block, Document, Kind, Line, ends_sentence};
use super::clean;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// Columns between which a wrapped text is as wide.
const WRAP_COLUMNS: std::ops::RangeInclusive<usize> = 40..=100;
/// Columns from which a line is a paragraph.
const LONG_LINE: usize = 120;
/// Share of line breaks, in percent, that wrapping must explain.
const FORCED_PERCENT: usize = 75;
/// Columns that a ragged right edge may leave empty.
const RAGGED: usize = 4;

/// Reads plain text into blocks; text must have `\n` only as line end.
pub(super) fn blocks(text: &str) -> Document {
    let mut document = Document::default();
    let mut lines = VecDeque::new();
    for raw in text.split('\n') {
        let cleaned = clean::line(raw);
        if cleaned.is_empty() {
            document.push(Kind::Prose, std::mem::take(&mut lines));
            continue;
        }
        lines.push_back(Line {
            text: cleaned,
            is_indented: raw.starts_with("  ") || raw.starts_with(['\t', '\u{3000}']),
            ..Line::default()
        });
    }
    document.push(Kind::Prose, lines);
    document
}

/// How the lines of a document make paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Lines are broken at this many columns.
    Wrapped(usize),
    /// Blocks are paragraphs; long lines are, too.
    Blocks,
    /// Every line is a paragraph.
    Lines,
}

/// Tells the layout of a document from its line breaks.
pub(super) fn layout(document: &Document) -> Layout {
    if let Some(width) = wrap_width(document) {
        return Layout::Wrapped(width);
    }
    let prose = document.blocks.iter().filter(|block| block.kind == Kind::Prose).count();
    if prose <= 1 { Layout::Lines } else { Layout::Blocks }
}

/// The column at which lines are broken, if they are.
fn wrap_width(document: &Document) -> Option<usize> {
    let prose = || document.blocks.iter().filter(|block| block.kind == Kind::Prose);
    let pairs = || prose().flat_map(|block| block.lines.iter().zip(block.lines.iter().skip(1)));
    let mut widths: Vec<usize> =
        pairs().filter(|(line, _)| !is_row(&line.text)).map(|(line, _)| columns(&line.text)).collect();
    if widths.len() < 2 {
        return None;
    }
    widths.sort_unstable();
    let width = widths.get(widths.len() * 19 / 20).copied()?;
    let widest = widths.last().copied()?;
    if !WRAP_COLUMNS.contains(&width) || widest > width + 20 {
        return None;
    }
    let forced = pairs().filter(|(line, next)| is_forced(line, next, width)).count();
    (forced * 100 >= widths.len() * FORCED_PERCENT).then_some(width)
}

/// Whether the next line's first word would not have fitted behind this line.
pub(super) fn is_forced(line: &Line, next: &Line, width: usize) -> bool {
    let word = next.text.split(' ').next().map_or(0, columns);
    columns(&line.text) + 1 + word + RAGGED > width
}

/// Columns a text takes in fixed-width type: wide letters count twice.
fn columns(text: &str) -> usize {
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

/// Letters of scripts that are set without spaces.
fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter), 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFF00..=0xFF60)
}

/// The body of a document: paragraphs parted by a blank line. In Markdown a line break inside a paragraph means nothing.
pub(super) fn body(document: &Document, layout: Layout, is_markdown: bool) -> String {
    let words = match layout {
        Layout::Wrapped(_) => Words::of(document),
        _ => Words::default(),
    };
    let mut out = String::new();
    for block in &document.blocks {
        match block.kind {
            Kind::Heading(_) | Kind::Verbatim => {
                start_paragraph(&mut out);
                let lines: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
                out.push_str(&lines.join("\n"));
            }
            Kind::Prose => push_prose(block, layout, is_markdown, &words, &mut out),
        }
    }
    out
}

/// What stands between two lines.
enum Between {
    Paragraph,
    Line,
    Nothing,
    Space,
    /// The hyphen at the end of the line was only put there by the line break.
    DroppedHyphen,
}

fn push_prose(block: &Block, layout: Layout, is_markdown: bool, words: &Words, out: &mut String) {
    let has_long_line = block.lines.iter().any(|line| columns(&line.text) > LONG_LINE);
    let mut before: Option<&Line> = None;
    for line in &block.lines {
        let is_row_line = is_row(&line.text);
        if is_row_line && is_rule(&line.text) {
            continue;
        }
        let between = match before {
            None => Between::Paragraph,
            Some(before) if is_row(&before.text) && is_row_line => Between::Line,
            Some(before) if is_row(&before.text) || is_row_line => Between::Paragraph,
            Some(before) if before.ends_hard => Between::Line,
            Some(before) => between(before, line, layout, is_markdown, has_long_line, words),
        };
        match between {
            Between::Paragraph => start_paragraph(out),
            Between::Line => out.push('\n'),
            Between::Space => out.push(' '),
            Between::Nothing => {}
            Between::DroppedHyphen => {
                out.pop();
            }
        }
        if is_row_line {
            out.push_str(&row(&line.text))
        } else {
            out.push_str(&line.text)
        }
        before = Some(line);
    }
}

fn between(
    before: &Line,
    line: &Line,
    layout: Layout,
    is_markdown: bool,
    has_long_line: bool,
    words: &Words,
) -> Between {
    let is_item = is_item(&line.text);
    match layout {
        Layout::Lines if is_item && is_item_or_introduction(&before.text) => Between::Line,
        Layout::Lines => Between::Paragraph,
        Layout::Blocks if has_long_line && !is_item => Between::Paragraph,
        Layout::Blocks if is_markdown => joined(before, line),
        Layout::Blocks => Between::Line,
        Layout::Wrapped(_) if is_item => Between::Line,
        Layout::Wrapped(_) if line.is_indented && !before.is_indented => Between::Paragraph,
        Layout::Wrapped(width) if is_forced(before, line, width) => unhyphenated(before, line, words),
        Layout::Wrapped(_) if starts_lower(&line.text) => unhyphenated(before, line, words),
        Layout::Wrapped(_) if ends_sentence(&before.text) => Between::Paragraph,
        Layout::Wrapped(_) => Between::Line,
    }
}

/// Space or, in scripts without spaces, nothing.
fn joined(before: &Line, line: &Line) -> Between {
    let is_unspaced =
        before.text.chars().next_back().is_some_and(is_wide) && line.text.chars().next().is_some_and(is_wide);
    if is_unspaced { Between::Nothing } else { Between::Space }
}

/// Joins wrapped lines; a word torn by a hyphen is made whole where the text itself has it whole elsewhere.
fn unhyphenated(before: &Line, line: &Line, words: &Words) -> Between {
    let head = before.text.split(' ').next_back().unwrap_or("");
    let Some(head) = head.strip_suffix(['-', '\u{2010}']) else {
        return joined(before, line);
    };
    let tail: String = line.text.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    if head.chars().next_back().is_none_or(|letter| !letter.is_alphabetic()) || !starts_lower(&tail) {
        return joined(before, line);
    }
    let head = head.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    if words.0.contains(&format!("{head}{tail}").to_lowercase()) {
        return Between::DroppedHyphen;
    }
    Between::Nothing
}

/// Words of a document that stand inside lines, lower-case.
#[derive(Default)]
struct Words(FxHashSet<String>);

impl Words {
    /// Collected only if some line ends in a hyphen.
    fn of(document: &Document) -> Self {
        let lines = || document.blocks.iter().flat_map(|block| &block.lines);
        if !lines().any(|line| line.text.ends_with(['-', '\u{2010}'])) {
            return Words::default();
        }
        let words = lines().flat_map(|line| line.text.split(|letter: char| !letter.is_alphanumeric()));
        Words(words.filter(|word| word.len() > 3).map(str::to_lowercase).collect())
    }
}

fn starts_lower(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// Parts what follows from what is there.
fn start_paragraph(out: &mut String) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

/// Whether a line is an item of a list.
fn is_item(text: &str) -> bool {
    ["- ", "* ", "• ", "– ", "· ", "‣ ", "▪ "].iter().any(|mark| text.starts_with(mark))
}

fn is_item_or_introduction(text: &str) -> bool {
    is_item(text) || text.ends_with(':')
}

/// Whether a line is a table row between bars.
fn is_row(text: &str) -> bool {
    text.len() > 2 && text.starts_with('|') && text.ends_with('|')
}

/// Whether a row is the rule below a table's head.
fn is_rule(text: &str) -> bool {
    text.contains('-') && text.chars().all(|letter| matches!(letter, '|' | '-' | ':' | '=' | '+' | ' '))
}

/// A row as `a | b`.
fn row(text: &str) -> String {
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    cells(inner.split('|'))
}

/// Cells of a table row as one line.
pub(super) fn cells<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let joined = cells.map(str::trim).collect::<Vec<_>>().join(" | ");
    clean::line(&joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_of(text: &str) -> String {
        let document = blocks(text);
        let layout = layout(&document);
        body(&document, layout, false)
    }

    const WRAPPED: &str = "The harbour master said on Tuesday that the ferry would not sail\n\
        before the end of the week, because the wind was too strong for\n\
        the old ship. Passengers were told to travel by road, or to wait\n\
        for the captain, who had promised to publish further informa-\n\
        tion.\n\
        \n\
        There was no information on Wednesday, and it seems that the well-\n\
        known captain said that he had never seen such a storm in all of\n\
        his years at sea, nor did he want to see another one like it.";

    #[test]
    fn hard_wrapped_lines_are_joined_and_torn_words_made_whole() {
        let body = body_of(WRAPPED);
        let paragraphs: Vec<&str> = body.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 2, "{body}");
        assert!(paragraphs[0].ends_with("to publish further information."), "{body}");
        assert!(paragraphs[1].contains("the well-known captain"), "{body}");
        assert!(!body.replace("\n\n", "").contains('\n'));
    }

    #[test]
    fn without_blank_lines_each_line_is_a_paragraph() {
        assert_eq!(body_of("One sentence.\nAnother one.\nA third."), "One sentence.\n\nAnother one.\n\nA third.");
    }

    #[test]
    fn long_lines_are_paragraphs_even_in_one_block() {
        let long = "A long sentence that goes on. ".repeat(6);
        let text = format!("{long}\nHeading\n{long}\n\nEnd.");
        assert_eq!(body_of(&text).split("\n\n").count(), 4);
    }

    #[test]
    fn verse_keeps_its_lines() {
        assert_eq!(body_of("One line\nof verse\n\nand another\nstanza"), "One line\nof verse\n\nand another\nstanza");
    }

    #[test]
    fn table_rows_stay_one_block_without_their_rule() {
        let text = "Key facts\n| Fact | Detail |\n|---|:--:|\n| A | b |\n| | c |\nText.";
        assert_eq!(body_of(text), "Key facts\n\nFact | Detail\nA | b\n| c\n\nText.");
    }

    #[test]
    fn wrapped_japanese_is_joined_without_spaces() {
        let line = "市議会は木曜日、長い議論の末に新しい図書館の建設を承認した工事は\n";
        let text = format!("{}終わり。\n\n{}終わり。", line.repeat(4), line.repeat(4));
        assert!(!body_of(&text).replace("\n\n", "").contains(['\n', ' ']));
    }
}
