//! Do two names of people fit one person?
//!
//! "Patrick W. Carlineo", "Pat Carlineo" and "Patrick Carlineo Jr." do: same surname, first names that are forms of one, and
//! nothing between or after them that differs. Names are in normal form ([`super::canonical_key`]).

/// English first names and their short forms; a name may have several lines. Own list of the usual ones.
const SHORT_FORMS: &[(&str, &[&str])] = &[
    ("abigail", &["abby"]),
    ("albert", &["al", "bert"]),
    ("alexander", &["alex", "sandy"]),
    ("alexandra", &["alex", "sandra"]),
    ("alfred", &["alf", "fred"]),
    ("andrew", &["andy", "drew"]),
    ("anthony", &["tony"]),
    ("arthur", &["art"]),
    ("barbara", &["barb"]),
    ("benjamin", &["ben"]),
    ("bernard", &["bernie"]),
    ("bradley", &["brad"]),
    ("catherine", &["cathy", "kate"]),
    ("charles", &["charlie", "chuck"]),
    ("christine", &["chris", "christy"]),
    ("christopher", &["chris"]),
    ("clifford", &["cliff"]),
    ("daniel", &["dan", "danny"]),
    ("david", &["dave"]),
    ("deborah", &["deb", "debbie"]),
    ("dennis", &["denny"]),
    ("donald", &["don", "donny"]),
    ("douglas", &["doug"]),
    ("edward", &["ed", "eddie", "ted"]),
    ("elizabeth", &["beth", "betty", "liz", "lizzie"]),
    ("eugene", &["gene"]),
    ("frances", &["fran"]),
    ("francis", &["frank"]),
    ("frederick", &["fred", "freddie"]),
    ("gabriel", &["gabe"]),
    ("gerald", &["gerry", "jerry"]),
    ("gregory", &["greg"]),
    ("harold", &["hal", "harry"]),
    ("henry", &["hank", "harry"]),
    ("isaac", &["ike"]),
    ("jacob", &["jake"]),
    ("james", &["jim", "jimmy"]),
    ("jeffrey", &["jeff"]),
    ("jennifer", &["jen", "jenny"]),
    ("jessica", &["jess"]),
    ("john", &["jack", "johnny"]),
    ("jonathan", &["jon"]),
    ("joseph", &["joe", "joey"]),
    ("joshua", &["josh"]),
    ("judith", &["judy"]),
    ("katherine", &["kate", "kathy", "katie"]),
    ("kenneth", &["ken", "kenny"]),
    ("kimberly", &["kim"]),
    ("lawrence", &["larry"]),
    ("leonard", &["len", "lenny"]),
    ("louis", &["lou"]),
    ("margaret", &["maggie", "meg", "peggy"]),
    ("martin", &["marty"]),
    ("matthew", &["matt"]),
    ("michael", &["mick", "mike"]),
    ("mitchell", &["mitch"]),
    ("nathaniel", &["nate", "nathan"]),
    ("nicholas", &["nick"]),
    ("pamela", &["pam"]),
    ("patricia", &["pat", "patty", "trish"]),
    ("patrick", &["paddy", "pat"]),
    ("peter", &["pete"]),
    ("philip", &["phil"]),
    ("phillip", &["phil"]),
    ("raymond", &["ray"]),
    ("rebecca", &["becca", "becky"]),
    ("richard", &["dick", "rich", "rick"]),
    ("robert", &["bob", "bobby", "rob", "robbie"]),
    ("ronald", &["ron", "ronnie"]),
    ("russell", &["russ"]),
    ("samantha", &["sam"]),
    ("samuel", &["sam"]),
    ("stephen", &["steve"]),
    ("steven", &["steve"]),
    ("stuart", &["stu"]),
    ("susan", &["sue", "susie"]),
    ("terence", &["terry"]),
    ("theodore", &["ted", "teddy"]),
    ("theresa", &["terry"]),
    ("thomas", &["tom", "tommy"]),
    ("timothy", &["tim"]),
    ("valerie", &["val"]),
    ("victor", &["vic"]),
    ("victoria", &["vicky"]),
    ("vincent", &["vince"]),
    ("walter", &["walt"]),
    ("william", &["bill", "billy", "will"]),
    ("zachary", &["zach"]),
];

