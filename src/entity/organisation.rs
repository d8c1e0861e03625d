//! When is a longer name of an organisation the full form of a shorter one, and which words say that something is one?
//!
//! "Carlyle Group" is Carlyle in full, because a group is what Carlyle is. "Apple Thunderbolt" is not Apple in full, but
//! something of Apple's. Names are in normal form ([`super::canonical_key`]).

/// Words that say what kind of body a name is of, sorted. None is a frequent surname, for people are told by them as well.
const HEADS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "airlines",
    "airways",
    "alliance",
    "associates",
    "association",
    "authority",
    "bancorp",
    "biosciences",
    "brewery",
    "broadcasting",
    "bureau",
    "capital",
    "chemicals",
    "club",
    "college",
    "commission",
    "committee",
    "communications",
    "company",
    "components",
    "compute",
    "computing",
    "confederation",
    "consortium",
    "consulting",
    "cooperative",
    "corp",
    "corporation",
    "council",
    "department",
    "electronics",
    "energy",
    "enterprises",
    "entertainment",
    "federation",
    "fiber",
    "fibre",
    "financial",
    "foods",
    "forum",
    "foundation",
    "fund",
    "group",
    "healthcare",
    "holding",
    "holdings",
    "hospital",
    "industries",
    "institute",
    "institution",
    "insurance",
    "interactive",
    "international",
    "investments",
    "laboratories",
    "laboratory",
    "limited",
    "lithography",
    "logistics",
    "manufacturing",
    "microdevices",
    "microsystems",
    "ministry",
    "motors",
    "museum",
    "networks",
    "organisation",
    "organization",
    "parliament",
    "partners",
    "partnership",
    "petroleum",
    "pharma",
    "pharmaceuticals",
    "press",
    "productions",
    "publishing",
    "railway",
    "railways",
    "research",
    "resources",
    "robotics",
    "secretariat",
    "securities",
    "semiconductor",
    "semiconductors",
    "services",
    "shipyard",
    "society",
    "solutions",
    "studios",
    "symphony",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "terminals",
    "theatre",
    "tribunal",
    "trust",
    "university",
    "ventures",
    "works",
];

/// Heads that are also surnames or ends of the names of places, and so say nothing alone, sorted.
const WEAK_HEADS: &[&str] =
    &["bank", "board", "brothers", "church", "city", "co", "court", "fc", "house", "pbc", "sons", "union", "united"];

/// Heads of bodies that belong to another: a senate's committee is not the senate.
const PARTS: &[&str] =
    &["administration", "commission", "committee", "council", "department", "press", "research", "services"];

/// Words that nobody is called by alone.
const JOBS: &[&str] =
    &["boss", "ceo", "chief", "cofounder", "director", "executive", "founder", "head", "leader", "president"];

/// Heads of companies, whose names are no people's and no places'.
const COMPANIES: &[&str] = &[
    "airlines",
    "bancorp",
    "biosciences",
    "chemicals",
    "components",
    "electronics",
    "fiber",
    "fibre",
    "foods",
    "holdings",
    "industries",
    "lithography",
    "microdevices",
    "microsystems",
    "motors",
    "pharmaceuticals",
    "robotics",
    "semiconductor",
    "semiconductors",
    "telecom",
];

/// Whether a name that ends in `word` is a company's.
pub fn is_company(word: &str) -> bool {
    COMPANIES.binary_search(&word).is_ok()
}

/// Whether a name that ends in `word` is hardly ever a person's.
pub fn is_head(word: &str) -> bool {
    HEADS.binary_search(&word).is_ok()
}

/// Whether `long`, which begins with the words of `short`, only says in more words what `short` is.
pub fn is_full_form(short: &str, long: &str) -> bool {
    let Some(rest) = rest(short, long) else {
        return false;
    };
    let says_what = |word: &str| is_head(word) || WEAK_HEADS.contains(&word) || word == "and";
    let is_part = !short.contains(' ') && rest.split(' ').any(|word| PARTS.contains(&word)) && rest.contains(' ');
    rest.split(' ').all(says_what) && !is_part
}

/// Whether `long` may be the name under which an article introduces what it calls `short` from then on. Letters that stand for
/// words ("UEFA") are introduced by those words; who does a job in a company is not the company.
pub fn may_introduce(short: &str, long: &str) -> bool {
    rest(short, long).is_some_and(|rest| {
        let mut words = rest.split(' ');
        rest.split(' ').count() <= 3 && !words.any(|word| JOBS.contains(&word))
    })
}

fn rest<'a>(short: &str, long: &'a str) -> Option<&'a str> {
    long.strip_prefix(short)?.strip_prefix(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_are_sorted() {
        assert!(
            COMPANIES.is_sorted()
                && HEADS.is_sorted()
                && WEAK_HEADS.is_sorted()
                && PARTS.is_sorted()
                && JOBS.is_sorted()
        );
    }

    #[test]
    fn a_full_form_says_what_something_is_and_adds_nothing_of_its_own() {
        assert!(is_full_form("carlyle", "carlyle group") && is_full_form("skyhorse", "skyhorse publishing"));
        assert!(is_full_form("de grey", "de grey energy and resources"));
        assert!(!is_full_form("apple", "apple thunderbolt") && !is_full_form("apple", "applegate group"));
        assert!(!is_full_form("senate", "senate energy committee"));
    }
}
