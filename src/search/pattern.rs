//! Words with wildcards: which words of the index does a pattern ask for?
//!
//! A pattern is written as the query's tree has it: `*` any letters, `?` one, `[*5]` up to five, a backslash before what is
//! literal. Where a text would be cut into words, so is a pattern (`COVID-1*` asks for `covid` and beside it `1*`); otherwise it
//! could match no word of the index at all.

use crate::text::segment::{is_unspaced, words};
use crate::text::term;

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// This letter.
    Letter(char),
    /// Any letters, none too.
    Any,
    /// One letter.
    One,
    /// One letter or none.
    Optional,
}

/// The pieces of a pattern as written. More optional letters than a word can have are any letters.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            '*' => pieces.push(Piece::Any),
            '?' => pieces.push(Piece::One),
            '[' => {
                let bound = rest.strip_prefix('*').and_then(|tail| tail.split_once(']'));
                match bound.and_then(|(number, tail)| Some((number.parse::<usize>().ok()?, tail))) {
                    Some((number, tail)) => {
                        rest = tail;
                        if number > term::LONGEST_WORD {
                            pieces.push(Piece::Any);
                        } else {
                            pieces.extend(std::iter::repeat_n(Piece::Optional, number));
                        }
                    }
                    None => pieces.push(Piece::Letter('[')),
                }
            }
            '\\' => {
                if let Some(literal) = rest.chars().next() {
                    rest = rest.get(literal.len_utf8()..).unwrap_or("");
                    pieces.push(Piece::Letter(literal));
                }
            }
            c => pieces.push(Piece::Letter(c)),
        }
    }
    pieces
}

/// A pattern, cut into words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Split {
    /// The words that it asks for, side by side.
    pub parts: Vec<Vec<Piece>>,
    /// Whether it asks for any letters between two characters that are words of their own (`東*京`), and only those side by side
    /// can be found.
    pub is_narrowed: bool,
}

/// Cuts a pattern into the words that it asks for.
pub fn split(text: &str) -> Split {
    let pieces = pieces(text);
    let letter = |at: Option<usize>| match at.and_then(|at| pieces.get(at)) {
        Some(Piece::Letter(c)) => Some(*c),
        _ => None,
    };
    // A digit, or a point or comma with a digit behind it as seen from the wildcard.
    let digit = |near: Option<usize>, far: Option<usize>| {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        is_digit(letter(near)) || (matches!(letter(near), Some('.' | ',')) && is_digit(letter(far)))
    };
    // Cut as a text would be that has a letter in each place of a wildcard; beside digits, a digit.
    let mut text = String::new();
    let mut starts = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate() {
        starts.push(text.len());
        text.push(match piece {
            Piece::Letter(c) => *c,
            _ if digit(number.checked_sub(1), number.checked_sub(2)) => '0',
            _ if digit(number.checked_add(1), number.checked_add(2)) => '0',
            _ => 'x',
        });
    }
    let mut split = Split::default();
    let cuts: Vec<_> = words(&text).collect();
    for (number, word) in cuts.iter().enumerate() {
        let inside = starts.iter().zip(&pieces).filter(|(start, _)| (word.start..word.end).contains(start));
        let mut part: Vec<Piece> = inside.map(|(_, piece)| *piece).collect();
        if matches!(part.first(), Some(Piece::Letter(c)) if c.is_ascii_alphabetic()) {
            // As in the index, the points of an abbreviation are no letters.
            part.retain(|piece| *piece != Piece::Letter('.'));
        }
        if is_free(&part) && touches_unspaced(&text, word.start, word.end) {
            split.is_narrowed |= number > 0 && number + 1 < cuts.len();
            continue;
        }
        split.parts.push(part);
    }
    split
}

/// Whether the part asks for no letter at all.
pub fn is_free(part: &[Piece]) -> bool {
    part.iter().all(|piece| matches!(piece, Piece::Any | Piece::Optional))
}

/// Each character of some scripts is a word; letters that may follow such a word are no part of it.
fn touches_unspaced(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    before.into_iter().chain(after).any(is_unspaced)
}

/// The part with its letters folded as words are, or in lower case only.
pub fn normalised(part: &[Piece], is_exact: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(part.len());
    for piece in part {
        match piece {
            Piece::Any if pieces.last() == Some(&Piece::Any) => {}
            Piece::Letter(c) if is_exact => pieces.extend(c.to_lowercase().map(Piece::Letter)),
            Piece::Letter(c) => pieces.extend(term::folded(c.encode_utf8(&mut [0; 4])).chars().map(Piece::Letter)),
            piece => pieces.push(*piece),
        }
    }
    pieces
}

