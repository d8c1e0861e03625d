//! Which names stand in the same articles, and is it by chance?
//!
//! Pairs are counted among the most frequent names of a result only: with `n` names there are n(n-1)/2 counters of 8 bytes
//! (1 MB for 500 names, 64 MB for 4000), which is all the memory that grows with names. Articles count, and so do stories
//! (families of near-duplicates); the measures of association are taken over stories, because copies of one story are no
//! evidence of their own:
//!
//! - normalised pointwise mutual information (Bouma, "Normalized (pointwise) mutual information in collocation extraction",
//!   GSCL 2009): -1 never together, 0 as often as by chance, 1 only together;
//! - the log-likelihood ratio (Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational
//!   Linguistics 19, 1993), negative where two names meet less often than by chance.

use crate::article::EntityKind;
use crate::error::Result;
use crate::search::document_set::DocumentSet;
use crate::search::entities::{Columns, EntityOptions, EntityOrder};
use crate::search::names::NameNumber;
use crate::search::{Engine, Request};
use rustc_hash::FxHashMap;
use tantivy::DocAddress;

/// Pairs that may wait to be sorted, besides those that are asked for.
const MOST_SPARE: usize = 50_000;

/// What to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComentionOptions {
    /// Kinds of names; none means all.
    pub kinds: Vec<EntityKind>,
    /// Names among which pairs are counted.
    pub among: usize,
    /// Fewest articles of a pair.
    pub least: u64,
    /// Most pairs.
    pub limit: usize,
    /// Which come first.
    pub order: PairOrder,
}

/// Order of pairs; ties by articles, then names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PairOrder {
    /// Most articles first.
    #[default]
    Articles,
    /// Most stories first.
    Stories,
    /// By names.
    Name,
    /// Largest log-likelihood ratio first.
    Association,
}

/// Pairs of names of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Comentions {
    /// Articles that match.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// The names of the pairs, most articles first.
    pub names: Vec<ComentionedName>,
    /// The pairs that were asked for.
    pub pairs: Vec<Pair>,
    /// Names among which pairs were counted.
    pub among: u64,
    /// Names there are.
    pub distinct_names: u64,
    /// Pairs there are among the counted names.
    pub distinct: u64,
    /// Of these, pairs in fewer articles than asked for.
    pub below_least: u64,
    /// What was capped or could not be done as asked.
    pub warnings: Vec<String>,
    /// Identity of the articles in the archive.
    pub fingerprint: String,
}

impl Comentions {
    /// Pairs that have enough articles and were left out all the same.
    pub fn beyond_limit(&self) -> u64 {
        self.distinct - self.below_least - self.pairs.len() as u64
    }
}

/// A name of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComentionedName {
    /// As it is shown.
    pub name: String,
    /// What it names.
    pub kind: EntityKind,
    /// Articles of the result that have it.
    pub articles: u64,
    /// Stories that have it.
    pub stories: u64,
}

/// Two names that share articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Place of the name with more articles in [`Comentions::names`].
    pub one: usize,
    /// Place of the other.
    pub other: usize,
    /// Articles that have both.
    pub articles: u64,
    /// Stories that have both.
    pub stories: u64,
    /// Normalised pointwise mutual information, -1 to 1.
    pub npmi: f64,
    /// Log-likelihood ratio.
    pub log_likelihood: f64,
}

/// Counters for all pairs of so many names.
struct Counters {
    articles: Vec<u32>,
    stories: Vec<u32>,
}

/// Place of the counter of a pair, `one < other`.
fn place(one: u32, other: u32) -> usize {
    let (one, other) = (one as usize, other as usize);
    other * other.saturating_sub(1) / 2 + one
}

/// Adds one to the counter of every pair of `names`, which are sorted and each there once.
fn count_pairs(counters: &mut [u32], names: &[u32]) {
    for (number, other) in names.iter().enumerate() {
        for one in names.iter().take(number) {
            if let Some(counter) = counters.get_mut(place(*one, *other)) {
                *counter += 1;
            }
        }
    }
}

