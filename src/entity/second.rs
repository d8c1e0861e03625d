//! Features of the second pass: what the first pass said of the same words and phrases elsewhere in the
//! document (after Krishnan and Manning 2006: token, entity and super-entity majority).
//!
//! A mention never votes for itself. Token indices come from the layout and lie inside it.

use super::features::{bucket, tuple};
use super::hash::pair;
use super::layout::{Layout, Sentence, word_at};
use super::tags::{KINDS, OUTSIDE, Span, kind_of};
use super::word::Words;

/// Votes for each kind, and for being outside of names.
type Count = [u16; KINDS + 1];

/// Votes of a document's first pass.
#[derive(Debug, Default)]
pub struct Votes {
    /// By lower-case word id: each occurrence votes for its kind, or for O if it is capitalised.
    words: Vec<Count>,
    /// By lower-case word id: votes of occurrences inside names of several words.
    longer: Vec<Count>,
    touched: Vec<u32>,
    /// By hash of a name's words, and by hash of two neighbours inside one name.
    phrases: Counts,
    neighbours: Counts,
    /// The first pass's name around each token, as an index into `spans` plus one.
    span_of: Vec<u32>,
    spans: Vec<Span>,
    /// How much each token's vote counts.
    weights: Vec<u16>,
    voted: Vec<bool>,
}

/// Votes by hash: open addressing that is emptied by raising an epoch.
#[derive(Debug, Default)]
struct Counts {
    slots: Vec<(u64, u32, Count)>,
    epoch: u32,
    used: usize,
}

