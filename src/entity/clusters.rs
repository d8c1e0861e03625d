//! Classes of words from plain text: words that keep the same company.
//!
//! Exchange clustering (Martin, Liermann and Ney 1998) of words by both neighbours: a word moves to the
//! cluster that makes its left and right neighbours most predictable. Words, contexts and clusters are
//! visited in a fixed order and ties go to the lower cluster, so that the same text gives the same classes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::knowledge::{WordClass, key, lower_hash};
use super::word::{self, Class, Words};

/// Sizes of the three clusterings, coarse to fine; at most 63, 511 and 2047.
pub const SIZES: [usize; 3] = [40, 200, 800];
/// Words and neighbours rarer than this are not clustered; one more for each million words of text.
const RAREST: u32 = 3;
/// Passes over all words.
const ROUNDS: usize = 12;

/// Counts of words and of their neighbours.
struct Company {
    /// Frequency of each clustered word, most frequent first.
    counts: Vec<u32>,
    /// Of each word, its contexts (a neighbour and its side) and how often.
    contexts: Vec<Vec<(u32, u32)>>,
    /// Number of contexts.
    kinds: usize,
}

/// The class of a word, and in how many documents it occurs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Observed {
    /// Key of the folded word.
    pub key: u32,
    /// Its class.
    pub class: WordClass,
    /// Documents that it occurs in.
    pub documents: u32,
}

/// The classes of all words of `documents` (lists of sentences) that occur often enough, by key.
pub fn word_classes(documents: &[Vec<&[String]>]) -> Vec<Observed> {
    let sentences = documents.iter().flatten().copied();
    let mut classes: BTreeMap<u32, Observed> = BTreeMap::new();
    for (key, usage) in usages(sentences.clone()) {
        let class = WordClass { clusters: [0; 3], usage };
        classes.insert(key, Observed { key, class, documents: 0 });
    }
    let (keys, company) = company(sentences);
    let assignments = SIZES.map(|size| cluster(&company, size));
    for (word, key) in keys.into_iter().enumerate() {
        let clusters = [0, 1, 2].map(|index| assignments[index][word] + 1);
        let observed = classes.entry(key).or_default();
        observed.key = key;
        observed.class.clusters = clusters;
    }
    let mut own = BTreeSet::new();
    for document in documents {
        own.clear();
        own.extend(document.iter().copied().flatten().map(|word| key(word_key(word))));
        for key in &own {
            if let Some(observed) = classes.get_mut(key) {
                observed.documents += 1;
            }
        }
    }
    classes.into_values().collect()
}

/// How words are mostly written inside sentences that are neither all capitals nor headlines.
fn usages<'a>(sentences: impl Iterator<Item = &'a [String]>) -> Vec<(u32, u8)> {
    let knowledge = super::knowledge::Knowledge::default();
    let mut words = Words::default();
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    let mut layout = super::layout::Layout::default();
    for sentence in sentences {
        let ids: Vec<u32> = sentence.iter().map(|text| words.intern(text, &knowledge)).collect();
        layout.clear();
        layout.push(ids.iter().copied(), &words, false);
        if layout.sentences.iter().any(|sentence| sentence.caseless || sentence.title_case) {
            continue;
        }
        let mut opening = true;
        for &id in &ids {
            let word = words.get(id);
            if word.flags & word::ALPHABETIC == 0 {
                opening |= word.class == Class::Mark;
                continue;
            }
            let count = counts.entry(key(word.lower)).or_default();
            match word.class {
                Class::Lower => count.0 += 1,
                _ if !opening => count.1 += 1,
                _ => {}
            }
            opening = false;
        }
    }
    let usage = |(lower, capital): (u32, u32)| match () {
        () if lower + capital < 2 => 0,
        () if lower >= capital * 4 => 1,
        () if capital >= lower * 4 => 3,
        () => 2,
    };
    counts.into_iter().map(|(key, count)| (key, usage(count))).filter(|entry| entry.1 != 0).collect()
}

/// Folded form of a word for counting: numbers by their length only.
fn word_key(text: &str) -> u64 {
    if text.bytes().any(|byte| byte.is_ascii_digit()) && !text.chars().any(char::is_alphabetic) {
        return lower_hash(&text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>());
    }
    lower_hash(text)
}

