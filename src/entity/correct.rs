//! Corrections of the tagger's names by what the text around them says for certain.

use rustc_hash::{FxHashMap, FxHashSet};

use super::boundary;
use super::canonical::is_title;
use super::fold;
use super::headline;
use super::mention::{Found, Text};
use super::sort;
use super::word::{ALPHABETIC, CONNECTS, Class, ENGLISH};
use crate::article::EntityKind;

/// Lower-case words from which on a sentence is prose, not a table or a list of results.
const PROSE: usize = 6;

/// Makes all corrections; `found` is and stays in order of place.
pub fn correct(text: &Text, sentences: &[(u32, u32)], found: &mut Vec<Found>) {
    version_numbers(text, sentences, found);
    possessive_titles(text, found);
    publications(text, found);
    boundary::mend(text, sentences, found);
    sort::add_addressed(text, found);
    sort::correct_kinds(text, found);
    headline::mend(text, sentences, found);
    repeat_in_headline(text, sentences, found);
}

/// In prose no person's name is followed by a bare number, but a product's version is: "Falcon 9 was".
fn version_numbers(text: &Text, sentences: &[(u32, u32)], found: &mut [Found]) {
    let mut things: FxHashSet<String> = FxHashSet::default();
    for own in found.iter_mut().filter(|own| own.kind == EntityKind::Person && own.entry.is_none()) {
        if has_version(text, own.end) && in_prose(text, sentences, own.start) {
            things.insert(text.text(own.start, own.end));
            own.end += 1;
            own.kind = EntityKind::Other;
        }
    }
    if things.is_empty() {
        return;
    }
    for own in found.iter_mut().filter(|own| own.kind == EntityKind::Person && own.entry.is_none()) {
        if things.contains(&text.text(own.start, own.end)) {
            own.kind = EntityKind::Other;
        }
    }
}

/// Whether token `at` is a small number that does not count what follows it.
fn has_version(text: &Text, at: usize) -> bool {
    let number = text.token(at);
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let after = text.word(at + 1);
    let counts = after.class == Class::Lower && after.flags & (ENGLISH | CONNECTS) == 0;
    text.word(at).class == Class::Number && plain && number.len() <= 3 && !counts && after.class != Class::Number
}

fn in_prose(text: &Text, sentences: &[(u32, u32)], at: usize) -> bool {
    let index = sentences.partition_point(|sentence| sentence.1 as usize <= at);
    let Some(&(start, end)) = sentences.get(index) else {
        return false;
    };
    let is_lower = |at: &usize| text.word(*at).class == Class::Lower && text.word(*at).flags & ALPHABETIC != 0;
    (start as usize..end as usize).filter(is_lower).count() >= PROSE
}

/// "The Information and Reuters": a thing whose name keeps its article inside a sentence is an
/// organisation if it is named in one breath with another.
fn publications(text: &Text, found: &mut [Found]) {
    let is_organisation = |own: &Found| own.kind == EntityKind::Organisation;
    let joined = |left: &Found, right: &Found| {
        right.start == left.end + 1 && matches!(text.token(left.end), "and" | "or" | "," | "&")
    };
    for at in 0..found.len() {
        let Some(own) = found.get(at).copied().filter(|own| own.kind == EntityKind::Other && own.entry.is_none())
        else {
            continue;
        };
        let inside = own.start > 0 && text.word(own.start - 1).class == Class::Lower;
        if !inside || text.token(own.start) != "The" {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| found.get(before));
        let after = found.get(at + 1);
        let beside = before.is_some_and(|other| is_organisation(other) && joined(other, &own))
            || after.is_some_and(|other| is_organisation(other) && joined(&own, other));
        if let Some(own) = found.get_mut(at).filter(|_| beside) {
            own.kind = EntityKind::Organisation;
        }
    }
}

