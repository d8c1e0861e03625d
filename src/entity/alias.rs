//! Which mentions of one article mean the same thing.
//!
//! Forms with the same normal form and kind are one. A surname or first name alone joins the one person
//! of the article who bears it; initials join the one organisation they abbreviate; an organisation's
//! first words join the one that begins so, if that is its full form ([`super::organisation`]) or what the text introduces it
//! by: not a longer name that comes after the shorter one, for that is a part or a product of it. What could join several joins none. A slip of the keyboard joins the
//! organisation that it nearly spells.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::canonical::canonical_key;
use super::organisation;
use super::person;
use super::tags::kind_index;
use crate::article::EntityKind;

/// A mention as the linker sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The text, white space made single.
    pub text: String,
    /// What it names.
    pub kind: EntityKind,
    /// Entry of the user's gazetteer that it was found by.
    pub entry: Option<u32>,
    /// Mention whose abbreviation in brackets this is: "Federal Reserve (Fed)".
    pub abbreviates: Option<usize>,
    /// Whether it stands in the headline, where words that are no names have capitals too.
    pub in_headline: bool,
}

/// Forms of one thing.
#[derive(Debug, Clone)]
struct Group<'a> {
    key: &'a str,
    /// The words of the key.
    words: Vec<&'a str>,
    kind: EntityKind,
    entry: Option<u32>,
    /// The group that this one was found to be a part of.
    joined: Option<usize>,
    /// Position of its first mention below the headline.
    first: Option<usize>,
    /// Mentions.
    count: usize,
    /// Whether all its mentions are written in capitals.
    is_shouted: bool,
}

/// For each form the number of the thing it names; things are numbered in order of first mention.
pub fn link(forms: &[Form]) -> Vec<usize> {
    let keys = keys(forms);
    let (mut groups, of_form) = group(forms, &keys);
    for (index, form) in forms.iter().enumerate() {
        if let Some(full) = form.abbreviates
            && let (Some(&short), Some(&long)) = (of_form.get(index), of_form.get(full))
        {
            join(&mut groups, short, long);
        }
    }
    // Longer forms first, so that a surname meets "A. Jassy" and "Andy Jassy" as one.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(groups.get(index).map_or(0, |group| group.words.len())));
    for short in order {
        if let Some(long) = only_longer_form(&groups, short) {
            join(&mut groups, short, long);
        }
    }
    for (odd, organisation) in misspelt(&groups, &of_form) {
        join(&mut groups, odd, organisation);
    }
    let mut numbers = FxHashMap::default();
    let number = |group: usize| {
        let root = root(&groups, group);
        let next = numbers.len();
        *numbers.entry(root).or_insert(next)
    };
    of_form.into_iter().map(number).collect()
}

/// The normal form of each form's name; the name itself if it has none.
fn keys(forms: &[Form]) -> Vec<Rc<str>> {
    let mut known: FxHashMap<&str, Rc<str>> = FxHashMap::default();
    let key = |text: &str| {
        let key = canonical_key(text);
        Rc::from(if key.is_empty() { text } else { &key })
    };
    forms.iter().map(|form| Rc::clone(known.entry(&form.text).or_insert_with(|| key(&form.text)))).collect()
}

