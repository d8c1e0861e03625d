//! One scan over the text of a page before it is parsed: what can never be read is left out.
//!
//! Scripts, styles, comments, drawings, frames, fields of forms and most attributes make up the greater part of a
//! page; leaving them out first makes parsing faster than parsing the page as it came. JSON-LD, other scripts and the
//! comments in which browsers note where a page was saved are handed on beside the markup.
//!
//! The scan also bounds what the parser has to bear: tags nested deeper than [`DEPTH_LIMIT`] and formatting elements
//! (whose repair is costly) do not reach it, and no tag keeps more than [`ATTRIBUTE_LIMIT`] attributes.
//! The scan is linear in the length of the page and never fails.

use html5ever::local_name;
use memchr::{memchr, memchr_iter, memmem};
use scraper::Html;

use super::build::{Builder, Kept};
use super::tag::{
    Attribute, Kind, Name, attribute, comment, hides, kind, may_be_read, parts_lines, read_name, says_something,
};

/// Open elements handed to the parser at most; those that may stay unclosed (`p`, `li`, cells) are not counted.
const DEPTH_LIMIT: usize = 512;
/// Attributes kept for one tag.
const ATTRIBUTE_LIMIT: usize = 16;
/// How far down the stack of open elements an end tag is matched.
const MATCH_WINDOW: usize = 48;
/// How far away the end of a button may be, in bytes.
const NEAR: usize = 4096;
/// Comments are looked at for a note of the saving browser only here, at the beginning, in bytes.
const NOTE_WINDOW: usize = 64 * 1024;
/// `<` that begin no tag kept at most.
const STRAY_LIMIT: usize = 20_000;
/// Character references resolved at most; the parser is slow at these too.
const REFERENCE_LIMIT: usize = 400_000;
/// Text of scripts handed on, in bytes of the page.
const SCRIPT_LIMIT: usize = 2 * 1024 * 1024;

/// What is left of a page.
#[derive(Debug)]
pub(super) struct Stripped<'a> {
    /// The tree of what is left.
    pub html: Html,
    /// Contents of `<script type="application/ld+json">`.
    pub json_ld: Vec<&'a str>,
    /// Contents of other inline scripts.
    pub scripts: Vec<&'a str>,
    /// Comments at the beginning of the page.
    pub comments: Vec<&'a str>,
    /// Pictures in the page.
    pub images: usize,
    /// Whether elements were nested too deep and their tags left out.
    pub too_deep: bool,
}

/// What becomes of an open element's end tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Keep,
    Span,
    Drop,
}

/// Strips a page.
pub(super) fn strip(text: &str) -> Stripped<'_> {
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        at: 0,
        open: Vec::with_capacity(64),
        after_block: true,
        builder: Builder::new(text),
        found: Found::default(),
        attributes: Vec::with_capacity(ATTRIBUTE_LIMIT),
        named: false,
        script_bytes: 0,
        references: 0,
        strays: 0,
        unclosed: Vec::new(),
    };
    scan.run();
    let Found { json_ld, scripts, comments, images, too_deep } = scan.found;
    Stripped { html: scan.builder.finish(), json_ld, scripts, comments, images, too_deep }
}

/// What is found beside the markup, as in [`Stripped`].
#[derive(Default)]
struct Found<'a> {
    json_ld: Vec<&'a str>,
    scripts: Vec<&'a str>,
    comments: Vec<&'a str>,
    images: usize,
    too_deep: bool,
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    open: Vec<(Name, Ending)>,
    /// Whether the last thing written was a tag that parts lines.
    after_block: bool,
    builder: Builder,
    found: Found<'a>,
    /// Attributes of the tag read last that are worth keeping.
    attributes: Vec<Kept>,
    /// Whether that tag has attributes that make it more than a change of looks.
    named: bool,
    script_bytes: usize,
    /// `&` seen in text.
    references: usize,
    /// `<` seen that begin no tag.
    strays: usize,
    /// Elements known to have no end tag in the rest of the page, so that nobody looks for it twice.
    unclosed: Vec<Name>,
}

