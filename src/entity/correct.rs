//! Corrections of the tagger's names by what the text around them says for certain.

use std::collections::{HashMap, HashSet};

use super::canonical::is_title;
use super::fold;
use super::mention::{Found, Text};
use super::word::{ALPHABETIC, CONNECTS, Class, ENGLISH};
use crate::article::EntityKind;

/// Lower-case words from which on a sentence is prose, not a table or a list of results.
const PROSE: usize = 6;

/// Makes all corrections; `found` is and stays in order of place.
pub fn correct(text: &Text, sentences: &[(u32, u32)], found: &mut Vec<Found>) {
    version_numbers(text, sentences, found);
    possessive_titles(text, found);
    headline(text, sentences, found);
}

/// In prose no person's name is followed by a bare number, but a product's version is: "Falcon 9 was".
fn version_numbers(text: &Text, sentences: &[(u32, u32)], found: &mut [Found]) {
    let mut things: HashSet<String> = HashSet::new();
    for own in found
        .iter_mut()
        .filter(|own| own.kind == EntityKind::Person && own.entry.is_none())
    {
        if has_version(text, own.end) && in_prose(text, sentences, own.start) {
            things.insert(text.text(own.start, own.end));
            own.end += 1;
            own.kind = EntityKind::Other;
        }
    }
    if things.is_empty() {
        return;
    }
    for own in found
        .iter_mut()
        .filter(|own| own.kind == EntityKind::Person && own.entry.is_none())
    {
        if things.contains(&text.text(own.start, own.end)) {
            own.kind = EntityKind::Other;
        }
    }
}

/// Whether token `at` is a small number that does not count what follows it.
fn has_version(text: &Text, at: usize) -> bool {
    let number = text.token(at);
    let plain = number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let after = text.word(at + 1);
    let counts = after.class == Class::Lower && after.flags & (ENGLISH | CONNECTS) == 0;
    text.word(at).class == Class::Number
        && plain
        && number.len() <= 3
        && !counts
        && after.class != Class::Number
}

fn in_prose(text: &Text, sentences: &[(u32, u32)], at: usize) -> bool {
    let index = sentences.partition_point(|sentence| sentence.1 as usize <= at);
    let Some(&(start, end)) = sentences.get(index) else {
        return false;
    };
    let is_lower =
        |at: &usize| text.word(*at).class == Class::Lower && text.word(*at).flags & ALPHABETIC != 0;
    (start as usize..end as usize).filter(is_lower).count() >= PROSE
}

/// "President's Council": a title or a group of people that owns the name belongs to it.
fn possessive_titles(text: &Text, found: &mut [Found]) {
    let mut taken = 0;
    for own in found.iter_mut() {
        let organised =
            matches!(own.kind, EntityKind::Organisation | EntityKind::Other) && own.entry.is_none();
        if let Some(owner) = own
            .start
            .checked_sub(2)
            .filter(|&owner| organised && owner >= taken)
        {
            let clitic = matches!(text.token(own.start - 1), "'s" | "\u{2019}s");
            let word = fold::folded(text.token(owner));
            let group = matches!(
                word.as_str(),
                "people" | "women" | "men" | "children" | "citizen" | "veteran"
            );
            let same_side = (owner < text.body_tokens) == (own.start < text.body_tokens);
            if clitic
                && same_side
                && text.word(owner).class == Class::Initial
                && (group || is_title(&word))
            {
                own.start = owner;
            }
        }
        taken = own.end;
    }
}

/// Names of the body that the headline repeats are names there too, if nothing else was made of them.
fn headline(text: &Text, sentences: &[(u32, u32)], found: &mut Vec<Found>) {
    let mut known: HashMap<String, Option<EntityKind>> = HashMap::new();
    for own in found
        .iter()
        .filter(|own| own.start < text.body_tokens && own.entry.is_none())
    {
        let kind = known
            .entry(text.text(own.start, own.end))
            .or_insert(Some(own.kind));
        *kind = kind.filter(|kind| *kind == own.kind);
    }
    let before = found.len();
    let taken: HashSet<usize> = found.iter().flat_map(|own| own.start..own.end).collect();
    for &(start, end) in sentences
        .iter()
        .filter(|sentence| sentence.0 as usize >= text.body_tokens)
    {
        let (mut at, end) = (start as usize, end as usize);
        while at < end {
            let lengths = (1..=(end - at).min(6)).rev();
            let free = |length: &usize| (at..at + length).all(|token| !taken.contains(&token));
            let kind_of = |length: usize| known.get(&text.text(at, at + length)).copied().flatten();
            let capital = text.word(at).class.is_capital();
            let longest = lengths
                .filter(free)
                .find_map(|length| kind_of(length).map(|kind| (length, kind)));
            let Some((length, kind)) = longest.filter(|_| capital) else {
                at += 1;
                continue;
            };
            found.push(Found {
                start: at,
                end: at + length,
                kind,
                entry: None,
                abbreviates: None,
            });
            at += length;
        }
    }
    if found.len() > before {
        found.sort_by_key(|own| (own.start, own.end));
    }
}
