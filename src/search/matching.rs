//! How many of the words side by side must an article hold to be a hit?
//!
//! Matching and ranking are two questions. The ranking ([`super::rank`]) always counts every word of a bag. Matching only draws
//! the line below which an article is not listed and not counted. Where hits come ranked, that line may lie low: an article
//! with few of the words stands far down. Where they come by date it may not, or the first page would be noise.
//! Operators (AND, phrases, nearness) are exact under every rule; the rules are only about words side by side.

use crate::search::Sort;
use serde::{Deserialize, Serialize};

/// See the module header. Counts are of the words (and phrases and groups) side by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// All of them.
    All,
    /// All of one or two, all but one of three or four, a third of more.
    #[default]
    Most,
    /// A quarter, at least one.
    Some,
}

impl Match {
    /// The words for the rules, in files and on the command line.
    pub const NAMES: [&str; 3] = ["all", "most", "some"];

    /// The rule that a word stands for.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "all" => Some(Match::All),
            "most" => Some(Match::Most),
            "some" => Some(Match::Some),
            _ => None,
        }
    }

    /// The rule for a list of hits (and its count) if none is asked for: [`Match::Some`] in the order of relevance,
    /// [`Match::Most`] in any other; exports and figures ask for most too. Measured (`rank/measured.md`): of articles sought
    /// by four words, asking for most of them leaves 42 of 100 among the first hundred hits, asking for a quarter 72.
    pub fn usual(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Match::Some,
            Sort::Newest | Sort::Oldest => Match::Most,
        }
    }

    /// How many of so many words an article must hold.
    pub fn least(self, words: usize) -> usize {
        match (self, words) {
            (Match::All, _) => words,
            (Match::Most, 0..=2) => words,
            (Match::Most, 3..=4) => words - 1,
            (Match::Most, _) => words.div_ceil(3),
            (Match::Some, _) => words.div_ceil(4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_and_written_as_it_is() {
        for name in Match::NAMES {
            let rule = Match::parse(name).unwrap();
            assert_eq!(serde_json::to_value(rule).unwrap(), name);
        }
        assert_eq!(Match::parse("any"), None);
    }

    #[test]
    fn a_stricter_rule_never_asks_for_less_and_none_asks_for_nothing() {
        for words in 1..100 {
            let least = [Match::Some, Match::Most, Match::All].map(|rule| rule.least(words));
            assert!(1 <= least[0] && least.is_sorted() && least[2] == words, "{words}: {least:?}");
        }
        assert_eq!([1, 2, 3, 4, 5, 9].map(|words| Match::Most.least(words)), [1, 2, 2, 3, 2, 3]);
        assert_eq!([1, 4, 5, 8, 9].map(|words| Match::Some.least(words)), [1, 1, 2, 2, 3]);
    }
}
