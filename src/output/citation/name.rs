//! A writer's name as given -> family name and given names, as far as that can be told.
//!
//! Bylines come as "Jane Doe". Styles of citations sort by family name, so the name is cut: particles in small letters belong
//! to the family name, `Jr.` and the like stand apart. What does not look like two names in a script that has capitals is
//! kept whole: agencies, desks, single names, names in Chinese. A name that already has a comma is taken as cut.

/// A name, cut or whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A human being.
    Person {
        /// Family name with its particles.
        family: String,
        /// Given names.
        given: String,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// Anything else, as written.
    Whole(String),
}

const PARTICLES: [&str; 26] = [
    "af", "al", "av", "bin", "ben", "da", "das", "de", "degli", "del", "della", "den", "der", "des", "di", "do", "dos",
    "du", "el", "la", "le", "ten", "ter", "van", "von", "zu",
];

const SUFFIXES: [&str; 7] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// Words of bylines that name no human being.
const COLLECTIVE: [&str; 22] = [
    "agencies",
    "agency",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editorial",
    "editors",
    "news",
    "newsroom",
    "office",
    "press",
    "redaktion",
    "report",
    "reporter",
    "reporters",
    "service",
    "staff",
    "team",
    "wire",
];

impl Name {
    /// Cuts a name.
    pub fn of(name: &str) -> Self {
        let words: Vec<&str> = name.split_whitespace().collect();
        let whole = words.join(" ");
        if let Some((family, given)) = whole.split_once(", ") {
            return Name::cut(family, given);
        }
        let has_capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
        let is_collective = |word: &&str| COLLECTIVE.contains(&word.to_lowercase().as_str());
        let is_one = words.len() < 2 || words.iter().filter(has_capital).count() < 2;
        if is_one || words.iter().any(is_collective) || whole.contains(',') {
            return Name::Whole(whole);
        }
        let (suffix, words) = match words.split_last() {
            Some((last, rest)) if rest.len() > 1 && SUFFIXES.contains(&last.to_lowercase().as_str()) => {
                (Some((*last).to_owned()), rest.to_vec())
            }
            _ => (None, words),
        };
        let last = words.len().saturating_sub(1);
        let before = words.iter().take(last).rev().take_while(|word| PARTICLES.contains(*word)).count();
        let (given, family) = words.split_at(last.saturating_sub(before));
        if given.is_empty() {
            return Name::Whole(whole);
        }
        Name::Person { family: family.join(" "), given: given.join(" "), suffix }
    }

    fn cut(family: &str, given: &str) -> Self {
        let is_suffix = |text: &str| SUFFIXES.contains(&text.to_lowercase().as_str());
        if is_suffix(given) || given.is_empty() || family.is_empty() {
            return match Name::of(family) {
                Name::Person { family, given: first, .. } if is_suffix(given) => {
                    Name::Person { family, given: first, suffix: Some(given.to_owned()) }
                }
                _ => Name::Whole(format!("{family}, {given}")),
            };
        }
        let (given, suffix) = match given.split_once(", ") {
            Some((given, suffix)) if is_suffix(suffix) => (given, Some(suffix.to_owned())),
            Some(_) => return Name::Whole(format!("{family}, {given}")),
            None => (given, None),
        };
        Name::Person { family: family.to_owned(), given: given.to_owned(), suffix }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(name: &str) -> String {
        match Name::of(name) {
            Name::Person { family, given, suffix } => {
                format!("{family}|{given}{}", suffix.map_or(String::new(), |suffix| format!("|{suffix}")))
            }
            Name::Whole(name) => name,
        }
    }

    #[test]
    fn names_of_people_are_cut_and_others_are_kept_whole() {
        for (name, expected) in [
            ("Jane Doe", "Doe|Jane"),
            ("  Jane   Q. Doe ", "Doe|Jane Q."),
            ("Ursula von der Leyen", "von der Leyen|Ursula"),
            ("Martin Luther King Jr.", "King|Martin Luther|Jr."),
            ("King, Martin Luther, Jr.", "King|Martin Luther|Jr."),
            ("Jane Doe, Jr.", "Doe|Jane|Jr."),
            ("Doe, Jane", "Doe|Jane"),
            ("Reuters", "Reuters"),
            ("Harbour Ledger staff", "Harbour Ledger staff"),
            ("Business Desk", "Business Desk"),
            ("王小明", "王小明"),
            ("van Gogh", "van Gogh"),
            ("", ""),
            (",", ","),
            ("a, b, c", "a, b, c"),
        ] {
            assert_eq!(cut(name), expected, "{name}");
        }
    }
}
