//! Lines that fit: text with marked stretches, wrapped at white space.
//!
//! Widths are columns of a terminal, so that wide characters count twice and combining ones not at all. A word that is longer
//! than a line stands on a line of its own.

use crate::output::{Style, escape};
use crate::search::ByteSpan;
use unicode_width::UnicodeWidthStr;

/// A stretch of text that is marked or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it matches the query.
    pub is_marked: bool,
}

/// Cuts a text at the spans, which are in order and do not overlap; spans that fit no text are passed over.
pub fn runs<'a>(text: &'a str, spans: &[ByteSpan]) -> Vec<Run<'a>> {
    let mut runs = Vec::with_capacity(2 * spans.len() + 1);
    let mut place = 0;
    let mut push = |text: Option<&'a str>, is_marked| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            runs.push(Run { text, is_marked });
        }
    };
    for span in spans {
        if span.start < place || text.get(span.start..span.end).is_none() {
            continue;
        }
        push(text.get(place..span.start), false);
        push(text.get(span.start..span.end), true);
        place = span.end;
    }
    push(text.get(place..), false);
    runs
}

/// A word in the making: how it is written, with its marks, and its width.
#[derive(Default)]
struct Word {
    shown: String,
    width: usize,
}

/// Wraps runs to the style's width, each line after `indent` spaces. No line end after the last line.
pub fn wrap(runs: &[Run], indent: usize, style: Style) -> String {
    let room = style.width.max(Style::NARROWEST).saturating_sub(indent);
    let mut lines = String::new();
    let mut column = 0;
    for word in words(runs, style) {
        if column > 0 && column + 1 + word.width <= room {
            lines.push(' ');
            column += 1;
        } else {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.extend(std::iter::repeat_n(' ', indent));
            column = 0;
        }
        lines.push_str(&word.shown);
        column += word.width;
    }
    lines
}

fn words(runs: &[Run], style: Style) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for run in runs {
        let text = escape::terminal(run.text);
        for piece in text.split_inclusive(char::is_whitespace) {
            let bare = piece.trim_end();
            if !bare.is_empty() {
                word.width += bare.width();
                word.shown += &if run.is_marked { style.marked(bare) } else { bare.to_owned() };
            }
            if bare.len() < piece.len() && word.width > 0 {
                words.push(std::mem::take(&mut word));
            }
        }
    }
    if word.width > 0 {
        words.push(word);
    }
    words
}

/// Wraps a text without marks.
pub fn text(text: &str, indent: usize, style: Style) -> String {
    wrap(&[Run { text, is_marked: false }], indent, style)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> ByteSpan {
        ByteSpan { start, end }
    }

    #[test]
    fn spans_cut_the_text_and_nothing_is_lost() {
        let text = "export control, again";
        let cut = runs(text, &[span(0, 6), span(7, 14), span(3, 9), span(90, 95)]);
        assert_eq!(cut.iter().map(|run| run.text).collect::<String>(), text);
        assert_eq!(cut.iter().filter(|run| run.is_marked).count(), 2);
    }

    #[test]
    fn marks_stay_with_their_words() {
        let style = Style { colour: true, ..Style::plain() };
        let line = wrap(&runs("(export) now", &[span(1, 7)]), 2, style);
        assert_eq!(line, "  (\u{1b}[1;33mexport\u{1b}[0m) now");
    }

    #[test]
    fn lines_are_no_wider_than_asked() {
        let wrapped = text(&"eins zwei drei ".repeat(40), 4, Style::plain());
        assert!(wrapped.lines().count() > 5);
        assert!(wrapped.lines().all(|line| line.width() <= 80 && line.starts_with("    ")));
        let wide = text(&"漢字 ".repeat(60), 0, Style::plain());
        assert!(wide.lines().all(|line| line.width() <= 80));
    }
}
