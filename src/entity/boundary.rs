//! Where a name begins and ends, where the tagger got it plainly wrong.
//!
//! What is mended is certain from the words alone: "Olympic-size" and "D-N.Y." are no names, "Customs and" belongs to "Border
//! Protection", and no name goes on with "The" after "Group D.". Names of the user's gazetteer are left as they are.

use super::mention::{Found, Text};
use super::word::{ALPHABETIC, Class};
use crate::article::EntityKind;

/// Second parts of compounds that are no part of a name; words in -ed and -ing are found by their ending.
const SECOND_PARTS: &[&str] = &[
    "born", "era", "friendly", "held", "made", "run", "size", "style", "wide", "like", "free", "only", "bound",
    "linked",
];

/// Words that begin a sentence and no last part of a name.
const OPENERS: &[&str] = &[
    "The", "So", "But", "And", "In", "It", "He", "She", "They", "This", "That", "These", "We", "You", "If", "When",
    "As", "At", "For", "On", "With", "After", "There", "What", "How", "Why", "Its", "His", "Her", "Their", "Not",
];

/// Fields of public bodies whose names join two of them: "Customs and Border Protection".
const FIELDS: &[&str] = &[
    "Borders",
    "Conservation",
    "Customs",
    "Development",
    "Education",
    "Enforcement",
    "Food",
    "Immigration",
    "Industry",
    "Medicine",
    "Prevention",
    "Protection",
    "Research",
    "Science",
    "Sciences",
    "Security",
    "Technology",
    "Trade",
    "Welfare",
];

/// Bodies that are called after Europe.
const EUROPEAN: &[&str] = &["Union", "Commission", "Parliament", "Council", "Central"];

/// Mends the borders of names, or drops them; `found` is and stays in order of place.
pub fn mend(text: &Text, sentences: &[(u32, u32)], found: &mut Vec<Found>) {
    for at in 0..found.len() {
        let before = at.checked_sub(1).and_then(|before| found.get(before)).map_or(0, |before| before.end);
        let after = found.get(at + 1).map_or(usize::MAX, |after| after.start);
        let Some(own) = found.get_mut(at).filter(|own| own.entry.is_none()) else {
            continue;
        };
        cut_sentence(text, own);
        cut_compounds(text, own);
        if own.kind == EntityKind::Organisation {
            join_fields(text, own, before, after);
        }
    }
    europe(text, found);
    found.retain(|own| own.entry.is_some() || own.start < own.end && is_name(text, sentences, own));
}

/// "Group D. The": a name ends where a sentence begins; "D.C. Washington Post" begins after the town's.
fn cut_sentence(text: &Text, own: &mut Found) {
    if text.token(own.start) == "D.C." && own.end > own.start + 1 {
        own.start += 1;
    }
    let is_initial = |word: &str| word.ends_with('.') && word.chars().count() == 2;
    // Of people, "Kathy K. He" is likelier than a sentence that ends in an initial.
    let is_surname = |at: usize| {
        own.kind == EntityKind::Person && at > own.start + 1 && at + 1 == own.end && is_initial(text.token(at - 1))
    };
    let opens =
        |at: &usize| OPENERS.contains(&text.token(*at)) && text.token(*at - 1).ends_with('.') && !is_surname(*at);
    if let Some(end) = (own.start + 1..own.end).find(opens) {
        own.end = end;
    }
}

/// "GOP-dominated Legislature" is the legislature, and "New Orleans-based" no name.
fn cut_compounds(text: &Text, own: &mut Found) {
    let is_compound = |at: usize| text.word(at).class == Class::Hyphenated && is_compound(text.token(at));
    while own.start < own.end && is_compound(own.start) {
        own.start += 1;
    }
    if own.end > own.start && is_compound(own.end - 1) {
        own.end = own.start;
    }
}

fn is_compound(word: &str) -> bool {
    let Some((_, second)) = word.rsplit_once('-') else {
        return false;
    };
    let is_lower = second.bytes().all(|byte| byte.is_ascii_lowercase());
    is_lower
        && (SECOND_PARTS.contains(&second) || second.len() > 4 && (second.ends_with("ed") || second.ends_with("ing")))
}

/// Adds the other field to a body's name that was cut at the "and" between two, if it is no name of its own.
fn join_fields(text: &Text, own: &mut Found, before: usize, after: usize) {
    let is_field = |at: usize| FIELDS.contains(&text.token(at));
    let same_side = |at: usize| (at < text.body_tokens) == (own.start < text.body_tokens);
    let (start, end) = (own.start, own.end);
    let goes_on = end + 1 < after && text.token(end) == "and" && same_side(end + 1);
    let first = start.checked_sub(2).filter(|first| *first >= before && same_side(*first));
    let first = first.filter(|first| text.token(start - 1) == "and" && is_field(*first) && is_field(end - 1));
    let is_prevented = text.token(end + 1) == "Prevention";
    if goes_on && (is_prevented || is_field(end + 1) && (start..end).any(is_field)) {
        own.end = end + 2;
    }
    if let Some(first) = first {
        own.start = first;
    }
}