impl Counts {
    fn clear(&mut self) {
        self.used = 0;
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.slots.clear();
            self.epoch = 1;
        }
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = (key >> 20) as usize & mask;
        while let Some(held) = self.slots.get(slot) {
            if held.1 != self.epoch || held.0 == key {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn get(&self, key: u64) -> Count {
        match self.slots.get(self.slot(key)) {
            Some(held) if held.1 == self.epoch && held.0 == key => held.2,
            _ => Count::default(),
        }
    }

    fn add(&mut self, key: u64, kind: usize, weight: u16) {
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let (slot, epoch) = (self.slot(key), self.epoch);
        let Some(held) = self.slots.get_mut(slot) else {
            return;
        };
        if held.1 != epoch {
            *held = (key, epoch, Count::default());
            self.used += 1;
        }
        held.2[kind] = held.2[kind].saturating_add(weight);
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(256);
        let old = std::mem::replace(&mut self.slots, vec![(0, self.epoch.wrapping_sub(1), Count::default()); size]);
        for held in old.into_iter().filter(|held| held.1 == self.epoch) {
            let slot = self.slot(held.0);
            if let Some(free) = self.slots.get_mut(slot) {
                *free = held;
            }
        }
    }
}

/// The leading kind of `count` with how clearly it leads; 0 without votes.
fn leader(count: Count) -> u64 {
    let total: u32 = count.iter().map(|&votes| u32::from(votes)).sum();
    if total == 0 {
        return 0;
    }
    let mut best = (0, 0);
    for (kind, &votes) in count.iter().enumerate() {
        if votes > best.1 {
            best = (kind, votes);
        }
    }
    let share = u32::from(best.1) * 4 / total;
    let strength = u64::from(total > 6) + u64::from(total > 20);
    1 + (best.0 as u64 * 8 + u64::from(share)) * 4 + strength
}

fn without(mut count: Count, own: Option<(usize, u16)>) -> Count {
    if let Some((kind, weight)) = own {
        count[kind] = count[kind].saturating_sub(weight);
    }
    count
}

impl Votes {
    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        (self.words.capacity() + self.longer.capacity()) * size_of::<Count>()
            + (self.touched.capacity() + self.span_of.capacity()) * 4
            + (self.phrases.slots.capacity() + self.neighbours.slots.capacity()) * size_of::<(u64, u32, Count)>()
            + self.spans.capacity() * size_of::<Span>()
            + self.voted.capacity()
    }

    /// Begins a new document.
    pub fn clear(&mut self) {
        for &id in &self.touched {
            for counts in [&mut self.words, &mut self.longer] {
                if let Some(count) = counts.get_mut(id as usize) {
                    *count = Count::default();
                }
            }
        }
        self.touched.clear();
        self.phrases.clear();
        self.neighbours.clear();
        self.spans.clear();
        self.span_of.clear();
        self.voted.clear();
    }

    /// Takes in the first pass's `states` of the whole document; sentences from `silent` on do not vote.
    pub fn collect(&mut self, layout: &Layout, words: &Words, states: &[u8], margins: &[i32], silent: usize) {
        let size = words.len().next_power_of_two();
        if self.words.len() < size {
            self.words.resize(size, Count::default());
            self.longer.resize(size, Count::default());
        }
        self.span_of.resize(layout.ids.len(), 0);
        self.weights.clear();
        self.weights.extend(margins.iter().map(|&margin| 1 + (margin >> 7).clamp(0, 7) as u16));
        self.voted.resize(layout.ids.len(), false);
        for (index, sentence) in layout.sentences.iter().enumerate() {
            let before = self.spans.len();
            super::tags::spans(&states[sentence.start..sentence.end], sentence.start as u32, &mut self.spans);
            for span in before..self.spans.len() {
                let Span { start, end, .. } = self.spans[span];
                self.span_of[start as usize..end as usize].fill(span as u32 + 1);
            }
            if index < silent {
                self.vote_words(layout, words, *sentence);
                for span in before..self.spans.len() {
                    self.vote_span(layout, self.spans[span]);
                }
            }
        }
    }

    fn vote_words(&mut self, layout: &Layout, words: &Words, sentence: Sentence) {
        for at in sentence.start..sentence.end {
            let lower = layout.lower[at];
            let kind = match self.span_of[at].checked_sub(1) {
                Some(span) => usize::from(self.spans[span as usize].kind),
                None if sentence.caseless || words.get(layout.ids[at]).class.is_capital() => KINDS,
                None => continue,
            };
            self.voted[at] = true;
            let count = &mut self.words[lower as usize][kind];
            *count = count.saturating_add(self.weights[at]);
            self.touched.push(lower);
        }
    }

    fn vote_span(&mut self, layout: &Layout, span: Span) {
        let kind = usize::from(span.kind);
        let tokens = &layout.lower[span.start as usize..span.end as usize];
        let weight = self.weight_of(span);
        self.phrases.add(phrase_key(tokens), kind, weight);
        for pair_of in tokens.windows(2) {
            self.neighbours.add(phrase_key(pair_of), kind, weight);
        }
        if tokens.len() > 1 {
            for &lower in tokens {
                let count = &mut self.longer[lower as usize][kind];
                *count = count.saturating_add(weight);
            }
        }
    }

    /// How much a name's vote counts: as its least certain word's.
    fn weight_of(&self, span: Span) -> u16 {
        self.weights[span.start as usize..span.end as usize].iter().copied().min().unwrap_or(1)
    }

    fn own_span(&self, at: usize) -> Option<Span> {
        let index = self.span_of.get(at)?.checked_sub(1)?;
        self.spans.get(index as usize).copied()
    }

    fn word_votes(&self, layout: &Layout, at: usize) -> (Count, Count) {
        let lower = layout.lower[at] as usize;
        let span = self.own_span(at).filter(|_| self.voted[at]);
        let own = self.voted[at].then(|| (span.map_or(KINDS, |span| usize::from(span.kind)), self.weights[at]));
        let long = span.filter(|span| span.end - span.start > 1);
        let long = long.map(|span| (usize::from(span.kind), self.weight_of(span)));
        let words = self.words.get(lower).copied().unwrap_or_default();
        let longer = self.longer.get(lower).copied().unwrap_or_default();
        (without(words, own), without(longer, long))
    }

    /// Votes on the neighbours `at`, `at + 1` of one sentence being in one name; their own left out.
    fn joined(&self, layout: &Layout, at: usize) -> Count {
        let Some(tokens) = layout.lower.get(at..at + 2) else {
            return Count::default();
        };
        let together = self.span_of[at] != 0 && self.span_of[at] == self.span_of[at + 1] && self.voted[at];
        let own = self.own_span(at).filter(|_| together).map(|span| (usize::from(span.kind), self.weight_of(span)));
        without(self.neighbours.get(phrase_key(tokens)), own)
    }

    /// Tells the second pass's features of token `at` of `sentence`, given the first pass's states and
    /// margins of the whole document.
    #[expect(clippy::too_many_arguments, reason = "a document, a place in it, its first pass and a sink")]
    pub fn tell(
        &self,
        layout: &Layout,
        words: &Words,
        sentence: Sentence,
        at: usize,
        states: &[u8],
        margins: &[i32],
        tell: &mut impl FnMut(u64, u64),
    ) {
        let state = |index: usize| u64::from(states.get(index).copied().unwrap_or(OUTSIDE));
        let before = if at > sentence.start { state(at - 1) } else { 15 };
        let after = if at + 1 < sentence.end { state(at + 1) } else { 15 };
        let own = state(at);
        let class = word_at(layout, words, sentence, at as isize).class as u64;
        let margin = bucket(margins.get(at).copied().unwrap_or(0) >> 4);
        let (here, long) = self.word_votes(layout, at);
        let (here, long) = (leader(here), leader(long));
        let kind = kind_of(states.get(at).copied().unwrap_or(OUTSIDE)).map_or(KINDS, |kind| kind) as u64;
        if here != 0 {
            tell(4, tuple([here, class, 0, 0]));
            tell(5, tuple([here, own, margin, 0]));
            tell(8, tuple([here, long, own, before]));
        }
        if long != 0 {
            tell(6, tuple([long, class, 0, 0]));
            tell(7, tuple([long, own, margin, 0]));
        }
        let beside = |index: usize| leader(self.word_votes(layout, index).0);
        let previous = if at > sentence.start { beside(at - 1) } else { 255 };
        let next = if at + 1 < sentence.end { beside(at + 1) } else { 255 };
        if (previous != 0 && previous != 255) || here != 0 {
            tell(9, tuple([previous, here, own, 0]));
        }
        if (next != 0 && next != 255) || here != 0 {
            tell(10, tuple([next, here, own, after]));
        }
        let left = if at > sentence.start { leader(self.joined(layout, at - 1)) } else { 255 };
        let right = if at + 1 < sentence.end { leader(self.joined(layout, at)) } else { 255 };
        let known = |votes: u64| votes != 0 && votes != 255;
        if known(left) || known(right) {
            tell(11, tuple([left, right, own, 0]));
            tell(12, tuple([left, right, here, 0]));
            tell(13, tuple([left, before, own, 0]));
        }
        if let Some(span) = self.own_span(at) {
            let tokens = &layout.lower[span.start as usize..span.end as usize];
            let own_vote = self.voted[at].then(|| (usize::from(span.kind), self.weight_of(span)));
            let same = leader(without(self.phrases.get(phrase_key(tokens)), own_vote));
            let place =
                (at - span.start as usize).min(2) as u64 * 4 + u64::from((span.end as usize - at).min(3) as u32);
            if same != 0 {
                tell(14, tuple([same, kind, place, margin]));
                tell(15, tuple([same, kind, here, place]));
                tell(16, tuple([same, own, u64::from(sentence.title_case), 0]));
            }
        }
    }
}

fn phrase_key(tokens: &[u32]) -> u64 {
    tokens.iter().fold(tokens.len() as u64, |held, &token| pair(held, u64::from(token) + 1))
}
