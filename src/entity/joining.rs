//! Which names of different articles are one?
//!
//! Names with equal keys ([`super::canonical_key`]) are. Other forms are joined to a name on the word of the articles that
//! hold both, and only if an archive leaves no doubt. A form that stands in one article for another name:
//!
//! - means the name that at least four in five of the articles mean that have it beside a fuller name;
//! - if it looks like that name (its initials; a person's first and last name without what stands between them), one such
//!   article is enough, unless there are a hundred times as many in which the form stands alone;
//! - any other form needs two such articles, and as many as those in which it stands alone;
//! - two names of people that differ in a short form of the first name (Andy, Andrew) are one if nobody else of the archive has
//!   that surname;
//! - the end of a person's name (a surname, alone or of several words) never joins two articles.
//!
//! Invariant: how names are joined does not depend on the order in which they are added.

use super::alias::abbreviates;
use super::person;
use super::tags::kind_index;
use crate::article::EntityKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Of ten articles that explain a form, how many must mean the same.
const AGREEING: u64 = 8;
/// Articles with a lone form for which one article that explains it may speak, if the form looks like the name.
const SPOKEN_FOR: u64 = 100;
/// Articles that must explain a form that does not look like its name.
const SUPPORT: u64 = 2;

/// Number of a name in a [`Joiner`], in the order in which they were added.
pub type NameNumber = u32;

/// Names and forms of an archive before they are joined.
#[derive(Debug, Default)]
pub struct Joiner {
    numbers: [FxHashMap<Box<str>, NameNumber>; 4],
    names: Vec<Counted>,
    /// What forms stand for: number of the form, of the name, and articles.
    meanings: Vec<(NameNumber, NameNumber, u64)>,
}

#[derive(Debug)]
struct Counted {
    kind: EntityKind,
    key: Box<str>,
    /// Articles in which it is the fullest form.
    articles: u64,
}

/// The names of an archive.
#[derive(Debug, Default)]
pub struct Joined {
    /// For each number of the joiner, the least number of the names that are the same.
    pub roots: Vec<NameNumber>,
    /// For each kind, in the order of [`EntityKind::ALL`], the numbers of its keys.
    pub numbers: [FxHashMap<Box<str>, NameNumber>; 4],
}

impl Joiner {
    /// Adds articles in which this is the fullest form of a name; returns its number.
    pub fn name(&mut self, kind: EntityKind, key: &str, articles: u64) -> NameNumber {
        let number = self.number(kind, key);
        if let Some(name) = self.names.get_mut(number as usize) {
            name.articles += articles;
        }
        number
    }

    /// Adds articles in which a form stands for a name besides the name itself.
    pub fn alias(&mut self, kind: EntityKind, form: &str, name: &str, articles: u64) {
        let (form, name) = (self.number(kind, form), self.number(kind, name));
        self.meanings.push((form, name, articles));
    }

    fn number(&mut self, kind: EntityKind, key: &str) -> NameNumber {
        let numbers = &mut self.numbers[kind_index(kind)];
        if let Some(number) = numbers.get(key) {
            return *number;
        }
        // An archive of four thousand million names does not fit a machine.
        let number = NameNumber::try_from(self.names.len()).unwrap_or(NameNumber::MAX);
        numbers.insert(key.into(), number);
        self.names.push(Counted { kind, key: key.into(), articles: 0 });
        number
    }

    /// Joins what belongs together.
    pub fn finish(mut self) -> Joined {
        let mut roots: Vec<NameNumber> = (0..).take(self.names.len()).collect();
        self.meanings.sort_unstable();
        for of_form in self.meanings.chunk_by(|one, other| one.0 == other.0) {
            if let Some((form, name)) = self.meaning(of_form) {
                let (one, other) = (root(&roots, form), root(&roots, name));
                if let Some(joined) = roots.get_mut(one.max(other) as usize) {
                    *joined = one.min(other);
                }
            }
        }
        for (one, other) in self.nicknames() {
            let (one, other) = (root(&roots, one), root(&roots, other));
            if let Some(joined) = roots.get_mut(one.max(other) as usize) {
                *joined = one.min(other);
            }
        }
        for number in 0..roots.len() {
            let found = root(&roots, number as NameNumber);
            if let Some(place) = roots.get_mut(number) {
                *place = found;
            }
        }
        Joined { roots, numbers: self.numbers }
    }

