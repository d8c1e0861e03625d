//! Does this word of a text answer that word of the query?
//!
//! A [`WordTest`] answers for one key (see [`crate::text::term`]) and one language; the dictionary is searched with the
//! same test ([`super::expansion`]) as the text of a hit is when it is shown, so evidence and result agree.
//!
//! What counts, unless the query is stricter: the same folded word in any language; and a word with the same Snowball stem in
//! the language of the article, provided it shares the beginning that a suffix stemmer leaves alone.

use crate::query::ast::{Case, Form, Pattern};
use crate::search::likeness::edits_within;
use crate::search::pattern::{self, Piece};
use crate::text::{plural, term};
use frostem::{Algorithm, Stemmer};

/// Languages of an archive, numbered; at most 63 have numbers of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    tags: Vec<String>,
}

/// Languages for which something holds, as bits. Bit 63 stands for articles of unknown language.
pub type LanguageMask = u64;

/// Every language, and none.
pub const ALL_LANGUAGES: LanguageMask = u64::MAX;

/// The number of articles of unknown language, and of languages beyond the first 63.
pub const UNKNOWN_LANGUAGE: u8 = 63;

impl Languages {
    /// Numbers these tags in their order.
    pub fn new(mut tags: Vec<String>) -> Self {
        tags.truncate(usize::from(UNKNOWN_LANGUAGE));
        Languages { tags }
    }

    /// Whether some language is so.
    pub fn any(&self, is_so: impl Fn(&str) -> bool) -> bool {
        self.tags.iter().any(|tag| is_so(tag))
    }

    /// The number of a language.
    pub fn number(&self, tag: &str) -> u8 {
        let at = self.tags.iter().position(|known| known == tag);
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(UNKNOWN_LANGUAGE)
    }

    /// Languages that can be stemmed, with their numbers.
    fn stemmers(&self) -> Vec<(LanguageMask, Stemmer)> {
        self.tags
            .iter()
            .enumerate()
            .filter(|(_, tag)| tag.len() == 2)
            .filter_map(|(number, tag)| {
                Algorithm::from_name(tag).ok().map(|algorithm| (1 << number, Stemmer::new(algorithm)))
            })
            .collect()
    }
}

/// One word of a query, ready to be compared with keys.
pub struct WordTest {
    kind: Kind,
    case: Case,
}

enum Kind {
    Stemmed {
        folded: String,
        stems: Vec<Stem>,
    },
    /// The word as written, in lower case, accents kept.
    Exact {
        lower: String,
    },
    /// One whole word, as folded.
    Folded {
        folded: String,
    },
    Plural {
        folded: String,
        stems: Vec<Stem>,
    },
    /// The folded word, its regular plural, its singular.
    Number {
        folded: String,
    },
    Wildcard {
        pattern: Vec<Piece>,
        is_exact: bool,
    },
    Fuzzy {
        folded: String,
        distance: u8,
    },
    Regex {
        regex: regex::Regex,
        /// Letters with which every word begins that matches.
        beginning: String,
    },
}

struct Stem {
    languages: LanguageMask,
    stemmer: Stemmer,
    stem: String,
    /// What a word must begin with, folded.
    beginning: String,
}

/// Characters at the end of a stem that other forms of the word may not share.
const CHANGING_END: usize = 2;

impl WordTest {
    /// A test for one token of a query word.
    pub fn token(token: &str, form: Form, case: Case, pattern: Pattern, languages: &Languages) -> Self {
        let folded = term::folded(token);
        let kind = match (pattern, form) {
            (Pattern::Fuzzy(distance), _) => Kind::Fuzzy { folded, distance },
            (Pattern::Wildcard, _) => Kind::Folded { folded },
            (Pattern::Plain, Form::Exact) => Kind::Exact { lower: term::as_written(&term::key(token)).to_lowercase() },
            (Pattern::Plain, Form::Number) => Kind::Number { folded },
            (Pattern::Plain, Form::Singular) => Kind::Folded { folded },
            (Pattern::Plain, Form::Plural) => Kind::Plural { stems: stems(token, languages), folded },
            (Pattern::Plain, Form::Stemmed) => Kind::Stemmed { stems: stems(token, languages), folded },
        };
        WordTest { kind, case }
    }

    /// A test for a part of a pattern, as [`pattern::split`] cuts it.
    pub fn wildcard(part: &[Piece], form: Form, case: Case) -> Self {
        let is_exact = form == Form::Exact;
        WordTest { kind: Kind::Wildcard { pattern: pattern::normalised(part, is_exact), is_exact }, case }
    }

