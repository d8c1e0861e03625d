//! Tokens of running text, as byte ranges of the original.
//!
//! Invariants: tokens are in order, do not overlap, hold no white space and begin and end at character
//! borders. `'s` is a token of its own; O'Brien, AT&T, U.S., re-examine and 1,000.5 are one each, and so
//! are addresses and handles. A line break between two tokens is kept with the second.

/// A token: bytes `start..end` of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line breaks between the token before and this one, at most 2.
    pub breaks: u8,
}

/// Words that keep their full stop, in lower case.
const ABBREVIATIONS: &[&str] = &[
    "adm", "ala", "apr", "ariz", "ark", "assn", "aug", "ave", "brig", "bros", "calif", "capt", "cmdr", "co", "col",
    "colo", "conn", "corp", "dec", "del", "dept", "dr", "etc", "feb", "fla", "fri", "ft", "ga", "gen", "gov", "hon",
    "ill", "inc", "ind", "jan", "jr", "jul", "jun", "kan", "ky", "la", "lt", "ltd", "maj", "mar", "mass", "md", "mich",
    "minn", "miss", "mont", "mr", "mrs", "ms", "mt", "neb", "nev", "nov", "oct", "okla", "ore", "pa", "ph.d", "prof",
    "rep", "reps", "rev", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "ste", "tenn", "tex", "va", "vs", "vt",
    "wash", "wis", "wyo",
];

/// Whether `word` (no final stop) is usually written with a full stop after it.
fn is_abbreviation(word: &str) -> bool {
    let mut buffer = [0_u8; 5];
    let Some(target) = buffer.get_mut(..word.len()) else {
        return false;
    };
    target.copy_from_slice(word.as_bytes());
    target.make_ascii_lowercase();
    let initial = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
    initial && ABBREVIATIONS.binary_search_by(|known| known.as_bytes().cmp(target)).is_ok()
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{02bc}')
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}' | '\u{00ad}')
}

/// Whether each such character is a token of its own, as text without spaces needs.
fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[inline]
fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    (character.is_alphanumeric() || matches!(character, '\u{0300}'..='\u{036f}')) && !is_ideographic(character)
}

/// Whether `rest` begins with a web address, and if so its length up to white space or a closing mark.
fn address_length(rest: &str) -> Option<usize> {
    let starts = ["http://", "https://", "www.", "ftp://"]
        .iter()
        .any(|prefix| rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)));
    if !starts {
        return None;
    }
    let end = rest
        .find(|character: char| character.is_whitespace() || matches!(character, '<' | '>' | '"' | '|' | '\u{201d}'))
        .unwrap_or(rest.len());
    let address = rest.get(..end)?;
    Some(address.trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?', '\'']).len())
}

/// Length of the handle or hashtag that `rest` begins with.
fn handle_length(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix(['@', '#'])?;
    let length = body.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    (length > 0).then_some(length + 1)
}

/// Length of the word that `rest` begins with, including what joins its parts.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut previous = ' ';
    let mut letters_between_dots = 0;
    let mut dotted = false;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        if is_word(character) {
            end = at + character.len_utf8();
            letters_between_dots += 1;
            previous = character;
            continue;
        }
        let joins = match (character, next) {
            (_, None) => false,
            ('.', Some(next)) => {
                let number = previous.is_ascii_digit() && next.is_ascii_digit();
                let initials = letters_between_dots == 1 && previous.is_alphabetic() && next.is_alphabetic();
                dotted |= initials;
                let compound = dotted && letters_between_dots == 1 && is_hyphen(next);
                number || initials || compound
            }
            (',', Some(next)) => {
                previous.is_ascii_digit()
                    && next.is_ascii_digit()
                    && rest.as_bytes().first().is_some_and(u8::is_ascii_digit)
            }
            ('&', Some(next)) => previous.is_alphanumeric() && next.is_alphanumeric() && previous.is_uppercase(),
            (character, Some(next)) if is_apostrophe(character) => {
                joins_apostrophe(previous, next, rest.get(at..).unwrap_or(""))
            }
            (character, Some(next)) if is_hyphen(character) => {
                (is_word(previous) || dotted && previous == '.') && is_word(next)
            }
            _ => false,
        };
        if !joins {
            break;
        }
        letters_between_dots = 0;
        previous = character;
    }
    let word = rest.get(..end).unwrap_or("");
    let stop = rest.as_bytes().get(end) == Some(&b'.');
    let single = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if stop && (dotted && letters_between_dots == 1 || single || is_abbreviation(word)) {
        return end + 1;
    }
    end
}

