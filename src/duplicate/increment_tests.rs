use super::increment::{Limits, increment};
use super::kinship::Options;
use super::sketch::{Scratch, Sketch, sketch};
use super::state::State;
use super::whole::whole;
use crate::article::ArticleId;
use proptest::prelude::*;
use std::collections::BTreeMap;

const NO_LIMITS: Limits = Limits { articles: usize::MAX, samples: usize::MAX };

type Articles = BTreeMap<ArticleId, Sketch>;
type Corpus = (Vec<ArticleId>, Vec<Sketch>);

/// The articles in an order that has nothing to do with their ids.
fn corpus(articles: &Articles, seed: u64) -> Corpus {
    let mut all: Vec<_> = articles.iter().map(|(id, sketch)| (*id, sketch.clone())).collect();
    all.sort_by_key(|(id, _)| (id.0 ^ seed).wrapping_mul(0x2545_f491_4f6c_dd1d));
    all.into_iter().unzip()
}

fn step(state: &State, before: &Articles, after: &Articles, options: &Options, seed: u64) -> Option<State> {
    let former = || Ok(Some(corpus(before, seed.rotate_left(9))));
    increment(state, &corpus(after, seed), former, options, NO_LIMITS).unwrap()
}

fn computed(articles: &Articles, options: &Options) -> State {
    whole(&corpus(articles, 1), options).unwrap()
}

/// What is written: enough words that lists grow past any limit, and few enough stories that they meet.
#[derive(Debug, Clone)]
enum Text {
    /// A story from its beginning to here, after words and before words of its own.
    Cut { story: u32, to: u32, lead: u32, tail: u32 },
    /// A story with every so manieth word exchanged.
    Edited { story: u32, every: u32, to: u32 },
    /// Openings of several stories, one after the other.
    Digest { stories: Vec<(u32, u32)> },
    /// A frame with other words filled in.
    Template { frame: u32, filled: u32 },
    /// A block of a story within another text.
    Background { story: u32, from: u32, length: u32, own: u32 },
    /// The words of a cut, in capitals.
    Loud { story: u32, to: u32 },
    /// A few words.
    Brief { story: u32, to: u32 },
}

fn words(story: u32, range: std::ops::Range<u32>) -> String {
    range.map(|word| format!("story{story}word{word} ")).collect()
}

impl Text {
    fn body(&self, number: u32) -> String {
        let own = 1000 + number;
        match self {
            Text::Cut { story, to, lead, tail } => {
                words(own, 0..*lead) + &words(*story, 0..*to) + &words(own, 500..500 + tail)
            }
            Text::Edited { story, every, to } => (0..*to)
                .map(|word| match (word + 1) % every {
                    0 => format!("other{own}word{word} "),
                    _ => format!("story{story}word{word} "),
                })
                .collect(),
            Text::Digest { stories } => stories.iter().map(|(story, to)| words(*story, 0..*to)).collect(),
            Text::Template { frame, filled } => (0..60)
                .map(|word| match word % 6 {
                    0 => format!("{} ", filled * 1000 + word * 7),
                    _ => format!("frame{frame}word{word} "),
                })
                .collect(),
            Text::Background { story, from, length, own: words_of_its_own } => {
                words(own, 0..*words_of_its_own)
                    + &words(*story, *from..from + length)
                    + &words(own, 500..500 + words_of_its_own)
            }
            Text::Loud { story, to } => words(*story, 0..*to).to_uppercase(),
            Text::Brief { story, to } => words(*story, 0..*to),
        }
    }
}

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![
        4 => (0..4u32, 30..160u32, 0..12u32, 0..30u32).prop_map(|(story, to, lead, tail)| Text::Cut { story, to, lead, tail }),
        3 => (0..4u32, 3..30u32, 60..160u32).prop_map(|(story, every, to)| Text::Edited { story, every, to }),
        2 => prop::collection::vec((0..4u32, 15..60u32), 1..5).prop_map(|stories| Text::Digest { stories }),
        2 => (0..2u32, 0..40u32).prop_map(|(frame, filled)| Text::Template { frame, filled }),
        2 => (0..4u32, 0..90u32, 10..70u32, 0..60u32)
            .prop_map(|(story, from, length, own)| Text::Background { story, from, length, own }),
        1 => (0..4u32, 40..44u32).prop_map(|(story, to)| Text::Loud { story, to }),
        1 => (0..4u32, 0..30u32).prop_map(|(story, to)| Text::Brief { story, to }),
    ]
}

/// What happens between two runs.
#[derive(Debug, Clone)]
enum Event {
    Add(Vec<(u64, Text)>),
    Remove(Vec<prop::sample::Index>),
    Exchange(Vec<(prop::sample::Index, u64, Text)>),
}

fn event() -> impl Strategy<Value = Event> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => prop::collection::vec((any::<u64>(), text()), 1..12).prop_map(Event::Add),
        2 => prop::collection::vec(index(), 1..6).prop_map(Event::Remove),
        2 => prop::collection::vec((index(), any::<u64>(), text()), 1..4).prop_map(Event::Exchange),
    ]
}

fn remove(articles: &mut Articles, which: &prop::sample::Index) {
    if !articles.is_empty() {
        let id = *articles.keys().nth(which.index(articles.len())).unwrap();
        articles.remove(&id);
    }
}

fn add(articles: &mut Articles, id: u64, text: &Text, number: &mut u32) {
    *number += 1;
    // Few enough ids that an article takes the place of another one now and then; numbers of their own only now and then.
    let body = text.body(*number % 50);
    articles.insert(ArticleId(id), sketch("", &body, &mut Scratch::default()));
}

fn apply(articles: &mut Articles, event: &Event, number: &mut u32) {
    match event {
        Event::Add(texts) => texts.iter().for_each(|(id, text)| add(articles, *id, text, number)),
        Event::Remove(which) => which.iter().for_each(|which| remove(articles, which)),
        Event::Exchange(texts) => texts.iter().for_each(|(which, id, text)| {
            remove(articles, which);
            add(articles, *id, text, number);
        }),
    }
}

fn options() -> impl Strategy<Value = Options> {
    let defaults = Options::default();
    (
        prop_oneof![Just(2usize), Just(4), Just(9), Just(40)],
        prop_oneof![Just(2usize), Just(3), Just(4), Just(8), Just(16)],
    )
        .prop_map(move |(rare, window)| Options { rare, window, ..defaults })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn a_state_that_was_brought_up_to_date_is_the_one_computed_from_all_sketches(
        options in options(),
        start in prop::collection::vec((any::<u64>(), text()), 0..60),
        events in prop::collection::vec(event(), 1..8),
        seed in any::<u64>(),
    ) {
        let (mut articles, mut number) = (Articles::new(), 0);
        apply(&mut articles, &Event::Add(start), &mut number);
        let mut state = computed(&articles, &options);
        for event in events {
            let before = articles.clone();
            apply(&mut articles, &event, &mut number);
            state = step(&state, &before, &articles, &options, seed).unwrap();
            let expected = computed(&articles, &options);
            prop_assert_eq!(&state.records, &expected.records);
            prop_assert_eq!(&state.findings, &expected.findings);
            prop_assert_eq!(state.members(), expected.members());
        }
    }
}

/// More with `MORGUE_CASES`.
fn cases() -> u32 {
    std::env::var("MORGUE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}