fn group<'a>(forms: &[Form], keys: &'a [Rc<str>]) -> (Vec<Group<'a>>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: FxHashMap<(&str, usize, Option<u32>), usize> = FxHashMap::default();
    let mut of_form = Vec::with_capacity(forms.len());
    for (index, (form, key)) in forms.iter().zip(keys).enumerate() {
        let named = if form.entry.is_some() { "" } else { key };
        let group = *known.entry((named, kind_index(form.kind), form.entry)).or_insert_with(|| {
            let words = key.split(' ').collect();
            let (kind, entry) = (form.kind, form.entry);
            groups.push(Group { key, words, kind, entry, joined: None, first: None, count: 0, is_shouted: true });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.count += 1;
            group.first = group.first.or((!form.in_headline).then_some(index));
            group.is_shouted &= !form.text.chars().any(char::is_lowercase);
        }
        of_form.push(group);
    }
    (groups, of_form)
}

fn root(groups: &[Group], mut at: usize) -> usize {
    // Joins only ever point to a root, so that chains are short; the bound is for safety alone.
    for _ in 0..groups.len() {
        match groups.get(at).and_then(|group| group.joined) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn join(groups: &mut [Group], short: usize, long: usize) {
    let (short, long) = (root(groups, short), root(groups, long));
    let both_named = groups.get(short).is_some_and(|group| group.entry.is_some())
        && groups.get(long).is_some_and(|group| group.entry.is_some());
    if short != long
        && !both_named
        && let Some(group) = groups.get_mut(short)
    {
        group.joined = Some(long);
    }
}

/// The one group that `short` is a shorter name of.
fn only_longer_form(groups: &[Group], short: usize) -> Option<usize> {
    let group = groups.get(short).filter(|group| group.joined.is_none() && group.entry.is_none())?;
    let mut found = None;
    for (index, other) in groups.iter().enumerate() {
        if index == short || !is_short_form(group, other) {
            continue;
        }
        let other = root(groups, index);
        if other == short || found.is_some_and(|found| found != other) {
            return None;
        }
        found = Some(other);
    }
    found
}

fn is_short_form(short: &Group, long: &Group) -> bool {
    if short.kind != long.kind {
        return false;
    }
    match short.kind {
        EntityKind::Person => is_persons_short_form(short, long),
        EntityKind::Other => short.count <= long.count * MOST_OFTENER && is_version(short.key, long.key),
        EntityKind::Organisation if long.words.len() > short.words.len() => {
            is_organisations_short_form(short, long) || is_acronym(short.key, long.key)
        }
        _ => false,
    }
}

/// "claude fable" and "fable 5" are short for "claude fable 5".
fn is_version(short: &str, long: &str) -> bool {
    let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let Some((base, number)) =
        long.rsplit_once(' ').filter(|(_, number)| is_number(number) && long.starts_with(char::is_alphabetic))
    else {
        return false;
    };
    let is_end = |base: &str| base.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with(' '));
    let with_number = short.rsplit_once(' ').filter(|(_, own)| *own == number && short != long);
    base == short || with_number.is_some() && is_end(long)
}

/// "carlyle" is short for "carlyle group", and for "carlyle bay" if the text speaks of that first.
fn is_organisations_short_form(short: &Group, long: &Group) -> bool {
    if is_generic(short.key) {
        return false;
    }
    let comes_first = long.first.is_some_and(|long| short.first.is_none_or(|short| long < short));
    organisation::is_full_form(short.key, long.key) && long.first.is_some()
        || comes_first
            && !short.is_shouted
            && short.count <= long.count * MOST_OFTENER
            && organisation::may_introduce(short.key, long.key)
}

/// "jassy" and "andy" are short for "andy jassy", and any other form that fits the same person is the same.
fn is_persons_short_form(short: &Group, long: &Group) -> bool {
    let Some(&first) = long.words.first() else {
        return false;
    };
    let last = person::surname(long.key);
    match short.words.as_slice() {
        [single] => long.words.len() > 1 && single.chars().count() > 1 && (*single == last || *single == first),
        // A surname of several words: "van dyke" for "dick van dyke".
        words if long.words.len() > words.len() && long.words.ends_with(words) => true,
        words => {
            words.len() <= long.words.len()
                && person::surname(short.key) == last
                && person::fit_one(short.key, long.key)
        }
    }
}

/// Times that a shorter form may be mentioned for each mention of the longer one that is to introduce it: what an article is
/// about is not introduced by a name that it uses once.
const MOST_OFTENER: usize = 6;

/// Letters that a word must have for slips in it to be told from other words.
const SHORTEST_SLIP: usize = 7;
/// Mentions of an organisation against which one odd spelling is taken for a slip.
const LEAST_MENTIONS: usize = 3;

/// Words that were taken for people, stand there once, and nearly spell the one organisation that the article goes on about:
/// "Anthphic" in an article on Anthropic. The ends must agree and be two thirds of the letters, because slips are made within
/// words; what is a person's name in this article, or part of one, is none.
fn misspelt(groups: &[Group], of_form: &[usize]) -> Vec<(usize, usize)> {
    let mut mentions = vec![0; groups.len()];
    for group in of_form {
        if let Some(count) = mentions.get_mut(root(groups, *group)) {
            *count += 1;
        }
    }
    let is_root = |index: usize| groups.get(index).is_some_and(|group| group.joined.is_none());
    let count = |index: usize| mentions.get(index).copied().unwrap_or(0);
    let is_odd = |(index, group): &(usize, &Group)| {
        group.kind == EntityKind::Person && group.entry.is_none() && is_root(*index) && count(*index) == 1
    };
    let mut found = Vec::new();
    for (odd, group) in groups.iter().enumerate().filter(is_odd) {
        let is_meant = |(index, other): &(usize, &Group)| {
            other.kind == EntityKind::Organisation
                && is_root(*index)
                && count(*index) >= LEAST_MENTIONS
                && nearly_spells(group.key, other.key)
        };
        let mut meant = groups.iter().enumerate().filter(is_meant).map(|(index, _)| index);
        if let (Some(organisation), None) = (meant.next(), meant.next()) {
            found.push((odd, organisation));
        }
    }
    found
}

/// Whether two different words agree at both ends, and these are two thirds of the longer one.
fn nearly_spells(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    if one == other || shorter < SHORTEST_SLIP || one.contains(&' ') || other.contains(&' ') {
        return false;
    }
    let same = |pair: &(&char, &char)| pair.0 == pair.1;
    let start = one.iter().zip(&other).take_while(same).count();
    let end = one.iter().rev().zip(other.iter().rev()).take_while(same).count().min(shorter - start);
    start > 0 && end > 0 && (start + end) * 3 >= longer * 2
}

/// First words that too many organisations share.
fn is_generic(key: &str) -> bool {
    matches!(
        key,
        "bank"
            | "university"
            | "ministry"
            | "department"
            | "national"
            | "federal"
            | "international"
            | "american"
            | "united"
            | "new"
            | "first"
            | "general"
            | "royal"
            | "state"
            | "world"
            | "european"
            | "central"
            | "house"
            | "party"
            | "council"
            | "court"
            | "city"
            | "north"
            | "south"
            | "east"
            | "west"
            | "high"
            | "supreme"
            | "senate"
            | "congress"
            | "parliament"
            | "government"
            | "union"
    )
}

/// Whether `short` is made of the initials of `long`, with or without its small words.
///
/// Both are in normal form. Two letters alone fit by chance too often: see [`abbreviates`].
pub fn is_acronym(short: &str, long: &str) -> bool {
    short.chars().count() >= 3 && abbreviates(short, long)
}

/// As [`is_acronym`], for a short form that the text itself puts beside the long one.
pub fn abbreviates(short: &str, long: &str) -> bool {
    let length = short.chars().count();
    if !(2..=8).contains(&length) || short.contains(' ') {
        return false;
    }
    let initials = |all: bool| -> String {
        let small = |word: &&str| matches!(*word, "of" | "the" | "and" | "for" | "in" | "on" | "to" | "de" | "s");
        long.split(' ').filter(|word| all || !small(word)).filter_map(|word| word.chars().next()).collect()
    };
    initials(false) == short || initials(true) == short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(list: &[(&str, EntityKind)]) -> Vec<Form> {
        let form = |&(text, kind): &(&str, EntityKind)| Form {
            text: text.to_owned(),
            kind,
            entry: None,
            abbreviates: None,
            in_headline: false,
        };
        list.iter().map(form).collect()
    }

    use EntityKind::{Organisation as Org, Person as Per, Place};

    #[test]
    fn a_surname_and_a_title_join_the_full_name() {
        let list = forms(&[("Andy Jassy", Per), ("Jassy", Per), ("Mr Jassy", Per), ("Andy", Per), ("A. Jassy", Per)]);
        assert_eq!(link(&list), [0; 5]);
    }

    #[test]
    fn forms_of_one_persons_name_are_one_and_namesakes_are_not() {
        let list =
            [("Patrick Carlineo Jr.", Per), ("Pat Carlineo", Per), ("Patrick W. Carlineo", Per), ("Carlineo", Per)];
        assert_eq!(link(&forms(&list)), [0; 4]);
        let list = [("John M. Ford", Per), ("John Milo Ford", Per), ("Mike Ford", Per), ("Ford", Per)];
        assert_eq!(link(&forms(&list)), [0, 0, 1, 2]);
    }

    #[test]
    fn versions_of_one_product_are_one_unless_there_are_several() {
        use EntityKind::Other;
        assert_eq!(link(&forms(&[("Claude Fable", Other), ("Fable 5", Other), ("Claude Fable 5", Other)])), [0; 3]);
        assert_eq!(link(&forms(&[("Mythos", Other), ("Mythos 5", Other), ("Mythos 6", Other)])), [0, 1, 2]);
    }

    #[test]
    fn an_ambiguous_surname_joins_nobody() {
        let list = forms(&[("Bill Clinton", Per), ("Hillary Clinton", Per), ("Clinton", Per), ("Hillary", Per)]);
        assert_eq!(link(&list), [0, 1, 2, 1]);
    }

    #[test]
    fn a_longer_name_takes_a_shorter_one_only_as_its_full_form_or_introduction() {
        let ends = |list: &[(&str, EntityKind)]| link(&forms(list)).last().copied();
        assert_eq!(ends(&[("Ascom", Org), ("Ascom Myco", Org)]), Some(1), "a product named later");
        assert_eq!(ends(&[("Carlyle", Org), ("The Carlyle Group", Org)]), Some(0));
        assert_eq!(ends(&[("Hachette Book Group", Org), ("Hachette", Org)]), Some(0));
        assert_eq!(ends(&[("UEFA Nations League", Org), ("UEFA", Org)]), Some(1));
        assert_eq!(ends(&[("Google Stadia Founder", Org), ("Google", Org)]), Some(1));
        let mut list = forms(&[("Apple Delays Vision Pro", Org), ("Apple", Org)]);
        list[0].in_headline = true;
        assert_eq!(link(&list), [0, 1], "words of a headline");
    }

    #[test]
    fn initials_join_their_organisation() {
        let list = forms(&[
            ("WSJ", Org),
            ("The Wall Street Journal", Org),
            ("Department of Justice", Org),
            ("DOJ", Org),
            ("Anthropic", Org),
            ("Anthropic PBC", Org),
        ]);
        assert_eq!(link(&list), [0, 0, 1, 1, 2, 2]);
    }

    #[test]
    fn kinds_stay_apart_and_countries_meet() {
        let list = forms(&[("Washington", Per), ("Washington", Place), ("U.S.", Place), ("United States", Place)]);
        assert_eq!(link(&list), [0, 1, 2, 2]);
    }

    #[test]
    fn a_slip_joins_the_organisation_that_it_nearly_spells() {
        let with = |odd: &str, kind, times: usize| {
            let mut list = vec![("Anthropic", Org); times];
            list.push((odd, kind));
            link(&forms(&list))[times] == 0
        };
        assert!(with("Anthphic", Per, 3) && with("Antropic", Per, 3));
        assert!(!with("Anthphic", Per, 2), "too few mentions to tell what is right");
        assert!(!with("Anthony", Per, 3) && !with("Antarctic", Per, 3) && !with("Anthphic", Place, 3));
        let list =
            [("Anthropic", Org), ("Anthropic", Org), ("Anthropic", Org), ("Anthphic", Per), ("Ada Anthphic", Per)];
        assert_eq!(link(&forms(&list)), [0, 0, 0, 1, 1], "a surname is no slip");
        let list = [("Barclays", Org), ("Barclays", Org), ("Barclays", Org), ("Barclay", Per), ("Barclay", Per)];
        assert_eq!(link(&forms(&list))[3], 1, "what stands there twice is no slip");
    }

    #[test]
    fn an_abbreviation_in_brackets_joins_whatever_its_kind() {
        let mut list = forms(&[("European Union", Org), ("EU", Place), ("EU", Place)]);
        list[1].abbreviates = Some(0);
        assert_eq!(link(&list), [0, 0, 0]);
    }
}
