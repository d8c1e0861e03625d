//! The engine's tokenizers, made of [`crate::text`].
//!
//! `words` files each word under its key at its position. `passages` does the same and also files a mark at the
//! position of every word that begins a sentence or a paragraph, so that "in the same sentence" can be told from
//! positions alone while distances still count words. `domains` files a host and its parents.

use crate::text::segment::{Break, words};
use crate::text::term;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Filed where a sentence begins within a paragraph. No key of a word begins with these characters.
pub const SENTENCE_MARK: &str = "\u{5}s";
/// Filed where a paragraph begins, the first of a text left out.
pub const PARAGRAPH_MARK: &str = "\u{5}p";

/// All tokenizers by the names that `schema.rs` uses.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("words", TextAnalyzer::from(WordTokenizer { marks: false, token: Token::default() }));
    manager.register("passages", TextAnalyzer::from(WordTokenizer { marks: true, token: Token::default() }));
    manager.register("domains", TextAnalyzer::from(DomainTokenizer::default()));
    manager
}

#[derive(Clone)]
struct WordTokenizer {
    marks: bool,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, words: words(text), marks: self.marks, after_mark: None, token: &mut self.token }
    }
}

struct WordStream<'a> {
    text: &'a str,
    words: crate::text::segment::Words<'a>,
    marks: bool,
    after_mark: Option<crate::text::segment::Word>,
    token: &'a mut Token,
}

/// The mark that goes before a word, if any.
fn mark(break_before: Break) -> Option<&'static str> {
    match break_before {
        Break::None => None,
        Break::Sentence => Some(SENTENCE_MARK),
        Break::Paragraph => Some(PARAGRAPH_MARK),
    }
}

impl WordStream<'_> {
    fn set(&mut self, word: crate::text::segment::Word) {
        self.token.text.clear();
        self.token.position = word.position as usize;
        self.token.offset_from = word.start;
        self.token.offset_to = word.end;
    }

    fn set_word(&mut self, word: crate::text::segment::Word) {
        self.set(word);
        term::push_key(self.text.get(word.start..word.end).unwrap_or(""), &mut self.token.text);
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(word) = self.after_mark.take() {
            self.set_word(word);
            return true;
        }
        let Some(word) = self.words.next() else {
            return false;
        };
        match mark(word.break_before).filter(|_| self.marks) {
            Some(mark) => {
                self.set(word);
                self.token.text.push_str(mark);
                self.after_mark = Some(word);
            }
            None => self.set_word(word),
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }

    /// The whole text in one loop: what the engine calls at ingest.
    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        let mut words = self.words.clone();
        for word in words.by_ref() {
            if let Some(mark) = mark(word.break_before).filter(|_| self.marks) {
                self.set(word);
                self.token.text.push_str(mark);
                sink(self.token);
            }
            self.set_word(word);
            sink(self.token);
        }
        self.words = words;
    }
}

/// Files `news.example.org` under itself, `example.org` and `org`.
#[derive(Clone, Default)]
struct DomainTokenizer {
    token: Token,
}

impl Tokenizer for DomainTokenizer {
    type TokenStream<'a> = DomainStream<'a>;

    fn token_stream<'a>(&'a mut self, host: &'a str) -> DomainStream<'a> {
        self.token.reset();
        DomainStream { rest: (!host.is_empty()).then_some(host), token: &mut self.token }
    }
}

struct DomainStream<'a> {
    rest: Option<&'a str>,
    token: &'a mut Token,
}

impl TokenStream for DomainStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(domain) = self.rest else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(domain);
        self.token.position = 0;
        self.rest = domain.split_once('.').map(|(_, parent)| parent);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(name: &str, text: &str) -> Vec<(usize, String)> {
        let mut analyser = tokenizers().get(name).unwrap();
        let mut stream = analyser.token_stream(text);
        let mut tokens = Vec::new();
        while let Some(token) = stream.next() {
            tokens.push((token.position, token.text.clone()));
        }
        tokens
    }

    #[test]
    fn marks_stand_at_the_position_of_the_word_they_precede() {
        let expected = [(0, "one\u{1}"), (1, "\u{5}s"), (1, "two\u{1}"), (2, "\u{5}p"), (2, "three\u{1}")];
        let found = tokens("passages", "One. Two.\n\nThree");
        assert_eq!(found.iter().map(|(at, text)| (*at, text.as_str())).collect::<Vec<_>>(), expected);
        assert_eq!(tokens("words", "One. Two.\n\nThree").len(), 3);
    }

    #[test]
    fn the_loop_gives_what_the_steps_give() {
        let text = "One. Two.\n\nThree O’Brien’s U.S. 3.5 été 輸出";
        let mut processed = Vec::new();
        let mut analyser = tokenizers().get("passages").unwrap();
        analyser.token_stream(text).process(&mut |token| processed.push((token.position, token.text.clone())));
        assert_eq!(processed, tokens("passages", text));
    }

    #[test]
    fn a_domain_is_filed_under_its_parents() {
        let found: Vec<String> = tokens("domains", "news.bbc.co.uk").into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, ["news.bbc.co.uk", "bbc.co.uk", "co.uk", "uk"]);
    }
}
