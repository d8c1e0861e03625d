//! Tags, attributes and comments as a scanner meets them.

use html5ever::{LocalName, local_name};
use memchr::{memchr, memmem};

/// How a tag is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Left out with all it contains, up to its end tag.
    Content,
    /// As `Content`, but only where the end tag is near.
    NearContent,
    /// Text up to the end tag that is no markup; kept.
    RawText,
    /// No contents, nothing to read: left out.
    Empty,
    /// No contents, kept.
    Void,
    /// May stay unclosed; kept.
    Unclosed,
    /// A block; kept.
    Block,
    /// Changes only the look of a phrase: unwrapped, or a `span` if it has attributes.
    Phrase,
    /// Any other element; kept.
    Other,
}

pub(super) fn kind(name: &[u8]) -> Kind {
    match name {
        b"script" | b"style" | b"svg" | b"iframe" | b"template" | b"noscript" | b"select" | b"textarea" | b"canvas"
        | b"noembed" | b"noframes" | b"object" | b"video" | b"audio" => Kind::Content,
        b"button" => Kind::NearContent,
        b"title" | b"xmp" => Kind::RawText,
        b"img" | b"input" | b"source" | b"track" | b"embed" | b"param" | b"area" | b"col" | b"wbr" | b"base"
        | b"frame" | b"path" | b"plaintext" | b"frameset" => Kind::Empty,
        b"br" | b"hr" | b"meta" | b"link" => Kind::Void,
        b"p" | b"li" | b"dt" | b"dd" | b"tr" | b"td" | b"th" | b"tbody" | b"thead" | b"tfoot" | b"html" | b"head"
        | b"body" | b"colgroup" | b"option" => Kind::Unclosed,
        b"div" | b"section" | b"article" | b"ul" | b"ol" | b"dl" | b"table" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5"
        | b"h6" | b"header" | b"footer" | b"nav" | b"aside" | b"main" | b"form" | b"blockquote" | b"figure"
        | b"figcaption" | b"caption" | b"address" | b"fieldset" | b"details" | b"summary" => Kind::Block,
        b"b" | b"i" | b"em" | b"strong" | b"font" | b"u" | b"s" | b"small" | b"big" | b"tt" | b"strike" | b"nobr"
        | b"code" | b"mark" | b"ins" | b"sup" | b"sub" | b"span" | b"center" | b"abbr" | b"picture" => Kind::Phrase,
        _ => Kind::Other,
    }
}

/// Whether text beside this tag is never part of the same line.
pub(super) fn parts_lines(name: &[u8], kind: Kind) -> bool {
    matches!(kind, Kind::Block | Kind::Unclosed | Kind::Void) || name == b"center"
}

/// Whether an attribute can say anything about the text.
pub(super) fn says_something(name: &[u8]) -> bool {
    match name {
        b"class" | b"id" | b"href" | b"rel" | b"name" | b"content" | b"property" | b"itemprop" | b"itemtype"
        | b"datetime" | b"lang" | b"xml:lang" | b"role" | b"http-equiv" | b"hidden" | b"pubdate" | b"data-testid"
        | b"data-component" | b"data-qa" | b"title" | b"typeof" | b"charset" => true,
        _ => name.starts_with(b"data-") && names_a_date(name),
    }
}

/// Whether the name of an attribute may be one that is read, told by its first letter and length alone.
pub(super) fn may_be_read(name: &[u8]) -> bool {
    name.first().is_some_and(|first| match first | 0x20 {
        b'c' | b'd' | b'h' | b'i' | b'l' | b'n' | b'p' | b'r' | b't' | b'x' => name.len() <= 40,
        b's' => name.len() == 5,
        _ => false,
    })
}

/// The name of an attribute that somebody reads; `None` if it counts only by being there.
pub(super) fn read_name(name: &[u8]) -> Option<LocalName> {
    Some(match name {
        b"itemtype" | b"typeof" | b"charset" => return None,
        b"class" => local_name!("class"),
        b"id" => local_name!("id"),
        b"href" => local_name!("href"),
        b"rel" => local_name!("rel"),
        b"name" => local_name!("name"),
        b"content" => local_name!("content"),
        b"property" => local_name!("property"),
        b"itemprop" => local_name!("itemprop"),
        b"datetime" => local_name!("datetime"),
        b"lang" => local_name!("lang"),
        b"role" => local_name!("role"),
        b"title" => local_name!("title"),
        b"hidden" => local_name!("hidden"),
        _ => LocalName::from(std::str::from_utf8(name).ok()?),
    })
}

fn names_a_date(name: &[u8]) -> bool {
    let mut rest = name;
    while let Some((first, tail)) = rest.split_first() {
        let found = match first {
            b'd' => tail.starts_with(b"ate"),
            b't' => tail.starts_with(b"ime"),
            b'p' => tail.starts_with(b"ublish"),
            _ => false,
        };
        if found {
            return true;
        }
        rest = tail;
    }
    false
}

/// A tag name in lower case, cut to what is needed to tell names apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    bytes: [u8; 15],
    length: u8,
}

