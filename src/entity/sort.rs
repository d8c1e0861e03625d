//! Which kind a name is of, where its own words or the rest of the article say it better than the tagger.
//!
//! Whatever ends in "Semiconductor" is a company, "Lady Justice Merrow" is a person, and a name of several words is one thing in
//! one article. Names of the user's gazetteer are left as they are.

use std::collections::HashMap;

use super::fold;
use super::mention::{Found, Text};
use super::organisation::{is_company, is_head};
use super::tags::kind_index;
use super::word::Class;
use crate::article::EntityKind;

/// Words that only people bear before their names.
const HONORIFICS: &[&str] = &[
    "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Sir", "Dame", "Lady", "Lord", "Baroness", "Senator", "Sen.",
    "Rep.", "Judge", "Justice",
];

/// Corrects kinds.
pub fn correct_kinds(text: &Text, found: &mut [Found]) {
    let mut short_forms: Vec<usize> = Vec::new();
    for own in found.iter_mut().filter(|own| own.entry.is_none()) {
        let is_person = own.kind == EntityKind::Person;
        if ends_in(text, own, is_company) || is_person && ends_in(text, own, is_head) {
            own.kind = EntityKind::Organisation;
            short_forms.push(own.start);
        } else if own.kind == EntityKind::Person
            && own.end > own.start + 1
            && matches!(text.token(own.start), "Port" | "Fort" | "Mount")
        {
            own.kind = EntityKind::Place;
        } else if own.kind != EntityKind::Person && is_addressed(text, own) {
            own.kind = EntityKind::Person;
        }
    }
    if !short_forms.is_empty() {
        follow(text, &short_forms, found);
    }
    one_kind_each(text, found);
}

/// "Halcyra" is what "Halcyra Semiconductor" is, unless a person is called so. `firsts` are the first words of such names.
fn follow(text: &Text, firsts: &[usize], found: &mut [Found]) {
    let people = found.iter().filter(|own| own.kind == EntityKind::Person && own.end > own.start + 1);
    let bearers: Vec<usize> = people.flat_map(|own| own.start..own.end).collect();
    for own in found.iter_mut().filter(|own| own.kind == EntityKind::Person && own.end == own.start + 1) {
        let word = text.token(own.start);
        let is_same = |at: &usize| text.token(*at) == word;
        if own.entry.is_none() && firsts.iter().any(is_same) && !bearers.iter().any(is_same) {
            own.kind = EntityKind::Organisation;
        }
    }
}

fn ends_in(text: &Text, own: &Found, is_head: fn(&str) -> bool) -> bool {
    own.end > own.start + 1 && is_head(fold::folded(text.token(own.end - 1)).trim_end_matches('.'))
}

/// "Lady Justice Merrow", or "Merrow" after "Mrs".
fn is_addressed(text: &Text, own: &Found) -> bool {
    let is_title = |at: usize| HONORIFICS.contains(&text.token(at));
    let is_word = |at: usize| text.word(at).class == Class::Initial;
    let inside = is_title(own.start) && own.kind == EntityKind::Organisation && (own.start + 2..own.end).len() < 3;
    let inside =
        inside && own.end > own.start + 1 && (own.start + 1..own.end).all(is_word) && !ends_in(text, own, is_head);
    let surely = |at: usize| is_civil_title(text.token(at));
    let outside = own
        .start
        .checked_sub(1)
        .is_some_and(|at| surely(at) && (at < text.body_tokens) == (own.start < text.body_tokens));
    inside || outside && own.end <= own.start + 2 && (own.start..own.end).all(is_word)
}