impl Engine {
    /// Lists the pairs of names that share articles of the result.
    pub fn comentions(&self, request: &Request, options: &ComentionOptions) -> Result<Comentions> {
        let compiled = self.compile(request);
        let mut evaluated = self.evaluate(request, &compiled)?;
        self.warn_of_uncounted(request, &evaluated.sets, &mut evaluated.warnings)?;
        let columns = self.name_columns(&options.kinds)?;
        let (tallies, stories) = self.tally(&evaluated.sets, &columns)?;
        let most_frequent = EntityOptions {
            kinds: options.kinds.clone(),
            least: options.least,
            limit: options.among,
            order: EntityOrder::Articles,
            by: None,
        };
        let (chosen, distinct_names, _) = self.chosen(&tallies, &most_frequent)?;
        let counters = self.count_pairs(&evaluated.sets, &columns, &chosen)?;
        let mut names = Vec::with_capacity(chosen.len());
        for number in &chosen {
            let (name, tally) =
                (self.names()?.name(*number), tallies.get(*number as usize).copied().unwrap_or_default());
            names.push(ComentionedName {
                name: name.map_or("", |name| name.shown()).to_owned(),
                kind: name.map_or(EntityKind::Other, |name| name.kind),
                articles: u64::from(tally.articles),
                stories: u64::from(tally.stories),
            });
        }
        let (pairs, distinct, below_least) = pairs(&names, &counters, stories, options);
        let mut comentions = Comentions {
            articles: evaluated.total(),
            stories,
            among: names.len() as u64,
            names,
            pairs,
            distinct_names,
            distinct,
            below_least,
            warnings: evaluated.warnings,
            fingerprint: self.fingerprint().to_owned(),
        };
        comentions.keep_used_names();
        Ok(comentions)
    }

    fn count_pairs(&self, sets: &[DocumentSet], columns: &[Columns<'_>], chosen: &[NameNumber]) -> Result<Counters> {
        let size = chosen.len() * chosen.len().saturating_sub(1) / 2;
        let mut counters = Counters { articles: vec![0; size], stories: vec![0; size] };
        let places: FxHashMap<NameNumber, u32> = chosen.iter().copied().zip(0..).collect();
        let (mut names, mut of_article) = (Vec::new(), Vec::new());
        // A story has a pair if one of its articles does.
        let mut of_story: Vec<(u32, u32)> = Vec::new();
        self.each_story(sets, &mut |story: &[DocAddress]| {
            of_story.clear();
            for address in story {
                let Some(columns) = columns.get(address.segment_ord as usize) else {
                    continue;
                };
                columns.names(address.doc_id, &mut names);
                of_article.clear();
                of_article.extend(names.iter().filter_map(|number| places.get(number)));
                of_article.sort_unstable();
                count_pairs(&mut counters.articles, &of_article);
                if story.len() == 1 {
                    count_pairs(&mut counters.stories, &of_article);
                    continue;
                }
                for (number, other) in of_article.iter().enumerate() {
                    of_story.extend(of_article.iter().take(number).map(|one| (*one, *other)));
                }
                // Large families must not hold every pair of every copy.
                of_story.sort_unstable();
                of_story.dedup();
            }
            for (one, other) in &of_story {
                if let Some(counter) = counters.stories.get_mut(place(*one, *other)) {
                    *counter += 1;
                }
            }
            Ok(())
        })?;
        Ok(counters)
    }
}

impl Comentions {
    /// Leaves out names that are in no pair.
    fn keep_used_names(&mut self) {
        let mut places = vec![None; self.names.len()];
        for pair in &self.pairs {
            for place in [pair.one, pair.other] {
                if let Some(used) = places.get_mut(place) {
                    *used = Some(0);
                }
            }
        }
        for (number, place) in places.iter_mut().flatten().enumerate() {
            *place = number;
        }
        let mut used = places.iter();
        self.names.retain(|_| used.next().is_some_and(Option::is_some));
        let moved = |place: usize| places.get(place).copied().flatten().unwrap_or(0);
        for pair in &mut self.pairs {
            (pair.one, pair.other) = (moved(pair.one), moved(pair.other));
        }
    }
}

/// The pairs to list, in order; how many there are, and how many of them have too few articles.
fn pairs(
    names: &[ComentionedName],
    counters: &Counters,
    stories: u64,
    options: &ComentionOptions,
) -> (Vec<Pair>, u64, u64) {
    let (mut pairs, mut distinct, mut below_least) = (Vec::new(), 0, 0);
    let room = options.limit.max(MOST_SPARE).saturating_mul(2);
    let mut counts = counters.articles.iter().zip(&counters.stories);
    for (other, other_name) in names.iter().enumerate() {
        for (one, one_name) in names.iter().enumerate().take(other) {
            let Some((articles, both)) = counts.next().filter(|(articles, _)| **articles > 0) else {
                continue;
            };
            distinct += 1;
            if u64::from(*articles) < options.least {
                below_least += 1;
                continue;
            }
            if pairs.len() >= room {
                sort(&mut pairs, names, options.order);
                pairs.truncate(options.limit);
            }
            let table =
                Table { both: u64::from(*both), one: one_name.stories, other: other_name.stories, all: stories };
            pairs.push(Pair {
                one,
                other,
                articles: u64::from(*articles),
                stories: table.both,
                npmi: table.npmi(),
                log_likelihood: table.log_likelihood(),
            });
        }
    }
    sort(&mut pairs, names, options.order);
    pairs.truncate(options.limit);
    (pairs, distinct, below_least)
}

fn sort(pairs: &mut [Pair], names: &[ComentionedName], order: PairOrder) {
    let key = |pair: &Pair| match order {
        PairOrder::Articles => pair.articles as f64,
        PairOrder::Stories => pair.stories as f64,
        PairOrder::Name => 0.0,
        PairOrder::Association => pair.log_likelihood,
    };
    let articles = |pair: &Pair| if order == PairOrder::Name { 0 } else { pair.articles };
    let name = |place: usize| names.get(place).map(|name| (&name.name, name.kind));
    pairs.sort_unstable_by(|a, b| {
        key(b)
            .total_cmp(&key(a))
            .then_with(|| articles(b).cmp(&articles(a)))
            .then_with(|| name(a.one).cmp(&name(b.one)))
            .then_with(|| name(a.other).cmp(&name(b.other)))
    });
}

/// Stories with both names, with each, and altogether.
#[derive(Debug, Clone, Copy)]
struct Table {
    both: u64,
    one: u64,
    other: u64,
    all: u64,
}

impl Table {
    fn npmi(self) -> f64 {
        let [both, one, other, all] = [self.both, self.one, self.other, self.all].map(|count| count as f64);
        if self.both == self.all {
            // Both are everywhere: they tell nothing of each other.
            return 0.0;
        }
        // Of both * all / (one * other), so that independent names have exactly 0.
        let score = (both * all / (one * other)).ln() / -(both / all).ln();
        score.clamp(-1.0, 1.0)
    }