    /// Pairs of people who differ in the form of the first name only and whose surname nobody else has.
    fn nicknames(&self) -> Vec<(NameNumber, NameNumber)> {
        let mut by_surname: BTreeMap<&str, Vec<NameNumber>> = BTreeMap::new();
        for (number, name) in (0..).zip(&self.names).filter(|(_, name)| name.kind == EntityKind::Person) {
            if let Some((_, rest)) = name.key.split_once(' ') {
                by_surname.entry(person::surname(rest)).or_default().push(number);
            }
        }
        let key = |number: &NameNumber| self.names.get(*number as usize).map_or("", |name| &*name.key);
        let pair = |numbers: &Vec<NameNumber>| match numbers.as_slice() {
            [one, other] if person::differ_in_nickname(key(one), key(other)) => Some((*one, *other)),
            _ => None,
        };
        by_surname.values().filter_map(pair).collect()
    }

    /// The form and the name that it certainly means; see the module header.
    fn meaning(&self, meanings: &[(NameNumber, NameNumber, u64)]) -> Option<(NameNumber, NameNumber)> {
        let mut by_name: Vec<(u64, NameNumber)> = Vec::new();
        for same in meanings.chunk_by(|one, other| one.1 == other.1) {
            by_name.extend(same.first().map(|first| (same.iter().map(|meaning| meaning.2).sum(), first.1)));
        }
        let form = meanings.first()?.0;
        let explained: u64 = by_name.iter().map(|entry| entry.0).sum();
        // Of two with four fifths each there cannot be any, so that ties do not matter.
        let &(articles, name) = by_name.iter().max()?;
        let (form_name, full) = (self.names.get(form as usize)?, self.names.get(name as usize)?);
        let is_person = full.kind == EntityKind::Person;
        if articles * 10 < explained * AGREEING || is_person && is_surname(&form_name.key, &full.key) {
            return None;
        }
        let is_alike = abbreviates(&form_name.key, &full.key) && !is_person
            || is_person && has_same_ends(&form_name.key, &full.key);
        let is_certain = match is_alike {
            true => articles * SPOKEN_FOR >= form_name.articles,
            false => articles >= SUPPORT && articles >= form_name.articles,
        };
        is_certain.then_some((form, name))
    }
}

fn root(roots: &[NameNumber], mut number: NameNumber) -> NameNumber {
    // A name is joined to a smaller number only, so that this ends.
    while let Some(next) = roots.get(number as usize).filter(|next| **next < number) {
        number = *next;
    }
    number
}

/// Whether a person's form is one word, or the end of the name.
fn is_surname(form: &str, name: &str) -> bool {
    !form.contains(' ') || name.strip_suffix(form).is_some_and(|before| before.ends_with(' '))
}