impl Name {
    pub(super) fn of(raw: &[u8]) -> Self {
        let mut bytes = [0_u8; 15];
        for (to, from) in bytes.iter_mut().zip(raw) {
            *to = from.to_ascii_lowercase();
        }
        Name { bytes, length: u8::try_from(raw.len().min(15)).unwrap_or(15) }
    }

    /// The name for the tree builder.
    pub(super) fn local(&self) -> LocalName {
        known_name(self.as_bytes())
            .unwrap_or_else(|| self.as_bytes().iter().map(|byte| char::from(*byte)).collect::<String>().into())
    }

    /// As [`Name::local`], but not cut; `raw` is the name as it stands in the page.
    pub(super) fn whole(&self, raw: &str) -> LocalName {
        known_name(self.as_bytes()).filter(|_| raw.len() < 15).unwrap_or_else(|| raw.to_ascii_lowercase().into())
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// The names of which pages are full, without asking the table of all.
fn known_name(name: &[u8]) -> Option<LocalName> {
    Some(match name {
        b"a" => local_name!("a"),
        b"p" => local_name!("p"),
        b"div" => local_name!("div"),
        b"span" => local_name!("span"),
        b"li" => local_name!("li"),
        b"ul" => local_name!("ul"),
        b"ol" => local_name!("ol"),
        b"h1" => local_name!("h1"),
        b"h2" => local_name!("h2"),
        b"h3" => local_name!("h3"),
        b"h4" => local_name!("h4"),
        b"h5" => local_name!("h5"),
        b"h6" => local_name!("h6"),
        b"br" => local_name!("br"),
        b"hr" => local_name!("hr"),
        b"td" => local_name!("td"),
        b"tr" => local_name!("tr"),
        b"th" => local_name!("th"),
        b"tbody" => local_name!("tbody"),
        b"thead" => local_name!("thead"),
        b"table" => local_name!("table"),
        b"section" => local_name!("section"),
        b"article" => local_name!("article"),
        b"header" => local_name!("header"),
        b"footer" => local_name!("footer"),
        b"nav" => local_name!("nav"),
        b"aside" => local_name!("aside"),
        b"main" => local_name!("main"),
        b"form" => local_name!("form"),
        b"figure" => local_name!("figure"),
        b"figcaption" => local_name!("figcaption"),
        b"blockquote" => local_name!("blockquote"),
        b"time" => local_name!("time"),
        b"meta" => local_name!("meta"),
        b"link" => local_name!("link"),
        b"html" => local_name!("html"),
        b"head" => local_name!("head"),
        b"body" => local_name!("body"),
        b"title" => local_name!("title"),
        b"label" => local_name!("label"),
        b"dl" => local_name!("dl"),
        b"dt" => local_name!("dt"),
        b"dd" => local_name!("dd"),
        b"address" => local_name!("address"),
        b"cite" => local_name!("cite"),
        _ => return None,
    })
}

/// Positions of one attribute: its name, its value with quotes, the first byte after it.
pub(super) struct Attribute {
    pub start: usize,
    pub name_end: usize,
    pub value: (usize, usize),
    pub end: usize,
}

/// Reads the attribute that begins at `start`; `None` if the page ends inside it.
pub(super) fn attribute(bytes: &[u8], start: usize) -> Option<Attribute> {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=') {
            break;
        }
        at += 1;
    }
    let name_end = at;
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    if bytes.get(at) != Some(&b'=') {
        return Some(Attribute { start, name_end, value: (name_end, name_end), end: name_end });
    }
    at += 1;
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    match *bytes.get(at)? {
        quote @ (b'"' | b'\'') => {
            let length = memchr(quote, bytes.get(at + 1..)?)?;
            let end = at + length + 2;
            Some(Attribute { start, name_end, value: (at, end), end })
        }
        b'>' => Some(Attribute { start, name_end, value: (at, at), end: at }),
        _ => {
            let rest = bytes.get(at..)?;
            let length = rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
            Some(Attribute { start, name_end, value: (at, at + length), end: at + length })
        }
    }
}

/// Whether a style makes an element invisible.
pub(super) fn hides(style: &str) -> bool {
    let mut found = memmem::find_iter(style.as_bytes(), b"display");
    found.any(|at| {
        let rest = style.get(at + 7..).unwrap_or_default().trim_start();
        rest.strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with("none"))
    })
}

/// The contents of a comment and its end, relative to its beginning.
pub(super) fn comment(rest: &[u8]) -> ((usize, usize), usize) {
    if rest.starts_with(b"<!-->") {
        return ((4, 4), 5);
    }
    if rest.starts_with(b"<!--->") {
        return ((4, 4), 6);
    }
    let mut at = 4;
    while let Some(offset) = rest.get(at..).and_then(|rest| memmem::find(rest, b"--")) {
        let dashes = at + offset;
        let after = rest.get(dashes + 2..).unwrap_or_default();
        if after.starts_with(b">") {
            return ((4, dashes), dashes + 3);
        }
        if after.starts_with(b"!>") {
            return ((4, dashes), dashes + 4);
        }
        at = dashes + 1;
    }
    ((4.min(rest.len()), rest.len()), rest.len())
}
