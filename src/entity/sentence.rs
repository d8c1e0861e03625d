//! Sentences of tokenized text, as ranges of tokens.
//!
//! Invariant: the ranges are in order, not empty, and cover every token; a blank line always ends one.

use super::token::Token;

/// Tokens past which a sentence is cut, so that hostile text cannot make decoding slow.
const LONGEST: usize = 400;

/// Words that begin a sentence far oftener than they go on with a name after "U.S." or "Inc.".
fn opens_a_sentence(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "In"
            | "It"
            | "He"
            | "She"
            | "They"
            | "We"
            | "I"
            | "But"
            | "And"
            | "On"
            | "At"
            | "For"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "If"
            | "When"
            | "While"
            | "As"
            | "There"
            | "Its"
            | "His"
            | "Her"
            | "Their"
            | "However"
            | "Many"
            | "Some"
            | "Most"
            | "No"
            | "Not"
            | "After"
            | "Before"
            | "Since"
            | "With"
    )
}

/// Whether the title or rank `word` is followed by the name it belongs to.
fn wants_a_name(word: &str) -> bool {
    matches!(
        word,
        "Mr."
            | "Mrs."
            | "Ms."
            | "Dr."
            | "Prof."
            | "Sen."
            | "Rep."
            | "Gov."
            | "Gen."
            | "Lt."
            | "Col."
            | "Capt."
            | "Sgt."
            | "Rev."
            | "Hon."
            | "St."
            | "Mt."
            | "Ft."
            | "Cmdr."
            | "Adm."
            | "Maj."
    )
}

/// Appends the sentences of `tokens` (of `text`) as half-open ranges.
pub fn split(text: &str, tokens: &[Token], out: &mut Vec<(u32, u32)>) {
    let word = |token: &Token| text.get(token.start as usize..token.end as usize).unwrap_or("");
    let mut start = 0;
    let mut ended = false;
    // After an abbreviation only a word that opens sentences begins a new one.
    let mut abbreviated = false;
    for (index, token) in tokens.iter().enumerate() {
        let current = word(token);
        let capital = current.chars().next().is_some_and(|first| !first.is_lowercase());
        let broken = token.breaks > 1 || token.breaks == 1 && (capital || ended);
        let closes = matches!(current, "\"" | "\u{201d}" | "'" | "\u{2019}" | ")" | "]");
        let next = ended && capital && !closes && (!abbreviated || opens_a_sentence(current));
        if index > start && (broken || next || index - start >= LONGEST) {
            out.push((start as u32, index as u32));
            start = index;
            ended = false;
        }
        match current {
            "." | "!" | "?" | "..." => {
                ended = true;
                abbreviated = false;
            }
            _ if closes && ended => {}
            _ if current.len() > 2 && current.ends_with('.') && !wants_a_name(current) => {
                ended = true;
                abbreviated = true;
            }
            _ => ended = false,
        }
    }
    if start < tokens.len() {
        out.push((start as u32, tokens.len() as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::token::tokenize;

    fn sentences(text: &str) -> Vec<String> {
        let (mut tokens, mut ranges) = (Vec::new(), Vec::new());
        tokenize(text, &mut tokens);
        split(text, &tokens, &mut ranges);
        let slice = |&(start, end): &(u32, u32)| {
            text[tokens[start as usize].start as usize..tokens[end as usize - 1].end as usize].to_owned()
        };
        ranges.iter().map(slice).collect()
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_only_before_an_opening_word() {
        assert_eq!(sentences("He left the U.S. The rest stayed."), ["He left the U.S.", "The rest stayed."]);
        assert_eq!(sentences("The U.S. Senate met Mr. The."), ["The U.S. Senate met Mr. The."]);
    }

    #[test]
    fn quotes_stay_with_their_sentence() {
        assert_eq!(sentences("\u{201c}Go.\u{201d} He went."), ["\u{201c}Go.\u{201d}", "He went."]);
    }

    #[test]
    fn blank_lines_and_lines_with_a_capital_part_sentences() {
        assert_eq!(sentences("Key Facts\nOne two\nthree\n\nfour"), ["Key Facts", "One two\nthree", "four"]);
    }
}