/// The parts of a name of two words or more.
#[derive(Debug, Clone, Copy)]
struct Parts<'a> {
    first: &'a str,
    middle: &'a str,
    last: &'a str,
    /// "jr", "iii".
    generation: &'a str,
}

/// Whether two names of at least two words each fit one person.
pub fn fit_one(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (parts(one), parts(other)) else {
        return false;
    };
    let is_free_or_same = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    one.last == other.last
        && is_free_or_same(one.generation, other.generation)
        && first_names_fit(one.first, other.first)
        && middles_fit(one.middle, other.middle)
}

/// Whether the names differ only in the form of the first: "andy jassy" and "andrew jassy".
pub fn differ_in_nickname(one: &str, other: &str) -> bool {
    match (one.split_once(' '), other.split_once(' ')) {
        (Some((first, rest)), Some((other_first, other_rest))) => {
            rest == other_rest && first != other_first && is_nickname(first, other_first)
        }
        _ => false,
    }
}

/// The last word of a person's name, but for "jr" and the like.
pub fn surname(key: &str) -> &str {
    let mut words = key.rsplit(' ').filter(|word| !is_generation(word));
    words.next().unwrap_or(key)
}

/// Whether a word, in normal form, tells a son from his father.
fn is_generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

fn parts(key: &str) -> Option<Parts<'_>> {
    let (first, rest) = key.split_once(' ')?;
    let (rest, generation) = rest.rsplit_once(' ').filter(|(_, last)| is_generation(last)).unwrap_or((rest, ""));
    let (middle, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
    Some(Parts { first, middle, last, generation })
}

fn first_names_fit(one: &str, other: &str) -> bool {
    one == other || is_initial_of(one, other) || is_initial_of(other, one) || is_nickname(one, other)
}

fn is_initial_of(initial: &str, name: &str) -> bool {
    initial.chars().count() == 1 && name.starts_with(initial)
}

/// Names between fit if one has none, or each of them begins alike; a missing one at the end does not matter.
fn middles_fit(one: &str, other: &str) -> bool {
    one.split_whitespace()
        .zip(other.split_whitespace())
        .all(|(one, other)| one == other || is_initial_of(one, other) || is_initial_of(other, one))
}

fn is_nickname(one: &str, other: &str) -> bool {
    let has = |full: &str, short: &str| {
        let found = SHORT_FORMS.binary_search_by(|entry| entry.0.cmp(full));
        found.ok().and_then(|at| SHORT_FORMS.get(at)).is_some_and(|(_, forms)| forms.contains(&short))
    };
    has(one, other) || has(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(SHORT_FORMS.is_sorted());
    }

    #[test]
    fn forms_of_one_persons_name_fit_and_others_do_not() {
        let fits = [
            ("patrick carlineo jr", "patrick w carlineo"),
            ("patrick w carlineo", "pat carlineo"),
            ("joshua apte", "josh apte"),
            ("john m ford", "john milo ford"),
            ("j ford", "john ford"),
        ];
        for (one, other) in fits {
            assert!(fit_one(one, other) && fit_one(other, one), "{one}, {other}");
        }
        let others = [
            ("john ford", "mike ford"),
            ("john m ford", "john t ford"),
            ("george bush sr", "george bush jr"),
            ("john ford", "john forde"),
            ("ford", "john ford"),
        ];
        for (one, other) in others {
            assert!(!fit_one(one, other), "{one}, {other}");
        }
        assert!(differ_in_nickname("andy jassy", "andrew jassy") && !differ_in_nickname("andy jassy", "andy jassy"));
    }
}
