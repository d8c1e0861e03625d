//! How well names that mean one thing are put together: precision and recall over pairs of mentions.
//!
//! Texts are CoNLL files with a third column that says what each mention means (`B-Phil_Simmons`; `O` if nothing is known).
//! Mentions are taken as tagged, so that only the joining is measured: within each article by [`super::alias`], and in all
//! articles together by the keys of names and [`super::joining`], as an archive does. Mentions without a meaning do not
//! count.

use super::alias::{self, Form};
use super::canonical::canonical_key;
use super::conll::ConllError;
use super::evaluate::Counts;
use super::gazetteer::Gazetteer;
use super::joining::Joiner;
use super::tags;
use super::tags::kind_index;
use crate::article::EntityKind;
use std::collections::{BTreeMap, BTreeSet};

/// A tagged mention with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Linked {
    form: Form,
    meaning: Option<String>,
}

/// The mentions of the articles of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedTexts {
    articles: Vec<Vec<Linked>>,
}

/// Pairs of mentions: put together rightly, put together, and those that mean one thing.
pub type PairCounts = Counts;

/// The pairs among mentions, each given by what it means and where it was put.
fn pair_counts<M: Ord, P: Ord>(mentions: &[(M, P)]) -> PairCounts {
    PairCounts {
        right: pairs(mentions.iter().map(|(meaning, put)| (meaning, put))),
        found: pairs(mentions.iter().map(|(_, put)| put)),
        gold: pairs(mentions.iter().map(|(meaning, _)| meaning)),
    }
}

/// Pairs of equal values.
fn pairs<T: Ord>(values: impl Iterator<Item = T>) -> u64 {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.values().map(|count| count * (count - 1) / 2).sum()
}

/// What was put together by which rules: in each article, and in all together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkScores {
    /// Mentions of the same text: for comparison.
    pub same_text: [PairCounts; 2],
    /// Mentions of the same kind with the same normal form: for comparison.
    pub same_key: [PairCounts; 2],
    /// Mentions that the program takes for one.
    pub joined: [PairCounts; 2],
}

impl LinkedTexts {
    /// Reads a file.
    pub fn parse(text: &str) -> Result<Self, ConllError> {
        let mut texts = LinkedTexts::default();
        let mut article = ArticleReader::default();
        for (index, line) in text.lines().enumerate() {
            let mut columns = line.split_ascii_whitespace();
            match columns.next() {
                None => article.end_sentence(),
                Some("-DOCSTART-") => article.finish_into(&mut texts),
                Some(word) => {
                    let error = |problem| ConllError { line: index + 1, problem };
                    let tag = columns.next().and_then(tags::parse);
                    let tag = tag.ok_or(error("a tag that is not B-, I- (PER, ORG, LOC, MISC) or O"))?;
                    let link = columns.next().ok_or(error("a token without a third column, its meaning"))?;
                    article.add(word, tag, link);
                }
            }
        }
        article.finish_into(&mut texts);
        Ok(texts)
    }

    /// Number of mentions, and of those with a meaning.
    pub fn mentions(&self) -> (usize, usize) {
        let all = || self.articles.iter().flatten();
        (all().count(), all().filter(|mention| mention.meaning.is_some()).count())
    }

    /// Puts mentions together and counts.
    pub fn score(&self) -> LinkScores {
        let mut scores = LinkScores::default();
        let same_text = self.put(|_, forms| forms.iter().map(|form| form.text.clone()).collect());
        let same_key = self.put(|_, forms| forms.iter().map(|form| (kind_index(form.kind), key(&form.text))).collect());
        let things: Vec<Vec<usize>> = self.articles.iter().map(|article| alias::link(&forms_of(article))).collect();
        let in_article = self.put(|number, _| things.get(number).cloned().unwrap_or_default());
        let together = self.join(&things);
        let in_archive = self.put(|number, _| together.get(number).cloned().unwrap_or_default());
        count(&same_text, &same_text, &mut scores.same_text);
        count(&same_key, &same_key, &mut scores.same_key);
        count(&in_article, &in_archive, &mut scores.joined);
        scores
    }

    /// For each article, what its mentions mean and where they are put; those without a meaning are left out.
    fn put<P>(&self, place: impl Fn(usize, &[Form]) -> Vec<P>) -> Vec<Vec<(&str, P)>> {
        let mut put = Vec::with_capacity(self.articles.len());
        for (number, article) in self.articles.iter().enumerate() {
            let with_meaning = article.iter().zip(place(number, &forms_of(article)));
            put.push(with_meaning.filter_map(|(mention, place)| Some((mention.meaning.as_deref()?, place))).collect());
        }
        put
    }

    /// For each mention the number of its name in an archive of these articles.
    fn join(&self, things: &[Vec<usize>]) -> Vec<Vec<u32>> {
        let mut joiner = Joiner::default();
        let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(self.articles.len());
        for (article, things) in self.articles.iter().zip(things) {
            let forms = forms_of(article);
            let mut of_thing: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (mention, thing) in things.iter().enumerate() {
                of_thing.entry(*thing).or_default().push(mention);
            }
            let named: BTreeMap<usize, u32> =
                of_thing.iter().map(|(thing, members)| (*thing, add(&mut joiner, &forms, members))).collect();
            numbers.push(things.iter().filter_map(|thing| named.get(thing).copied()).collect());
        }
        let roots = joiner.finish().roots;
        for number in numbers.iter_mut().flatten() {
            *number = roots.get(*number as usize).copied().unwrap_or(*number);
        }
        numbers
    }
}