/// "President's Council": a title or a group of people that owns the name belongs to it.
fn possessive_titles(text: &Text, found: &mut [Found]) {
    let mut taken = 0;
    for own in found.iter_mut() {
        let organised = matches!(own.kind, EntityKind::Organisation | EntityKind::Other) && own.entry.is_none();
        if let Some(owner) = own.start.checked_sub(2).filter(|&owner| organised && owner >= taken) {
            let clitic = matches!(text.token(own.start - 1), "'s" | "\u{2019}s");
            let word = fold::folded(text.token(owner));
            let group = matches!(word.as_str(), "people" | "women" | "men" | "children" | "citizen" | "veteran");
            let same_side = (owner < text.body_tokens) == (own.start < text.body_tokens);
            if clitic && same_side && text.word(owner).class == Class::Initial && (group || is_title(&word)) {
                own.start = owner;
            }
        }
        taken = own.end;
    }
}

/// Names of the body that the headline repeats are names there too, if nothing else was made of them.
fn repeat_in_headline(text: &Text, sentences: &[(u32, u32)], found: &mut Vec<Found>) {
    let in_title = sentences.partition_point(|sentence| (sentence.0 as usize) < text.body_tokens);
    let titles = sentences.get(in_title..).unwrap_or(&[]);
    if !titles.iter().any(|&(start, end)| (start..end).any(|at| text.word(at as usize).class.is_capital())) {
        return;
    }
    let mut known: FxHashMap<String, Option<EntityKind>> = FxHashMap::default();
    for own in found.iter().filter(|own| own.start < text.body_tokens && own.entry.is_none()) {
        let kind = known.entry(text.text(own.start, own.end)).or_insert(Some(own.kind));
        *kind = kind.filter(|kind| *kind == own.kind);
    }
    let before = found.len();
    let named = found.iter().filter(|own| own.start >= text.body_tokens);
    let taken: FxHashSet<usize> = named.flat_map(|own| own.start..own.end).collect();
    for &(start, end) in titles {
        let (mut at, end) = (start as usize, end as usize);
        while at < end {
            let lengths = (1..=(end - at).min(6)).rev();
            let free = |length: &usize| (at..at + length).all(|token| !taken.contains(&token));
            let kind_of = |length: usize| known.get(&text.text(at, at + length)).copied().flatten();
            let capital = text.word(at).class.is_capital();
            let mut longest = lengths.filter(|length| capital && free(length));
            let longest = longest.find_map(|length| kind_of(length).map(|kind| (length, kind)));
            let Some((length, kind)) = longest else {
                at += 1;
                continue;
            };
            found.push(Found { start: at, end: at + length, kind, entry: None, abbreviates: None });
            at += length;
        }
    }
    if found.len() > before {
        found.sort_by_key(|own| (own.start, own.end));
    }
}

#[cfg(test)]
mod tests {
    use crate::article::EntityKind;
    use crate::entity::{Recogniser, Scratch};

    fn kinds(title: &str, body: &str, name: &str) -> Vec<EntityKind> {
        let recogniser = Recogniser::shipped().unwrap();
        let found = recogniser.annotate(&mut Scratch::new(), title, body, Some("en"), &[]);
        found.entities.iter().filter(|entity| entity.name.contains(name)).map(|entity| entity.kind).collect()
    }

    #[test]
    fn a_name_with_a_version_number_is_no_person() {
        let body = "The company said that Claude Harper 5 and other models can no longer be used by its customers.";
        assert!(!kinds("", body, "Harper").contains(&EntityKind::Person));
    }

    #[test]
    fn a_name_of_the_body_is_found_in_the_headline() {
        let body =
            "Maria Lindqvist resigned on Monday. Lindqvist, who was elected in June, told Reuters that she was tired.";
        let recogniser = Recogniser::shipped().unwrap();
        let found = recogniser.annotate(&mut Scratch::new(), "Lindqvist Quits Over Budget Row", body, Some("en"), &[]);
        assert!(found.mentions.iter().any(|mention| mention.in_title && mention.end == 9));
    }
}
