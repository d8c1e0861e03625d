//! Sentences of a text, for laying two texts side by side.
//!
//! A paragraph's end ends a sentence. Inside a paragraph a full stop, question or exclamation mark does, if
//! what follows may begin one; a stop after an initial or a short capitalised word ("Sen.", "U.S.") does not.
//! Where two texts break differently is of no harm: such sentences are compared word by word.

/// Letters up to which a capitalised word before a full stop is taken for an abbreviation.
const ABBREVIATION: usize = 3;

/// The sentences of `text`, in order, without the spaces around them.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    text.split('\n').flat_map(of_line).collect()
}

fn of_line(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut begin = 0;
    let mut marks = line.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        let wide = matches!(mark, '。' | '！' | '？');
        if !wide && !matches!(mark, '.' | '!' | '?' | '…' | '।' | '۔' | '؟') {
            continue;
        }
        let mut end = at + mark.len_utf8();
        while let Some((closing, letter)) = marks.next_if(|(_, letter)| closes(*letter)) {
            end = closing + letter.len_utf8();
        }
        let (before, after) = (line.get(begin..at).unwrap_or(""), line.get(end..).unwrap_or(""));
        if wide || (may_begin(after) && !(mark == '.' && is_abbreviated(before))) {
            sentences.push(line.get(begin..end).unwrap_or(""));
            begin = end;
        }
    }
    sentences.push(line.get(begin..).unwrap_or(""));
    sentences.into_iter().map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

/// Whether a character after the full stop still belongs to the sentence.
fn closes(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | '“' | '»' | '«' | ')' | ']' | '」' | '』')
}

/// Whether a sentence may begin with what follows a full stop.
fn may_begin(after: &str) -> bool {
    let rest = after.trim_start();
    let spaced = rest.len() < after.len();
    let opening = |letter: char| !letter.is_alphanumeric();
    let first = rest.trim_start_matches(opening).chars().next();
    spaced && first.is_some_and(|first| !first.is_lowercase())
}

/// Whether the word before a full stop looks like an initial or an abbreviation.
fn is_abbreviated(before: &str) -> bool {
    let word = before.rsplit(|letter: char| letter.is_whitespace() || letter == '(').next().unwrap_or("");
    let letters = word.chars().count();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    capital && (letters <= ABBREVIATION && word.chars().all(char::is_alphabetic) || word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_their_closing_quotes() {
        let text = "“It was late.” He left. Why?\nNobody knows";
        assert_eq!(sentences(text), ["“It was late.”", "He left.", "Why?", "Nobody knows"]);
    }

    #[test]
    fn abbreviations_and_figures_do_not_end_a_sentence() {
        let text = "Sen. J. Doe of the U.S. Senate paid 1.5 million. The rest e.g. taxes followed.";
        assert_eq!(sentences(text).len(), 2);
    }

    #[test]
    fn wide_stops_need_no_space() {
        assert_eq!(sentences("雨が降る。風が吹く。"), ["雨が降る。", "風が吹く。"]);
    }
}