/// Whether the apostrophe that `rest` begins with joins its neighbours; `'s` does not.
fn joins_apostrophe(previous: char, next: char, rest: &str) -> bool {
    if !previous.is_alphabetic() || !next.is_alphabetic() {
        return false;
    }
    let tail: usize = rest.chars().skip(1).take_while(|character| is_word(*character)).count();
    let possessive = tail == 1 && matches!(next, 's' | 'S');
    !possessive
}

/// Length of the clitic (`'s`) that `rest` begins with.
fn clitic_length(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let apostrophe = characters.next().filter(|character| is_apostrophe(*character))?;
    characters.next().filter(|character| matches!(character, 's' | 'S'))?;
    if characters.next().is_some_and(is_word) {
        return None;
    }
    Some(apostrophe.len_utf8() + 1)
}

/// Length of a run of the same mark (`...`, `--`), or of the one mark.
fn mark_length(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else {
        return 0;
    };
    if !matches!(first, '.' | '-' | '_' | '*' | '=') {
        return first.len_utf8();
    }
    rest.bytes().take_while(|byte| *byte == first as u8).count()
}

/// Appends the tokens of `text`; text past 4 GiB is left out.
pub fn tokenize(text: &str, out: &mut Vec<Token>) {
    let text = if u32::try_from(text.len()).is_ok() { text } else { "" };
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut breaks = 0_u8;
    let mut after_word = false;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() {
            breaks = (breaks + u8::from(byte == b'\n')).min(2);
            at += 1;
            after_word = false;
            continue;
        }
        let rest = text.get(at..).unwrap_or("");
        let Some(first) = rest.chars().next() else {
            return;
        };
        if first.is_whitespace() || first.is_control() || first == '\u{feff}' {
            at += first.len_utf8();
            after_word = false;
            continue;
        }
        let length = match first {
            'h' | 'H' | 'w' | 'W' | 'f' | 'F' if !after_word => {
                address_length(rest).unwrap_or_else(|| word_length(rest))
            }
            '@' | '#' if !after_word => handle_length(rest).unwrap_or(1),
            first if is_word(first) => word_length(rest),
            first if is_apostrophe(first) && after_word => clitic_length(rest).unwrap_or(first.len_utf8()),
            _ => mark_length(rest),
        };
        // A word of combining marks alone would have no length.
        let length = if length == 0 { first.len_utf8() } else { length };
        out.push(Token { start: at as u32, end: (at + length) as u32, breaks });
        at += length;
        breaks = 0;
        after_word = is_word(first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, &mut tokens);
        tokens.iter().map(|token| &text[token.start as usize..token.end as usize]).collect()
    }

    #[test]
    fn possessives_split_and_names_with_apostrophes_do_not() {
        assert_eq!(words("Amazon’s O'Brien Moody's"), ["Amazon", "’s", "O'Brien", "Moody", "'s"]);
        assert_eq!(words("the governments' plan"), ["the", "governments", "'", "plan"]);
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        assert_eq!(words("Mr. J. Smith of the U.S. left."), ["Mr.", "J.", "Smith", "of", "the", "U.S.", "left", "."]);
        assert_eq!(words("U.S.-based AT&T Inc."), ["U.S.-based", "AT&T", "Inc."]);
    }

    #[test]
    fn numbers_and_addresses_are_one_token() {
        assert_eq!(words("$1,000.5bn, www.example.org/a?b=c."), ["$", "1,000.5bn", ",", "www.example.org/a?b=c", "."]);
        assert_eq!(words("@name #tag a@b"), ["@name", "#tag", "a", "@", "b"]);
    }

    #[test]
    fn ideographs_are_tokens_and_breaks_are_kept() {
        assert_eq!(words("東京 Tokyo"), ["東", "京", "Tokyo"]);
        let mut tokens = Vec::new();
        tokenize("a\n\n\nb\nc", &mut tokens);
        assert_eq!(tokens.iter().map(|token| token.breaks).collect::<Vec<_>>(), [0, 2, 1]);
    }

    #[test]
    fn the_list_of_abbreviations_is_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