/// Adds the people whom the tagger overlooked though they are addressed: "Corvane" after "Mrs". `found` stays in order.
pub fn add_addressed(text: &Text, found: &mut Vec<Found>) {
    let before = found.len();
    for at in 1..text.tokens.len() {
        let is_name = [at - 1, at].iter().all(|at| text.word(*at).class == Class::Initial);
        if !is_name || at == text.body_tokens || !is_civil_title(text.token(at - 1)) {
            continue;
        }
        let known = found.get(..before).unwrap_or(&[]);
        let next = known.partition_point(|own| own.end < at);
        // A name that ends at the title stands before it; any other one has been looked at.
        if known.get(next..).unwrap_or(&[]).iter().take(2).all(|own| own.end == at || own.start > at) {
            found.push(Found { start: at, end: at + 1, kind: EntityKind::Person, entry: None, abbreviates: None });
        }
    }
    if found.len() > before {
        found.sort_by_key(|own| (own.start, own.end));
    }
}

fn is_civil_title(word: &str) -> bool {
    matches!(word, "Mr" | "Mr." | "Mrs" | "Mrs." | "Ms" | "Ms.")
}

/// A name of several words that is a person's in one place and something else in another is what most mentions say; if
/// they are as many, a person's.
fn one_kind_each(text: &Text, found: &mut [Found]) {
    if !found.iter().any(|own| own.kind == EntityKind::Person) {
        return;
    }
    let mut kinds: HashMap<String, [usize; 4]> = HashMap::new();
    let is_several = |own: &Found| own.end > own.start + 1 && own.entry.is_none();
    for own in found.iter().filter(|own| is_several(own)) {
        let votes = kinds.entry(fold::folded(&text.text(own.start, own.end))).or_default();
        if let Some(votes) = votes.get_mut(kind_index(own.kind)) {
            *votes += 1;
        }
    }
    kinds.retain(|_, votes| votes.iter().filter(|votes| **votes > 0).count() > 1);
    if kinds.is_empty() {
        return;
    }
    for own in found.iter_mut().filter(|own| is_several(own)) {
        let Some(votes) = kinds.get(&fold::folded(&text.text(own.start, own.end))) else {
            continue;
        };
        let has_person = votes.get(kind_index(EntityKind::Person)).is_some_and(|votes| *votes > 0);
        // Of equals the first kind in the order of kinds, people first.
        let most = EntityKind::ALL.into_iter().zip(votes).rev().max_by_key(|(_, votes)| **votes);
        if let Some((kind, _)) = most.filter(|_| has_person) {
            own.kind = kind;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::EntityKind;
    use crate::entity::{Recogniser, Scratch};

    fn kinds(body: &str, name: &str) -> Vec<EntityKind> {
        let found = Recogniser::shipped().unwrap().annotate(&mut Scratch::new(), "", body, Some("en"), &[]);
        found.entities.iter().filter(|entity| entity.name.contains(name)).map(|entity| entity.kind).collect()
    }

    #[test]
    fn what_ends_in_a_head_word_is_no_person() {
        let body = "Veldhorn Lithography and Halcyra Semiconductor fell after Sarn Components and Jinghe Microdevices had warned.";
        let body = format!("{body} Halcyra said it was calm. Veldhorn agreed.");
        for name in ["Veldhorn", "Halcyra", "Sarn", "Jinghe"] {
            assert!(!kinds(&body, name).contains(&EntityKind::Person), "{name}");
        }
    }

    #[test]
    fn without_a_tagger_nobody_is_recognised() {
        let gazetteer = crate::entity::Gazetteer::parse("Berlin,place").unwrap();
        let recogniser = Recogniser::shipped().unwrap().with_gazetteer(gazetteer);
        let body = "Mr Corvane aus Berlin sagte, dass er nicht kommen werde.";
        let found = recogniser.annotate(&mut Scratch::new(), "", body, Some("de"), &[]);
        assert_eq!(found.entities.iter().map(|entity| entity.name.as_str()).collect::<Vec<_>>(), ["Berlin"]);
    }

    #[test]
    fn whoever_is_addressed_is_a_person() {
        let body = "Such assurances, Lady Justice Merrow said in reply, were the beginning of an inquiry. The firm had told \
            Mrs Corvane that it would pay.";
        assert_eq!(kinds(body, "Merrow"), [EntityKind::Person]);
        assert_eq!(kinds(body, "Corvane"), [EntityKind::Person]);
    }
}