/// "European" right before "Union" is no name of its own.
fn europe(text: &Text, found: &mut [Found]) {
    let mut swallowed = false;
    for at in 0..found.len() {
        let next = found.get(at + 1).map(|next| (next.start, next.end, next.entry));
        let Some(own) = found.get_mut(at) else {
            continue;
        };
        if std::mem::take(&mut swallowed) {
            own.end = own.start;
            continue;
        }
        let is_alone = own.end == own.start + 1 && own.entry.is_none() && text.token(own.start) == "European";
        let goes_on =
            EUROPEAN.contains(&text.token(own.end)) && (own.start < text.body_tokens) == (own.end < text.body_tokens);
        if !is_alone || !goes_on {
            continue;
        }
        let is_free = |end: usize| next.is_none_or(|(start, ..)| end <= start);
        match next {
            Some((start, end, None)) if start == own.end => {
                own.end = end;
                swallowed = true;
            }
            _ if text.token(own.end) == "Central" => {
                if text.token(own.end + 1) != "Bank" || !is_free(own.end + 2) {
                    continue;
                }
                own.end += 2;
            }
            _ if is_free(own.end + 1) => own.end += 1,
            _ => continue,
        }
        own.kind = EntityKind::Organisation;
    }
}

/// Whether the words can be a name at all.
fn is_name(text: &Text, sentences: &[(u32, u32)], own: &Found) -> bool {
    let first = text.token(own.start);
    if own.end == own.start + 1 {
        return !is_party(first)
            && !is_day_or_month(first, own.kind)
            && first != "AI"
            && !is_small(text, sentences, own);
    }
    !is_small(text, sentences, own)
}

/// "R-TX": a party and a state.
fn is_party(word: &str) -> bool {
    let state = word.strip_prefix(['D', 'R', 'I']).and_then(|rest| rest.strip_prefix(['-', '\u{2011}', '\u{2013}']));
    state.is_some_and(|state| {
        let letters = state.chars().filter(|letter| *letter != '.');
        letters.clone().next().is_some_and(char::is_uppercase)
            && state.len() <= 6
            && letters.clone().all(char::is_alphabetic)
            && (state.contains('.') || letters.count() == 2)
    })
}

/// Days of the week, and months unless a person is called so.
fn is_day_or_month(word: &str, kind: EntityKind) -> bool {
    let is_month = matches!(word, "February" | "March" | "July" | "September" | "October" | "November" | "December");
    let may_be_called = matches!(word, "January" | "April" | "May" | "June" | "August") && kind != EntityKind::Person;
    let is_day = matches!(word, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday");
    is_day || is_month || may_be_called
}

/// Whether the words are all written small in a sentence that begins with a capital: "a union of dockers".
fn is_small(text: &Text, sentences: &[(u32, u32)], own: &Found) -> bool {
    let is_small = |at: usize| text.word(at).class == Class::Lower && text.word(at).flags & ALPHABETIC != 0;
    if !(own.start..own.end).all(is_small) {
        return false;
    }
    let index = sentences.partition_point(|sentence| sentence.1 as usize <= own.start);
    sentences.get(index).is_some_and(|sentence| text.word(sentence.0 as usize).class.is_capital())
}

#[cfg(test)]
mod tests {
    use crate::article::EntityKind;
    use crate::entity::{Recogniser, Scratch};

    fn names(body: &str) -> Vec<(EntityKind, String)> {
        let found = Recogniser::shipped().unwrap().annotate(&mut Scratch::new(), "", body, Some("en"), &[]);
        found.entities.into_iter().map(|entity| (entity.kind, entity.name)).collect()
    }

    #[test]
    fn a_surname_behind_an_initial_stays() {
        let body = "Kathy K. He was named chief executive of Halden Bank on Monday, the bank said in a statement.";
        assert!(has(body, "Kathy K. He") || !has(body, "Kathy K."), "{:?}", names(body));
    }

    fn has(body: &str, part: &str) -> bool {
        names(body).iter().any(|(_, name)| name.contains(part))
    }

    #[test]
    fn compounds_and_party_tags_are_no_names() {
        let body = "A Washington-based company built an Olympic-size pool, said Senator Maria Lindqvist, D-N.Y., and Peter Hallam, \
            R-TX, on Friday.";
        for part in ["based", "size", "D-N", "R-TX", "Friday"] {
            assert!(!has(body, part), "{part}: {:?}", names(body));
        }
        assert!(has(body, "Maria Lindqvist") && has(body, "Peter Hallam"));
    }

    #[test]
    fn a_body_with_two_fields_is_one_name() {
        let body = "The agency, Customs and Border Protection, said that the Centers for Disease Control and Prevention knew of it.";
        assert!(has(body, "Customs and Border Protection"), "{:?}", names(body));
        assert!(has(body, "Centers for Disease Control and Prevention"), "{:?}", names(body));
    }

    #[test]
    fn the_european_union_is_one_and_a_union_of_workers_none() {
        let body = "The European Union paid half of the cranes. A union of dockers agreed.";
        assert_eq!(names(body), [(EntityKind::Organisation, "European Union".to_owned())]);
    }

    #[test]
    fn names_at_the_end_of_a_text_are_survived() {
        for body in [
            "European",
            "European Central",
            "The European",
            "Border Protection and",
            "Disease Control and Prevention",
            "D.C.",
        ] {
            names(body);
        }
    }

    #[test]
    fn parties_are_told_from_other_words() {
        for party in ["D-N.Y.", "R-TX", "D-Calif.", "I-Vt."] {
            assert!(super::is_party(party), "{party}");
        }
        for word in ["D-Day", "R-rated", "I-95", "Dover"] {
            assert!(!super::is_party(word), "{word}");
        }
    }
}