impl<'a> Scan<'a> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(offset) = memchr(b'<', rest) else {
                self.write_text(self.at, self.bytes.len());
                return;
            };
            let tag = self.at + offset;
            let next = self.bytes.get(tag + 1).copied().unwrap_or(0);
            let is_markup = next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
            if !is_markup {
                // The parser is slow at these; text holds a few, never thousands.
                self.strays += 1;
                self.write_text(self.at, if self.strays < STRAY_LIMIT { tag + 1 } else { tag });
                self.at = tag + 1;
                continue;
            }
            let blank = self.is_blank(self.at, tag);
            let before = self.at;
            if !blank {
                self.write_text(before, tag);
            }
            self.at = tag;
            match next {
                b'!' | b'?' => {
                    if blank && !self.after_block {
                        self.write_text(before, tag);
                    }
                    self.declaration(next);
                }
                b'/' => self.end_tag(blank.then_some((before, tag))),
                _ => self.start_tag(blank.then_some((before, tag))),
            }
        }
    }

    fn is_blank(&self, from: usize, to: usize) -> bool {
        self.bytes.get(from..to).is_some_and(|bytes| bytes.iter().all(u8::is_ascii_whitespace))
    }

    fn write_text(&mut self, from: usize, to: usize) {
        let Some(text) = self.text.get(from..to).filter(|text| !text.is_empty()) else {
            return;
        };
        let plain = memchr(b'&', text.as_bytes()).is_none();
        if !plain {
            self.references += memchr_iter(b'&', text.as_bytes()).count();
        }
        if plain {
            self.builder.plain_text(from, to);
        } else if self.references > REFERENCE_LIMIT {
            self.builder.literal(&text.replace('&', " "));
        } else {
            self.builder.text(from, to);
        }
        self.after_block = false;
    }

    /// Writes white space that stood before a tag, unless a line ends there anyway.
    fn write_gap(&mut self, gap: Option<(usize, usize)>, parts_lines: bool) {
        if parts_lines || self.after_block {
            return;
        }
        if gap.is_some_and(|(from, to)| to > from) {
            self.builder.literal(" ");
        }
    }

    /// Comments, document types and whatever else begins with `<!` or `<?`.
    fn declaration(&mut self, next: u8) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            let (content, end) = comment(rest);
            if self.at < NOTE_WINDOW && self.found.comments.len() < 64 {
                let content = self.text.get(self.at + content.0..self.at + content.1);
                self.found.comments.extend(content);
            }
            self.at += end;
            return;
        }
        let end = memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
        if next == b'!' && rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            self.builder.doctype(self.text.get(self.at..self.at + end).unwrap_or_default());
            self.after_block = false;
        }
        self.at += end;
    }

    fn name_at(&self, from: usize) -> (Name, usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
            .unwrap_or(rest.len());
        (Name::of(rest.get(..length).unwrap_or_default()), from + length)
    }

    fn end_tag(&mut self, gap: Option<(usize, usize)>) {
        let (name, after) = self.name_at(self.at + 2);
        let end = self.tag_end(after, false);
        let Some(end) = end else {
            self.at = self.bytes.len();
            return;
        };
        self.at = end;
        let kind = kind(name.as_bytes());
        let parts_lines = parts_lines(name.as_bytes(), kind);
        self.write_gap(gap, parts_lines);
        if !name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
            return;
        }
        match kind {
            Kind::Content | Kind::NearContent | Kind::Empty | Kind::RawText => {}
            Kind::Void | Kind::Unclosed => self.write_end(&name, parts_lines),
            Kind::Block | Kind::Phrase | Kind::Other => {
                let from = self.open.len().saturating_sub(MATCH_WINDOW);
                let found = self.open.iter().skip(from).rposition(|(open, _)| *open == name);
                match found {
                    None if kind == Kind::Phrase => {}
                    None => self.write_end(&name, parts_lines),
                    Some(offset) => self.close(from + offset, kind, &name, parts_lines),
                }
            }
        }
    }

    fn close(&mut self, index: usize, kind: Kind, name: &Name, parts_lines: bool) {
        let Some((_, ending)) = self.open.get(index).copied() else {
            return;
        };
        if kind == Kind::Phrase {
            self.open.remove(index);
        } else {
            self.open.truncate(index);
        }
        match ending {
            Ending::Keep => self.write_end(name, parts_lines),
            Ending::Span => self.write_span_end(),
            Ending::Drop => {}
        }
    }

    fn write_end(&mut self, name: &Name, parts_lines: bool) {
        self.builder.end(name.local());
        self.after_block = parts_lines;
    }

    fn write_span_end(&mut self) {
        self.builder.end(local_name!("span"));
        self.after_block = false;
    }

    fn start_tag(&mut self, gap: Option<(usize, usize)>) {
        let (name, after) = self.name_at(self.at + 1);
        let kind = kind(name.as_bytes());
        let Some(end) = self.tag_end(after, true) else {
            // An unfinished tag at the end of the page is dropped, as the parser would.
            self.at = self.bytes.len();
            return;
        };
        let parts_lines = parts_lines(name.as_bytes(), kind);
        self.write_gap(gap, parts_lines);
        let raw_name_end = after;
        match kind {
            Kind::Content | Kind::NearContent => self.skip_content(&name, kind, after, end),
            Kind::Empty => {
                self.found.images += usize::from(name.as_bytes() == b"img");
                self.at = end;
            }
            Kind::RawText => {
                let close = self.close_tag_of(name.as_bytes(), end, self.bytes.len());
                let is_title = name.as_bytes() == b"title";
                self.builder.text_element(name.local(), &self.attributes, (end, close.0), is_title);
                self.after_block = false;
                self.at = close.1;
            }
            Kind::Void | Kind::Unclosed => {
                if name.as_bytes() != b"link" || self.link_is_wanted(after, end) {
                    self.write_start(&name, raw_name_end, Ending::Keep, parts_lines);
                }
                self.at = end;
            }
            Kind::Block | Kind::Phrase | Kind::Other => {
                let ending = if self.open.len() >= DEPTH_LIMIT {
                    self.found.too_deep = true;
                    Ending::Drop
                } else if kind != Kind::Phrase {
                    Ending::Keep
                } else if !self.named {
                    Ending::Drop
                } else {
                    Ending::Span
                };
                self.write_start(&name, raw_name_end, ending, parts_lines);
                let self_closed = kind == Kind::Phrase && self.bytes.get(end.wrapping_sub(2)) == Some(&b'/');
                if self_closed && ending == Ending::Span {
                    self.write_span_end();
                } else if !self_closed {
                    self.open.push((name, ending));
                }
                self.at = end;
            }
        }
    }

    fn write_start(&mut self, name: &Name, name_end: usize, ending: Ending, parts_lines: bool) {
        let name = match ending {
            Ending::Drop => {
                if parts_lines && !self.after_block {
                    self.builder.start(local_name!("br"), &[]);
                }
                return;
            }
            Ending::Span => local_name!("span"),
            Ending::Keep => name.whole(self.text.get(self.at + 1..name_end).unwrap_or_default()),
        };
        // Of where links lead only the beginning is ever read.
        if name != local_name!("link") {
            for kept in self.attributes.iter_mut().filter(|kept| kept.name == local_name!("href")) {
                kept.value.1 = kept.value.1.min(kept.value.0 + 1);
            }
        }
        self.builder.start(name, &self.attributes);
        self.after_block = parts_lines;
    }

    /// Only links that name the page's own address, author or licence are kept; style sheets and icons are not.
    fn link_is_wanted(&self, from: usize, end: usize) -> bool {
        let raw = self.bytes.get(from..end).unwrap_or_default();
        [b"canonical".as_slice(), b"author", b"shortlink", b"itemprop"]
            .iter()
            .any(|word| memmem::find(raw, word).is_some())
    }

    /// Leaves out an element with its contents, keeping what scripts say.
    fn skip_content(&mut self, name: &Name, kind: Kind, after: usize, end: usize) {
        let raw = self.bytes.get(after..end).unwrap_or_default();
        self.at = end;
        if name.as_bytes() == b"template" && memmem::find(raw, b"shadowroot").is_some() {
            return;
        }
        if self.unclosed.contains(name) {
            return;
        }
        let limit = if kind == Kind::NearContent { end + NEAR } else { self.bytes.len() };
        let (content_end, close_end) = if name.as_bytes() == b"template" {
            self.template_end(end)
        } else {
            self.close_tag_of(name.as_bytes(), end, limit)
        };
        if close_end == content_end {
            if kind == Kind::Content {
                self.unclosed.push(*name);
            }
            // As in a browser, all that follows is the script; other elements are rather a slip.
            if !matches!(name.as_bytes(), b"script" | b"style") {
                return;
            }
        }
        if name.as_bytes() == b"script" {
            let content = self.text.get(end..content_end).unwrap_or_default();
            if memmem::find(raw, b"ld+json").is_some() {
                self.found.json_ld.push(content);
            } else if !content.is_empty() && self.script_bytes < SCRIPT_LIMIT {
                self.script_bytes += content.len();
                self.found.scripts.push(content);
            }
        }
        self.at = close_end;
    }

    /// Where the contents of a template end, counting templates inside it.
    fn template_end(&self, from: usize) -> (usize, usize) {
        let mut depth = 0_usize;
        let mut at = from;
        while let Some(offset) = self.bytes.get(at..).and_then(|rest| memmem::find(rest, b"template")) {
            let word = at + offset;
            at = word + 8;
            let before = self.bytes.get(word.saturating_sub(2)..word).unwrap_or_default();
            if before.ends_with(b"</") {
                if depth == 0 {
                    let end = memchr(b'>', self.bytes.get(at..).unwrap_or_default())
                        .map_or(self.bytes.len(), |end| at + end + 1);
                    return (word - 2, end);
                }
                depth -= 1;
            } else if before.ends_with(b"<") {
                depth += 1;
            }
        }
        (self.bytes.len(), self.bytes.len())
    }

    /// Where the end tag of an element begins and ends; both the end of the page if there is none.
    fn close_tag_of(&self, name: &[u8], from: usize, limit: usize) -> (usize, usize) {
        let mut at = from;
        let limit = limit.min(self.bytes.len());
        while let Some(offset) = self.bytes.get(at..limit).and_then(|rest| memmem::find(rest, b"</")) {
            let tag = at + offset;
            let after = tag + 2 + name.len();
            let same = self.bytes.get(tag + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if same && self.bytes.get(after).is_none_or(|byte| !byte.is_ascii_alphanumeric()) {
                let rest = self.bytes.get(after..).unwrap_or_default();
                return (tag, memchr(b'>', rest).map_or(self.bytes.len(), |end| after + end + 1));
            }
            at = tag + 2;
        }
        (self.bytes.len(), self.bytes.len())
    }

    /// First byte after a tag whose name ends at `from`; collects the attributes worth keeping.
    fn tag_end(&mut self, from: usize, collect: bool) -> Option<usize> {
        self.attributes.clear();
        self.named = false;
        let mut kept = 0;
        let mut at = from;
        loop {
            let byte = *self.bytes.get(at)?;
            match byte {
                b'>' => return Some(at + 1),
                b'/' | b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' => at += 1,
                _ => {
                    let attribute = attribute(self.bytes, at)?;
                    at = attribute.end;
                    if collect && kept < ATTRIBUTE_LIMIT && self.keep(&attribute) {
                        kept += 1;
                        self.named = true;
                    }
                }
            }
        }
    }

    fn keep(&mut self, attribute: &Attribute) -> bool {
        let raw = self.bytes.get(attribute.start..attribute.name_end).unwrap_or_default();
        if !may_be_read(raw) {
            return false;
        }
        let mut lower = [0_u8; 40];
        let Some(name) = lower.get_mut(..raw.len()) else {
            return false;
        };
        for (to, from) in name.iter_mut().zip(raw) {
            *to = from.to_ascii_lowercase();
        }
        let value = self.text.get(attribute.value.0..attribute.value.1).unwrap_or_default();
        let name: &[u8] = name;
        if name == b"style" {
            if hides(value) {
                self.attributes.push(Kept { name: local_name!("hidden"), value: (0, 0) });
                return true;
            }
            return false;
        }
        if !says_something(name) {
            return false;
        }
        if let Some(name) = read_name(name) {
            let (from, to) = attribute.value;
            let quoted = value.starts_with(['"', '\'']);
            let value = if quoted { (from + 1, to - 1) } else { (from, to) };
            self.attributes.push(Kept { name, value });
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents of the body of what is left of a page.
    fn left(page: &str) -> String {
        let html = strip(page).html.root_element().inner_html();
        let inside = html.split_once("<body>").map(|(_, body)| body.trim_end_matches("</body>").to_owned());
        inside.unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let page = "<div class=a onclick='x()' style=\"color:red\"><script>var a = '<p>';</script><!-- c --><svg><path d=1></svg>text</div>";
        assert_eq!(left(page), "<div class=\"a\">text</div>");
    }

    #[test]
    fn the_tree_is_the_one_of_the_whole_parser() {
        for page in [
            "<!DOCTYPE html><title>A &amp; B</title><p class='x &lt; y' class=z>one<p>two &eacute;&copy 3<li>AT&T\nfour<dl><dt>a<dd>b</dl>",
            "<table><tr><td>a<p>b<table></table>c</table><p>d<table><tr><td>e</table>",
            "<!DOCTYPE html><p>a<table><td>b</table><h1>c</h2><a href='#'>d<a href='#'>e</a></p></p></br>",
            "<title>a<p>b</title><p>c<xmp>&amp;<p></xmp></div><math><mi>x</math><x-long-name-of-element>y",
            "<body class=a><body class=b id=c>x<html lang=en>y<a title=\"&quot;&notin;&#128;\">z</a>",
        ] {
            assert_eq!(strip(page).html.html(), Html::parse_document(page).html(), "{page}");
        }
    }

    #[test]
    fn scripts_and_notes_are_handed_on() {
        let page = "<!-- saved from url=(0001)x --><script type=\"application/ld+json\">{}</script><script>publishedAt</script>";
        let stripped = strip(page);
        assert_eq!(stripped.json_ld, ["{}"]);
        assert_eq!(stripped.scripts, ["publishedAt"]);
        assert_eq!(stripped.comments, [" saved from url=(0001)x "]);
    }

    #[test]
    fn phrases_are_unwrapped_unless_they_are_named() {
        let page = "<p>a <b>b</b><i class=date>c</i> <em>d</em></p>";
        assert_eq!(left(page), "<p>a b<span class=\"date\">c</span> d</p>");
    }

    #[test]
    fn hidden_elements_are_marked() {
        assert_eq!(left("<div style='display : none'>x</div>"), "<div hidden=\"\">x</div>");
    }

    #[test]
    fn white_space_between_lines_goes_and_between_words_stays() {
        assert_eq!(
            left("<div>\n <p>a</p>\n <p><a>b</a> <a>c</a></p>\n</div>"),
            "<div><p>a</p><p><a>b</a> <a>c</a></p></div>"
        );
    }

    #[test]
    fn unfinished_markup_at_the_end_does_no_harm() {
        for page in ["<p>a<", "<p>a</", "<p>a<b", "<p>a<b x='", "<p>a<!-", "<p>a<script>x", "<p>a<!-- x"] {
            assert!(left(page).starts_with("<p>a"), "{page}");
        }
    }

    #[test]
    fn a_template_with_a_shadow_root_is_read_and_others_are_not() {
        assert_eq!(
            left("<template shadowrootmode=open>a</template><template>b<template>c</template></template>d"),
            "ad"
        );
    }

    #[test]
    fn deep_nesting_is_cut() {
        let page = "<div>".repeat(5000);
        let stripped = strip(&page);
        assert!(stripped.too_deep);
        assert!(stripped.html.tree.nodes().count() <= DEPTH_LIMIT + 4);
    }
}