/// Files the name of a thing as an archive does; returns its number.
fn add(joiner: &mut Joiner, forms: &[Form], members: &[usize]) -> u32 {
    let entity = super::mention::entity(forms, members, &Gazetteer::default());
    let name = key(&entity.name);
    let aliases: BTreeSet<String> = entity.aliases.iter().map(|alias| key(alias)).collect();
    for alias in aliases.iter().filter(|alias| **alias != name) {
        // As in an archive: surnames are not filed.
        if entity.kind != EntityKind::Person || alias.contains(' ') {
            joiner.alias(entity.kind, alias, &name, 1);
        }
    }
    joiner.name(entity.kind, &name, 1)
}

fn key(form: &str) -> String {
    let key = canonical_key(form);
    if key.is_empty() { form.to_owned() } else { key }
}

fn forms_of(article: &[Linked]) -> Vec<Form> {
    article.iter().map(|mention| mention.form.clone()).collect()
}

/// Counts pairs in each article by the first, and in all together by the second.
fn count<P: Ord + Clone, Q: Ord + Clone>(
    in_article: &[Vec<(&str, P)>],
    together: &[Vec<(&str, Q)>],
    counts: &mut [PairCounts; 2],
) {
    let [first, second] = counts;
    in_article.iter().for_each(|article| first.add(pair_counts(article)));
    second.add(pair_counts(&together.concat()));
}

/// An article while its lines are read.
#[derive(Default)]
struct ArticleReader {
    mentions: Vec<Linked>,
    words: Vec<String>,
    /// The mention that the last words belong to, with its first word.
    open: Option<(usize, u8, Option<String>)>,
    /// Mentions of the sentence as stretches of its words.
    stretches: Vec<(usize, usize)>,
}

impl ArticleReader {
    fn add(&mut self, word: &str, tag: u8, link: &str) {
        if tag == tags::OUTSIDE || tags::is_begin(tag) {
            self.close();
        }
        if tags::is_begin(tag) {
            self.open = Some((self.words.len(), tag, link.strip_prefix("B-").map(str::to_owned)));
        }
        self.words.push(word.to_owned());
    }

    fn close(&mut self) {
        let Some((start, tag, meaning)) = self.open.take() else {
            return;
        };
        let text = self.words.get(start..).unwrap_or_default().join(" ");
        let kind = tags::kind_of(tag).and_then(|kind| EntityKind::ALL.get(kind)).copied();
        let form = Form {
            text,
            kind: kind.unwrap_or(EntityKind::Other),
            entry: None,
            abbreviates: self.bracket(start),
            in_headline: false,
        };
        self.stretches.push((start, self.words.len()));
        self.mentions.push(Linked { form, meaning });
    }

    /// The mention right before the bracket that a mention begins in, if this one abbreviates it.
    fn bracket(&self, start: usize) -> Option<usize> {
        let bracket =
            start.checked_sub(1).filter(|bracket| self.words.get(*bracket).is_some_and(|word| word == "("))?;
        let &(_, end) = self.stretches.last().filter(|stretch| stretch.1 == bracket)?;
        let full = self.mentions.len().checked_sub(1)?;
        let short = self.words.get(end + 1..)?.join(" ");
        alias::abbreviates(&key(&short), &key(&self.mentions.get(full)?.form.text)).then_some(full)
    }

    fn end_sentence(&mut self) {
        self.close();
        self.words.clear();
        self.stretches.clear();
    }

    fn finish_into(&mut self, texts: &mut LinkedTexts) {
        self.end_sentence();
        if !self.mentions.is_empty() {
            texts.articles.push(std::mem::take(&mut self.mentions));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-DOCSTART- O O\n\nAnn B-PER B-Ann_Lee\nLee I-PER I-Ann_Lee\nled O O\nWorld B-ORG B-WTO\nTrade I-ORG I-WTO\n\
        Office I-ORG I-WTO\n( O O\nWTO B-ORG B-WTO\n) O O\n\nLee B-PER B-Ann_Lee\nRome B-LOC O\n\n\
        -DOCSTART- O O\n\nLee B-PER B-Bruce_Lee\nWTO B-ORG B-WTO\n";

    #[test]
    fn pairs_are_counted_in_articles_and_in_all() {
        let texts = LinkedTexts::parse(TEXT).unwrap();
        assert_eq!(texts.mentions(), (7, 6));
        let scores = texts.score();
        let counts = |right, found, gold| PairCounts { right, found, gold };
        // Together: two Lees, two names of the office; in all, its name of the second article makes three pairs of it.
        assert_eq!(scores.joined, [counts(2, 2, 2), counts(4, 4, 4)]);
        assert_eq!(scores.same_text, [counts(0, 0, 2), counts(1, 2, 4)]);
    }

    #[test]
    fn a_line_without_a_meaning_is_refused() {
        assert_eq!(LinkedTexts::parse("Ann B-PER B-Ann\nLee I-PER\n").unwrap_err().line, 2);
    }
}