fn company<'a>(sentences: impl Iterator<Item = &'a [String]> + Clone) -> (Vec<u32>, Company) {
    let mut frequency: BTreeMap<u64, u32> = BTreeMap::new();
    for sentence in sentences.clone() {
        for text in sentence {
            *frequency.entry(word_key(text)).or_default() += 1;
        }
    }
    let rarest = RAREST + frequency.values().sum::<u32>() / 1_500_000;
    let mut order: Vec<(u64, u32)> = frequency.into_iter().filter(|entry| entry.1 >= rarest).collect();
    order.sort_by_key(|&(hashed, count)| (std::cmp::Reverse(count), hashed));
    let index: HashMap<u64, u32> = order.iter().zip(0..).map(|(entry, index)| (entry.0, index)).collect();
    let border = order.len() as u32;
    let mut contexts: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); order.len()];
    for sentence in sentences {
        let ids: Vec<Option<u32>> = sentence.iter().map(|text| index.get(&word_key(text)).copied()).collect();
        for (at, word) in ids.iter().enumerate() {
            let Some(contexts) = word.and_then(|word| contexts.get_mut(word as usize)) else {
                continue;
            };
            let left = at.checked_sub(1).map_or(Some(border), |before| ids[before]);
            let right = ids.get(at + 1).copied().unwrap_or(Some(border));
            if let Some(left) = left {
                *contexts.entry(left * 2).or_default() += 1;
            }
            if let Some(right) = right {
                *contexts.entry(right * 2 + 1).or_default() += 1;
            }
        }
    }
    let keys = order.iter().map(|entry| key(entry.0)).collect();
    let company = Company {
        counts: contexts.iter().map(|contexts| contexts.values().sum()).collect(),
        contexts: contexts.into_iter().map(|contexts| contexts.into_iter().collect()).collect(),
        kinds: order.len() * 2 + 2,
    };
    (keys, company)
}

/// n ln n in units of 2^-20, an integer so that sums do not depend on their order.
struct Entropy(Vec<i64>);

impl Entropy {
    fn new(limit: usize) -> Self {
        let value = |n: usize| {
            let n = n as f64;
            if n < 1.0 { 0 } else { (n * n.ln() * f64::from(1 << 20)).round() as i64 }
        };
        Entropy((0..limit).map(value).collect())
    }

    #[inline]
    fn of(&self, count: u32) -> i64 {
        if let Some(&value) = self.0.get(count as usize) {
            return value;
        }
        let count = f64::from(count);
        (count * count.ln() * f64::from(1 << 20)).round() as i64
    }
}

/// The cluster of each word.
fn cluster(company: &Company, size: usize) -> Vec<u16> {
    let words = company.counts.len();
    let mut assigned: Vec<u16> = (0..words).map(|word| (word % size) as u16).collect();
    let mut joint = vec![0_u32; company.kinds * size];
    let mut totals = vec![0_u32; size];
    for (word, to) in assigned.iter().map(|to| usize::from(*to)).enumerate() {
        totals[to] += company.counts[word];
        for &(context, count) in &company.contexts[word] {
            joint[context as usize * size + to] += count;
        }
    }
    let entropy = Entropy::new(1 << 16);
    let mut gains = vec![0_i64; size];
    for _ in 0..ROUNDS {
        let mut moved = 0;
        for (word, held) in assigned.iter_mut().enumerate() {
            let from = usize::from(*held);
            totals[from] -= company.counts[word];
            for (gain, &total) in gains.iter_mut().zip(&totals) {
                *gain = entropy.of(total) - entropy.of(total + company.counts[word]);
            }
            for &(context, count) in &company.contexts[word] {
                let row = &mut joint[context as usize * size..][..size];
                row[from] -= count;
                let alone = entropy.of(count);
                for (gain, &held) in gains.iter_mut().zip(row.iter()) {
                    // Most neighbours have never met most clusters.
                    *gain += if held == 0 { alone } else { entropy.of(held + count) - entropy.of(held) };
                }
            }
            let mut best = from;
            for (candidate, &gain) in gains.iter().enumerate() {
                if gain > gains[best] {
                    best = candidate;
                }
            }
            moved += usize::from(best != from);
            *held = best as u16;
            totals[best] += company.counts[word];
            for &(context, count) in &company.contexts[word] {
                joint[context as usize * size + best] += count;
            }
        }
        if moved * 200 < words {
            break;
        }
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_same_company_share_a_cluster() {
        let mut sentences = Vec::new();
        for (name, verb) in [("ann", "runs"), ("bob", "sits"), ("ann", "sits"), ("bob", "runs")] {
            for _ in 0..6 {
                sentences.push(["then", name, verb, "home"].map(str::to_owned).to_vec());
            }
        }
        let (keys, company) = company(sentences.iter().map(Vec::as_slice));
        let assigned = cluster(&company, 4);
        let of = |word: &str| assigned[keys.iter().position(|held| *held == key(lower_hash(word))).unwrap()];
        assert_eq!(of("ann"), of("bob"));
        assert_eq!(of("runs"), of("sits"));
        assert_ne!(of("ann"), of("runs"));
    }
}
