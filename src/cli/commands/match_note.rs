//! Says by which rule articles with several words side by side were counted, where another command counts by another.

use crate::cli::printer::Printer;
use crate::search::side_by_side::SideBySide;
use crate::search::{Engine, Match, Request};

/// Tells of the rule unless it was chosen (`is_chosen`): whoever chose it knows it.
pub fn tell(engine: &Engine, requests: &[&Request], is_chosen: bool, printer: Printer) {
    if is_chosen {
        return;
    }
    for request in requests {
        if let Some(note) = note(&engine.side_by_side(request), request.matching) {
            printer.say(&note);
            return;
        }
    }
}

/// What has to be said, if rules differ for so many words.
fn note(asked: &[SideBySide], rule: Match) -> Option<String> {
    let (other, who) = match rule {
        Match::Some => (Match::Most, "other commands ask for"),
        Match::Most | Match::All => (Match::Some, "a search by relevance asks for"),
    };
    let elsewhere: Vec<SideBySide> = asked.iter().map(|words| words.under(other)).collect();
    if elsewhere == asked {
        return None;
    }
    let counts =
        |of: &[SideBySide], write: fn(&SideBySide) -> String| of.iter().map(write).collect::<Vec<_>>().join(", ");
    let here = counts(asked, |words| format!("{} of {}", words.least, words.words));
    let there = counts(&elsewhere, |words| words.least.to_string());
    Some(format!("note: articles with at least {here} words side by side are counted; {who} {there} (see --match)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_told_where_another_command_counts_otherwise() {
        let of = |rule: Match, words| SideBySide { least: rule.least(words), words };
        let told = note(&[of(Match::Some, 2)], Match::Some).unwrap();
        assert_eq!(
            told,
            "note: articles with at least 1 of 2 words side by side are counted; other commands ask for 2 (see --match)"
        );
        let told = note(&[of(Match::Most, 3), of(Match::Most, 2)], Match::Most).unwrap();
        assert!(told.contains("2 of 3, 2 of 2 words") && told.contains("asks for 1, 1 "), "{told}");
        assert_eq!(note(&[of(Match::Most, 5)], Match::Most), None, "2 of 5 under both rules");
        assert_eq!(note(&[], Match::Some), None);
    }
}