    fn log_likelihood(self) -> f64 {
        let neither = (self.all + self.both).saturating_sub(self.one + self.other);
        let cells = [
            (self.both, self.one, self.other),
            (self.one - self.both, self.one, self.all - self.other),
            (self.other - self.both, self.all - self.one, self.other),
            (neither, self.all - self.one, self.all - self.other),
        ];
        let all = self.all as f64;
        let sum: f64 = cells
            .iter()
            .filter(|(observed, ..)| *observed > 0)
            .map(|(observed, row, column)| {
                let observed = *observed as f64;
                observed * (observed * all / (*row as f64 * *column as f64)).ln()
            })
            .sum();
        let ratio = (2.0 * sum).max(0.0);
        let is_rarer = (self.both as f64) * all < self.one as f64 * self.other as f64;
        if is_rarer { -ratio } else { ratio }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(both: u64, one: u64, other: u64, all: u64) -> Table {
        Table { both, one, other, all }
    }

    #[test]
    fn association_is_zero_by_chance_and_one_for_names_that_are_only_together() {
        assert_eq!(table(1, 2, 2, 4).npmi(), 0.0);
        assert!(table(1, 2, 2, 4).log_likelihood().abs() < 1e-9);
        assert!((table(3, 3, 3, 100).npmi() - 1.0).abs() < 1e-9);
        assert!(table(1, 50, 50, 100).npmi() < 0.0 && table(1, 50, 50, 100).log_likelihood() < 0.0);
        assert_eq!(table(7, 7, 7, 7).npmi(), 0.0);
        assert_eq!(table(7, 7, 7, 7).log_likelihood(), 0.0);
    }

    #[test]
    fn the_log_likelihood_ratio_is_that_of_the_paper() {
        // Dunning 1993, table 3: "the swiss", 110 and 2442 and 111 and 29114.
        let ratio = table(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114).log_likelihood();
        assert!((ratio - 270.72).abs() < 0.01, "{ratio}");
    }

    #[test]
    fn every_pair_has_a_counter_of_its_own() {
        let mut counters = vec![0; 10];
        count_pairs(&mut counters, &[0, 1, 2, 3, 4]);
        assert_eq!(counters, [1; 10]);
        count_pairs(&mut counters, &[3]);
        count_pairs(&mut counters, &[1, 3]);
        assert_eq!(counters[place(1, 3)], 2);
        assert_eq!(counters.iter().sum::<u32>(), 11);
    }
}
