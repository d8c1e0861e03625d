//! Names in headlines and subheadings, where words that are no names have capitals too.
//!
//! There a name is believed if the text below has it as well. What only stands in a line of capitalised words and was taken for
//! a thing is most likely such words; of an organisation the beginning remains that the text names elsewhere: "Apple Delays
//! Vision Pro". Names of the user's gazetteer are left as they are.

use std::collections::HashSet;

use super::mention::{Found, Text};
use super::word::{ALPHABETIC, Class};
use crate::article::EntityKind;

/// Tokens of the longest subheading.
const LONGEST: usize = 10;

/// Last words of names of several words.
const THINGS: &[&str] = &[
    "Act",
    "Agreement",
    "Award",
    "Awards",
    "Bill",
    "Championship",
    "Championships",
    "Conference",
    "Cup",
    "Day",
    "Festival",
    "Games",
    "Law",
    "League",
    "Open",
    "Prize",
    "Summit",
    "Treaty",
    "War",
];

/// Letters from which on a word of a headline has a capital, whatever the custom.
const LONG_WORD: usize = 5;

/// Drops or cuts what the text does not know; `found` is and stays in order of place.
pub fn mend(text: &Text, sentences: &[(u32, u32)], found: &mut Vec<Found>) {
    let headings: Vec<(usize, usize)> = sentences
        .iter()
        .map(|sentence| (sentence.0 as usize, sentence.1 as usize))
        .filter(|heading| is_heading(text, *heading))
        .collect();
    let heading = |own: &Found| {
        let index = headings.partition_point(|heading| heading.1 <= own.start);
        headings.get(index).is_some_and(|heading| heading.0 <= own.start) || is_label(text, own)
    };
    if !found.iter().any(heading) {
        return;
    }
    let outside = found.iter().filter(|own| !heading(own));
    let known: HashSet<(String, EntityKind)> = outside.map(|own| (text.text(own.start, own.end), own.kind)).collect();
    let is_known = |start: usize, end: usize, kind: EntityKind| known.contains(&(text.text(start, end), kind));
    found.retain_mut(|own| {
        let several = own.end > own.start + 1;
        if own.entry.is_some() || !several || !heading(own) || is_known(own.start, own.end, own.kind) {
            return true;
        }
        match own.kind {
            // Laws, prizes and feasts are called by several words, and "Things (IoT)" is given its letters.
            EntityKind::Other => THINGS.contains(&text.token(own.end - 1)) || text.token(own.end) == "(",
            EntityKind::Organisation => {
                // Lists of results have brackets and numbers after names.
                let are_words = |mut rest: std::ops::Range<usize>| rest.all(|at| text.word(at).flags & ALPHABETIC != 0);
                let last = own.end;
                let begins = |end: &usize| is_known(own.start, *end, own.kind) && are_words(*end..last);
                own.end = (own.start + 1..own.end).rev().find(begins).unwrap_or(own.end);
                true
            }
            _ => true,
        }
    });
}

/// The first cell of a table's row, which says what the others are.
fn is_label(text: &Text, own: &Found) -> bool {
    let opens_line = own.start == 0 || text.tokens.get(own.start).is_some_and(|token| token.breaks > 0);
    opens_line && text.token(own.end) == "|"
}

/// A line of its own without a full stop, in which all longer words have capitals, and not all letters.
fn is_heading(text: &Text, (start, end): (usize, usize)) -> bool {
    let is_title = start >= text.body_tokens;
    let breaks = |at: usize| text.tokens.get(at).is_some_and(|token| token.breaks > 0);
    let is_line = (start == 0 || breaks(start)) && (end == text.body_tokens || breaks(end)) && end - start <= LONGEST;
    if !is_title && (!is_line || matches!(text.token(end - 1), "." | "!" | "?" | ":" | "," | "\u{201d}")) {
        return false;
    }
    let (mut words, mut lower_case) = (0, false);
    for at in start..end {
        let word = text.word(at);
        if word.flags & ALPHABETIC == 0 {
            continue;
        }
        if word.class == Class::Lower && text.token(at).len() >= LONG_WORD {
            return false;
        }
        words += 1;
        lower_case |= word.class == Class::Initial;
    }
    words > 1 && lower_case
}

#[cfg(test)]
mod tests {
    use crate::article::EntityKind;
    use crate::entity::{Recogniser, Scratch};

    #[test]
    fn words_of_headings_are_no_names_unless_the_text_has_them() {
        let body = "Orvane said on Monday that its models were safe.\n\nOrvane Models Affected\n\nMaria Lindqvist, who leads Orvane, \
            spoke of a setback. Orvane makes models.\n\nFact | Detail\nOrvane Models Hit | none\nBoard Action | none";
        let recogniser = Recogniser::shipped().unwrap();
        let found = recogniser.annotate(&mut Scratch::new(), "Orvane Delays Vision Models", body, Some("en"), &[]);
        let names: Vec<(EntityKind, &str)> =
            found.entities.iter().map(|entity| (entity.kind, entity.name.as_str())).collect();
        assert_eq!(names, [(EntityKind::Organisation, "Orvane"), (EntityKind::Person, "Maria Lindqvist")]);
    }
}
