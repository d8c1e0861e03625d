//! Character references and document types: what the parser's tokenizer does beside finding tags.
//!
//! The common references are resolved here; a text with any other is given to the tokenizer itself, whose rules for
//! names without a semicolon are long.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{BufferQueue, Doctype, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use memchr::memchr;

/// Where a reference stands: in values an ampersand begins one less often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

/// Resolves the references of a text; `None` if it holds any that is not common.
pub(super) fn common(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at)?);
        let after = rest.get(at + 1..)?;
        if !after.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '#') {
            out.push('&');
            rest = after;
            continue;
        }
        let end = after.bytes().take(8).position(|byte| byte == b';')?;
        out.push(character(after.get(..end)?)?);
        rest = after.get(end + 1..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// The character of a common reference, by its name without `&` and `;`.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                u32::from_str_radix(digits, 16).ok()?
            }
            None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok()?,
            _ => return None,
        };
        // Others stand for something else than their number.
        return matches!(code, 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xffff).then(|| char::from_u32(code))?;
    }
    named(name)
}

/// The character that a common name stands for.
pub(super) fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "quot" => '"',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => '\u{a0}',
        "apos" => '\'',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "bdquo" => '„',
        "laquo" => '«',
        "raquo" => '»',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "middot" => '·',
        "bull" => '•',
        "copy" => '©',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        _ => return None,
    })
}

/// Takes the tokens of a piece of markup.
#[derive(Default)]
struct Tokens {
    text: RefCell<StrTendril>,
    doctype: RefCell<Option<Doctype>>,
}

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.text.borrow_mut().push_tendril(&text),
            Token::DoctypeToken(doctype) => *self.doctype.borrow_mut() = Some(doctype),
            Token::TagToken(tag) => {
                if let Some(attribute) = tag.attrs.into_iter().next() {
                    *self.text.borrow_mut() = attribute.value;
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn tokens(markup: &str, initial_state: State) -> Tokens {
    let options = TokenizerOpts { initial_state: Some(initial_state), ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Tokens::default(), options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(markup));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink
}

/// Resolves the references of a text whatever they are.
pub(super) fn by_tokenizer(text: &str, place: Place) -> StrTendril {
    match place {
        // Here no `<` begins a tag: the scan has found all tags, and titles hold none.
        Place::Text => tokens(text, State::RawData(RawKind::Rcdata)).text.into_inner(),
        // A value in quotes holds only the other kind of them; one without may hold both and is left as it is.
        Place::Attribute => match (text.contains('"'), text.contains('\'')) {
            (true, true) => StrTendril::from_slice(text),
            (true, false) => tokens(&format!("<a b='{text}'>"), State::Data).text.into_inner(),
            _ => tokens(&format!("<a b=\"{text}\">"), State::Data).text.into_inner(),
        },
    }
}

/// Reads a document type.
pub(super) fn doctype(declaration: &str) -> Option<Doctype> {
    tokens(declaration, State::Data).doctype.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_references_read_as_the_tokenizer_reads_them() {
        for text in [
            "a &amp; b",
            "a & b",
            "&",
            "&#8217;s &#x2014; &nbsp;",
            "&lt;p&gt; &quot;q&quot; &apos;",
            "&eacute;&Auml;&hellip;",
            "&;",
            "& &&amp;&",
        ] {
            let read = common(text).unwrap();
            assert_eq!(read, by_tokenizer(text, Place::Text).to_string(), "{text}");
            assert_eq!(read, by_tokenizer(text, Place::Attribute).to_string(), "{text}");
        }
    }

    #[test]
    fn other_references_are_left_to_the_tokenizer() {
        for (text, shown) in [
            ("AT&T", "AT&T"),
            ("&copy 2020", "© 2020"),
            ("&notin; &noti", "∉ ¬i"),
            ("&#128;&#0;&#xD800;&#x110000;", "€\u{fffd}\u{fffd}\u{fffd}"),
            ("&#65 &#", "A &#"),
            ("a <b c='d'> &x </title> <", "a <b c='d'> &x </title> <"),
        ] {
            assert_eq!(common(text), None, "{text}");
            assert_eq!(by_tokenizer(text, Place::Text).to_string(), shown);
        }
        assert_eq!(by_tokenizer("?a=1&copy=2&lt", Place::Attribute).to_string(), "?a=1&copy=2<");
        assert_eq!(by_tokenizer("say \"&Tab;\"", Place::Attribute).to_string(), "say \"\t\"");
    }

    #[test]
    fn a_document_type_is_read() {
        let read = doctype("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2//EN\">").unwrap();
        assert_eq!(read.public_id.map(|id| id.to_string()).as_deref(), Some("-//W3C//DTD HTML 3.2//EN"));
    }
}