/// The letters that the pattern begins with.
pub fn beginning(pattern: &[Piece]) -> String {
    let letter = |piece: &Piece| match piece {
        Piece::Letter(c) => Some(*c),
        _ => None,
    };
    pattern.iter().map_while(letter).collect()
}

/// Whether the whole word matches.
pub fn matches(pattern: &[Piece], word: &str) -> bool {
    if pattern.contains(&Piece::Optional) { matches_optional(pattern, word) } else { matches_plain(pattern, word) }
}

/// At most one retry a letter: after an `Any`, only the last one has to be tried anew.
fn matches_plain(pattern: &[Piece], word: &str) -> bool {
    let mut rest = word.chars();
    let mut piece = 0;
    let mut retry = None;
    loop {
        if let Some(Piece::Any) = pattern.get(piece) {
            piece += 1;
            if piece == pattern.len() {
                return true;
            }
            retry = Some((piece, rest.clone()));
            continue;
        }
        let next = rest.next();
        let fits = match (pattern.get(piece), next) {
            (None, None) => return true,
            (Some(_), None) => return false,
            (Some(Piece::Letter(wanted)), Some(c)) => *wanted == c,
            (Some(_), Some(_)) => true,
            (None, Some(_)) => false,
        };
        if fits {
            piece += 1;
            continue;
        }
        let Some((after, from)) = &mut retry else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        piece = *after;
        rest = from.clone();
    }
}

/// All places of the pattern that the letters read so far can have led to.
fn matches_optional(pattern: &[Piece], word: &str) -> bool {
    // Places that are reached without a letter.
    let closed = |mut places: Vec<bool>| {
        for (number, piece) in pattern.iter().enumerate() {
            let is_free = matches!(piece, Piece::Any | Piece::Optional);
            if is_free
                && places.get(number) == Some(&true)
                && let Some(next) = places.get_mut(number + 1)
            {
                *next = true;
            }
        }
        places
    };
    let mut places = vec![false; pattern.len() + 1];
    if let Some(first) = places.first_mut() {
        *first = true;
    }
    places = closed(places);
    for c in word.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (number, piece) in pattern.iter().enumerate().filter(|(number, _)| places.get(*number) == Some(&true)) {
            let target = match piece {
                Piece::Any => number,
                Piece::Letter(wanted) if *wanted != c => continue,
                _ => number + 1,
            };
            if let Some(place) = next.get_mut(target) {
                *place = true;
            }
        }
        places = closed(next);
        if !places.contains(&true) {
            return false;
        }
    }
    places.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, word: &str) -> bool {
        let parts = split(pattern).parts;
        assert_eq!(parts.len(), 1, "{pattern}");
        matches(&normalised(&parts[0], false), word)
    }

    #[test]
    fn wildcards_stand_for_so_many_letters() {
        assert!(holds("a*b*c", "axxbyybzc") && !holds("a*b*c", "axxbyybz") && holds("*", "") && holds("*a", "aaa"));
        assert!(holds("wom?n", "women") && !holds("wom?n", "womn") && !holds("wom?n", "womeen"));
        assert!(holds("wom[*2]n", "womn") && holds("wom[*2]n", "womeen") && !holds("wom[*2]n", "womeeen"));
        assert!(holds("bank[*1]", "bank") && holds("bank[*1]", "banks") && !holds("bank[*1]", "banked"));
        assert!(holds("[*3]port", "export") && !holds("[*3]port", "transport") && holds("x[*0]y", "xy"));
        assert!(holds("e[*2]o*t?", "exports") && holds("É*", "export") && !holds("e\\*", "export"));
    }

    #[test]
    fn a_pattern_is_cut_as_a_text_is() {
        let count = |pattern: &str| split(pattern).parts.len();
        assert_eq!(count("COVID-1*"), 2);
        assert_eq!(count("l'Eur*"), 2);
        assert_eq!(count("foo-*"), 2);
        assert_eq!(count("3.*"), 1);
        assert_eq!(count("東京*"), 2);
        assert_eq!(count("東?"), 2);
        assert_eq!(count("東*京"), 2);
        assert!(split("東*京").is_narrowed && !split("*東京*").is_narrowed);
        assert_eq!(split("--"), Split::default());
    }

    proptest::proptest! {
        #[test]
        fn both_ways_of_matching_agree(pattern in "[ab?*]{0,8}", word in "[ab]{0,8}") {
            let pattern = pieces(&pattern);
            proptest::prop_assert_eq!(matches_plain(&pattern, &word), matches_optional(&pattern, &word));
        }

        #[test]
        fn optional_letters_are_any_number_up_to_the_bound(bound in 0usize..5, word in "a{0,8}") {
            let pattern = pieces(&format!("a[*{bound}]a"));
            let expected = word.len() >= 2 && word.len() <= 2 + bound;
            proptest::prop_assert_eq!(matches(&pattern, &word), expected);
        }
    }
}