    /// A test for a regular expression that a whole folded word must match.
    pub fn regex(text: &str) -> Result<Self, String> {
        let regex =
            regex::RegexBuilder::new(&format!("^(?:{text})$")).case_insensitive(true).size_limit(1 << 20).build();
        match regex {
            Ok(regex) => {
                Ok(WordTest { kind: Kind::Regex { regex, beginning: literal_beginning(text) }, case: Case::Any })
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// What every matching key begins with.
    pub fn beginnings(&self) -> Vec<String> {
        match &self.kind {
            Kind::Exact { lower } => vec![term::folded(lower)],
            Kind::Folded { folded } => vec![folded.clone()],
            Kind::Number { folded } => {
                // A plural in -es or -ies shares all but the last three letters with its singular.
                let kept = folded.chars().count().saturating_sub(3).max(2);
                vec![folded.chars().take(kept).collect()]
            }
            Kind::Stemmed { folded, stems } | Kind::Plural { folded, stems } => {
                let mut all: Vec<String> = stems.iter().map(|stem| stem.beginning.clone()).collect();
                all.push(folded.clone());
                all.sort();
                // A beginning of another beginning covers it.
                let mut covering: Vec<String> = Vec::new();
                for beginning in all {
                    if !covering.last().is_some_and(|last| beginning.starts_with(last.as_str())) {
                        covering.push(beginning);
                    }
                }
                covering
            }
            Kind::Wildcard { pattern, is_exact } => {
                let literal = pattern::beginning(pattern);
                vec![if *is_exact { term::folded(&literal) } else { literal }]
            }
            Kind::Fuzzy { folded, .. } => {
                vec![folded.chars().take(1).collect()]
            }
            Kind::Regex { beginning, .. } => vec![beginning.clone()],
        }
    }

    /// The word asked for, folded, if it is one without any pattern.
    pub fn plain_word(&self) -> Option<String> {
        match &self.kind {
            Kind::Stemmed { folded, .. }
            | Kind::Folded { folded }
            | Kind::Number { folded }
            | Kind::Plural { folded, .. } => Some(folded.clone()),
            Kind::Exact { lower } => Some(term::folded(lower)),
            Kind::Wildcard { .. } | Kind::Fuzzy { .. } | Kind::Regex { .. } => None,
        }
    }

    /// Whether only the spellings of one folded word can match; then [`WordTest::beginnings`] is that word.
    pub fn is_one_word(&self) -> bool {
        match &self.kind {
            Kind::Exact { .. } | Kind::Folded { .. } => true,
            Kind::Stemmed { stems, .. } => stems.is_empty(),
            _ => false,
        }
    }

    /// Whether the query names a word, and not a pattern of words.
    pub fn is_word(&self) -> bool {
        self.plain_word().is_some()
    }

    /// The folded word, if other words with its stem answer too.
    pub fn word_with_forms(&self) -> Option<&str> {
        match &self.kind {
            Kind::Stemmed { folded, stems } if !stems.is_empty() => Some(folded),
            _ => None,
        }
    }

    /// In articles of which languages this key answers the query.
    pub fn languages_of(&self, key: &str) -> LanguageMask {
        if self.case != Case::Any && !self.is_case(&term::as_written(key)) {
            return 0;
        }
        let word = term::folded_part(key);
        let all_if = |holds: bool| if holds { ALL_LANGUAGES } else { 0 };
        match &self.kind {
            Kind::Folded { folded } => all_if(word == folded),
            Kind::Number { folded } => all_if(plural::same_but_for_number(word, folded)),
            Kind::Exact { lower } => all_if(term::as_written(key).to_lowercase() == *lower),
            Kind::Stemmed { folded, stems } => {
                if word == folded {
                    return ALL_LANGUAGES;
                }
                stem_mask(stems, word, key)
            }
            Kind::Plural { folded, stems } => {
                if word == folded || !word.ends_with('s') {
                    return all_if(word == folded && word.ends_with('s'));
                }
                stem_mask(stems, word, key)
            }
            Kind::Wildcard { pattern, is_exact: false } => all_if(pattern::matches(pattern, word)),
            Kind::Wildcard { pattern, is_exact: true } => {
                all_if(pattern::matches(pattern, &term::as_written(key).to_lowercase()))
            }
            Kind::Fuzzy { folded, distance } => all_if(is_within(folded, word, *distance)),
            Kind::Regex { regex, .. } => all_if(regex.is_match(word)),
        }
    }

    fn is_case(&self, written: &str) -> bool {
        let has_upper = written.chars().any(char::is_uppercase);
        let has_lower = written.chars().any(char::is_lowercase);
        match self.case {
            Case::Any => true,
            Case::Caps => has_upper,
            Case::AllCaps => has_upper && !has_lower,
            Case::NoCaps => !has_upper,
        }
    }
}

fn stems(token: &str, languages: &Languages) -> Vec<Stem> {
    let lower = term::as_written(&term::key(token)).to_lowercase();
    let is_word = lower.chars().count() > 2 && lower.chars().all(char::is_alphabetic);
    if !is_word {
        return Vec::new();
    }
    let stem_of = |(languages, stemmer): (LanguageMask, Stemmer)| {
        let stem = term::folded(&stemmer.stem(&lower));
        let kept = stem.chars().count().saturating_sub(CHANGING_END).max(2);
        let beginning = stem.chars().take(kept).collect();
        Stem { languages, stemmer, stem, beginning }
    };
    languages.stemmers().into_iter().map(stem_of).collect()
}

/// In which languages a word has the stem asked for. A word of an article of unknown language counts if it has it in any.
fn stem_mask(stems: &[Stem], word: &str, key: &str) -> LanguageMask {
    let mut lower = None;
    let mut mask = 0;
    for stem in stems {
        if !word.starts_with(stem.beginning.as_str()) {
            continue;
        }
        let lower = lower.get_or_insert_with(|| term::as_written(key).to_lowercase());
        if term::folded(&stem.stemmer.stem(lower)) == stem.stem {
            mask |= stem.languages;
        }
    }
    if mask != 0 { mask | 1 << UNKNOWN_LANGUAGE } else { 0 }
}

/// The letters and digits with which a regular expression begins, as far as nothing behind them makes them optional. None if
/// there are alternatives or flags anywhere.
fn literal_beginning(text: &str) -> String {
    if text.contains('|') || text.contains("(?") {
        return String::new();
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (letters, rest) = text.split_at(end);
    let mut beginning = letters.to_ascii_lowercase();
    if rest.starts_with(['?', '*', '{']) {
        beginning.pop();
    }
    beginning
}

/// Whether two words begin alike and are at most so many edits apart.
fn is_within(query: &str, word: &str, distance: u8) -> bool {
    query.chars().next() == word.chars().next() && edits_within(query, word, usize::from(distance)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Languages {
        Languages::new(vec!["de".to_owned(), "en".to_owned(), "xx".to_owned()])
    }

    fn plain(word: &str) -> WordTest {
        WordTest::token(word, Form::Stemmed, Case::Any, Pattern::Plain, &languages())
    }

    fn holds(test: &WordTest, word: &str) -> bool {
        let key = term::key(word);
        let mask = test.languages_of(&key);
        // What matches must be found by its beginning.
        assert!(mask == 0 || test.beginnings().iter().any(|beginning| key.starts_with(beginning.as_str())));
        mask != 0
    }

    #[test]
    fn a_word_answers_in_every_spelling_and_form_of_its_language() {
        let test = plain("controls");
        assert_eq!(test.languages_of(&term::key("Controls")), ALL_LANGUAGES);
        assert_eq!(test.languages_of(&term::key("CONTROLLED")) & 0b10, 0b10, "english stem");
        assert!(!holds(&test, "contrary"));
        let house = plain("Häuser");
        assert_eq!(house.languages_of(&term::key("Haus")) & 0b11, 0b01, "german stem only");
        assert!(holds(&plain("résumé"), "Resume"));
    }

    #[test]
    fn exact_and_case_are_as_strict_as_they_say() {
        let exact = WordTest::token("résumé", Form::Exact, Case::Any, Pattern::Plain, &languages());
        assert!(holds(&exact, "Résumé") && !holds(&exact, "resume"));
        let caps = WordTest::token("who", Form::Stemmed, Case::AllCaps, Pattern::Plain, &languages());
        assert!(holds(&caps, "WHO") && !holds(&caps, "who") && !holds(&caps, "Who"));
        let no_caps = WordTest::token("turkey", Form::Stemmed, Case::NoCaps, Pattern::Plain, &languages());
        assert!(holds(&no_caps, "turkey") && !holds(&no_caps, "Turkey"));
    }

    #[test]
    fn wildcards_stand_for_letters_anywhere() {
        let any = |pattern: &str, word: &str| {
            holds(&WordTest::wildcard(&pattern::split(pattern).parts[0], Form::Stemmed, Case::Any), word)
        };
        assert!(
            any("presiden*", "Presidential")
                && any("wom?n", "women")
                && any("*control*", "Exportkontrollen") == any("*kontroll*", "x")
        );
        assert!(any("*kontroll*", "Exportkontrollen") && !any("wom?n", "womn") && any("a*b*c", "axxbyybzc"));
        assert!(!any("a*b*c", "axxbyybz") && any("naïv*", "naive"));
    }

    #[test]
    fn fuzzy_words_are_within_the_distance() {
        let fuzzy = |distance, word: &str| {
            holds(&WordTest::token("jassy", Form::Stemmed, Case::Any, Pattern::Fuzzy(distance), &languages()), word)
        };
        assert!(fuzzy(1, "Jasy") && fuzzy(1, "Jassi") && fuzzy(1, "jsasy") && !fuzzy(1, "jazzi") && fuzzy(2, "jazzy"));
    }

    #[test]
    fn a_regular_expression_matches_whole_words() {
        let regex = WordTest::regex("ex.*s").unwrap();
        assert!(holds(&regex, "Exports") && !holds(&regex, "export") && !holds(&regex, "apexes"));
        assert!(WordTest::regex("(").is_err());
        for (text, beginning) in [
            ("ex.*s", "ex"),
            ("Colou?r", "colo"),
            ("ab+", "ab"),
            ("ab{0,2}c", "a"),
            ("a|b", ""),
            ("(?i)a", ""),
            ("é", ""),
        ] {
            assert_eq!(literal_beginning(text), beginning, "{text}");
        }
    }
}