/// "donald trump" and "donald j trump".
fn has_same_ends(one: &str, other: &str) -> bool {
    let ends = |key: &str| {
        key.split_once(' ').map(|(first, rest)| (first.to_owned(), rest.rsplit(' ').next().map(str::to_owned)))
    };
    ends(one).is_some_and(|found| Some(found) == ends(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityKind::{Organisation as Org, Person as Per};

    /// Whether two forms are one after names and aliases were added with their articles.
    fn are_one(kind: EntityKind, names: &[(&str, u64)], aliases: &[(&str, &str, u64)], pair: (&str, &str)) -> bool {
        let mut joiner = Joiner::default();
        for (key, articles) in names {
            joiner.name(kind, key, *articles);
        }
        aliases.iter().for_each(|(form, name, articles)| joiner.alias(kind, form, name, *articles));
        let joined = joiner.finish();
        let of = |key: &str| joined.roots[joined.numbers[kind_index(kind)][key] as usize];
        of(pair.0) == of(pair.1)
    }

    #[test]
    fn initials_join_on_the_word_of_one_article_unless_most_know_nothing_of_it() {
        let full = "federal communications commission";
        assert!(are_one(Org, &[(full, 1), ("fcc", 90)], &[("fcc", full, 1)], ("fcc", full)));
        assert!(!are_one(
            Org,
            &[("fictional cricket club", 1), ("fcc", 900)],
            &[("fcc", "fictional cricket club", 1)],
            ("fcc", "fictional cricket club")
        ));
    }

    #[test]
    fn a_form_of_several_names_joins_the_one_that_nearly_all_mean_or_none() {
        let aliases = |others| [("ap", "associated press", 8), ("ap", "alpine party", others)];
        let names = [("associated press", 8), ("alpine party", 2)];
        assert!(are_one(Org, &names, &aliases(2), ("ap", "associated press")));
        assert!(!are_one(Org, &names, &aliases(3), ("ap", "associated press")));
        assert!(!are_one(Org, &names, &aliases(2), ("ap", "alpine party")));
    }

    #[test]
    fn surnames_join_nothing_and_middle_initials_do_not_part() {
        let trump = [("donald trump", 60), ("donald j trump", 2), ("trump", 9)];
        assert!(are_one(Per, &trump, &[("donald trump", "donald j trump", 1)], ("donald trump", "donald j trump")));
        assert!(!are_one(Per, &trump, &[("trump", "donald trump", 50)], ("trump", "donald trump")));
        assert!(!are_one(Per, &[("van dyke", 1)], &[("van dyke", "dick van dyke", 9)], ("van dyke", "dick van dyke")));
    }

    #[test]
    fn other_forms_need_two_articles_and_as_many_as_stand_alone() {
        let gates = |own, articles| {
            are_one(
                Per,
                &[("bill gates", 9), ("trey gates", own)],
                &[("trey gates", "bill gates", articles)],
                ("bill gates", "trey gates"),
            )
        };
        assert!(gates(2, 2) && !gates(0, 1) && !gates(3, 2));
    }

    #[test]
    fn short_forms_of_first_names_join_unless_others_have_the_surname() {
        let jassys = [("andy jassy", 9), ("andrew jassy", 1)];
        assert!(are_one(Per, &jassys, &[], ("andy jassy", "andrew jassy")));
        let with = |other| [("andy jassy", 9), ("andrew jassy", 1), (other, 1)];
        assert!(!are_one(Per, &with("mary jassy"), &[], ("andy jassy", "andrew jassy")));
        assert!(are_one(Per, &with("mary smith"), &[], ("andy jassy", "andrew jassy")));
    }

    proptest::proptest! {
        #[test]
        fn the_order_makes_no_difference(
            pairs in proptest::collection::vec((0u8..6, 0u8..6, 1u64..4), 1..12),
            turn in 0usize..12,
        ) {
            let key = |number: u8| format!("a{number} b c");
            let partition = |pairs: &[(u8, u8, u64)]| {
                let mut joiner = Joiner::default();
                for (form, name, articles) in pairs {
                    joiner.alias(Org, &key(*form), &key(*name), *articles);
                }
                let joined = joiner.finish();
                let of = |number: u8| joined.numbers[1].get(key(number).as_str()).map(|number| joined.roots[*number as usize]);
                let same = (0..6u8).flat_map(|one| (0..6u8).map(move |other| (one, other)));
                same.map(|(one, other)| of(one).is_some() && of(one) == of(other)).collect::<Vec<_>>()
            };
            let mut turned = pairs.clone();
            turned.rotate_left(turn % pairs.len());
            turned.reverse();
            proptest::prop_assert_eq!(partition(&pairs), partition(&turned));
        }
    }
}
