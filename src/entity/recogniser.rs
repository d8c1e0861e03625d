//! The recogniser: one shared model with the user's names, and one scratch per thread.

use std::sync::{Arc, LazyLock};

use super::gazetteer::Gazetteer;
use super::layout::Layout;
use super::mention::{self, Text};
use super::model::{Model, ModelError};
use super::sentence;
use super::tagger::Room;
use super::tags::{Span, spans};
use super::token::{Token, tokenize};
use super::word::{ALPHABETIC, Class, ENGLISH, Words};
use crate::article::Entity;

/// Distinct words that a scratch keeps from article to article.
const KEPT_WORDS: usize = 1 << 15;

static SHIPPED: LazyLock<Result<Arc<Model>, ModelError>> =
    LazyLock::new(|| Model::read(include_bytes!("data/model.bin")).map(Arc::new));

/// Finds names in articles. Cheap to clone; to be shared by threads, each with a [`Scratch`] of its own.
#[derive(Debug, Clone)]
pub struct Recogniser {
    model: Arc<Model>,
    gazetteer: Arc<Gazetteer>,
}

/// What is found in one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotations {
    /// First the source's entities as given, with their mentions counted, then those recognised, in order
    /// of first mention (title before body).
    pub entities: Vec<Entity>,
    /// Mentions in order: title before body, then by place.
    pub mentions: Vec<Mention>,
    /// Whether the trained model was used. It knows English; in other languages only names of the user's
    /// gazetteer and of the source are found.
    pub trained: bool,
}

/// One mention: bytes `start..end` of the title or of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Whether it is in the title.
    pub in_title: bool,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Position in [`Annotations::entities`].
    pub entity: u32,
}

/// Memory that is used again from article to article; one per thread.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) words: Words,
    layout: Layout,
    room: Room,
    /// Tokens of the body, then of the title.
    tokens: Vec<Token>,
    title_tokens: Vec<Token>,
    ids: Vec<u32>,
    sentences: Vec<(u32, u32)>,
    spans: Vec<Span>,
}

impl Scratch {
    /// An empty scratch.
    pub fn new() -> Self {
        Scratch::default()
    }

    /// Heap bytes held, for tests of growth.
    pub fn capacity(&self) -> usize {
        self.words.capacity()
            + self.layout.capacity()
            + self.room.capacity()
            + (self.tokens.capacity() + self.title_tokens.capacity()) * size_of::<Token>()
            + self.ids.capacity() * 4
            + self.sentences.capacity() * 8
            + self.spans.capacity() * size_of::<Span>()
    }
}

impl Recogniser {
    /// The recogniser with the shipped model, which is read once in the life of the process.
    pub fn shipped() -> Result<Self, ModelError> {
        let model = SHIPPED.as_ref().map_err(|error| *error)?;
        Ok(Recogniser::new(Arc::clone(model)))
    }

    /// A recogniser with the given model.
    pub fn new(model: Arc<Model>) -> Self {
        Recogniser { model, gazetteer: Arc::new(Gazetteer::default()) }
    }

    /// The same with the user's names, which outrank the model.
    pub fn with_gazetteer(mut self, gazetteer: Gazetteer) -> Self {
        self.gazetteer = Arc::new(gazetteer);
        self
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Finds the names in an article.
    ///
    /// `language` is a BCP 47 tag, if known. `source` are the entities that the source itself names; they
    /// are kept as they are, apart from those recognised.
    pub fn annotate(
        &self,
        scratch: &mut Scratch,
        title: &str,
        body: &str,
        language: Option<&str>,
        source: &[Entity],
    ) -> Annotations {
        if source.is_empty() && self.gazetteer.is_empty() && language.is_some_and(|tag| !is_english(tag)) {
            // There is nothing that could be found.
            return Annotations::default();
        }
        let body_tokens = read(scratch, title, body);
        let trained = match language {
            Some(tag) => is_english(tag),
            None => looks_english(&scratch.ids, &scratch.words),
        };
        scratch.spans.clear();
        if trained {
            self.tag(scratch, body_tokens);
        }
        let text = Text { title, body, tokens: &scratch.tokens, body_tokens, ids: &scratch.ids, words: &scratch.words };
        let found = mention::find(&text, &scratch.sentences, trained.then_some(&scratch.spans), &self.gazetteer);
        mention::annotate(&text, &scratch.sentences, found, &self.gazetteer, source, trained)
    }

    fn tag(&self, scratch: &mut Scratch, body_tokens: usize) {
        scratch.words.learn(&scratch.ids, &self.model.knowledge);
        scratch.layout.clear();
        let mut silent = 0;
        for &(start, end) in &scratch.sentences {
            let headline = start as usize >= body_tokens;
            silent += usize::from(!headline);
            let ids = scratch.ids.get(start as usize..end as usize).unwrap_or(&[]);
            scratch.layout.push(ids.iter().copied(), &scratch.words, headline);
        }
        scratch.layout.finish(&scratch.words, &self.model.knowledge);
        scratch.room.tag(self.model.tagging(), &scratch.layout, &scratch.words, silent);
        for &(start, end) in &scratch.sentences {
            let states = scratch.room.states.get(start as usize..end as usize).unwrap_or(&[]);
            spans(states, start, &mut scratch.spans);
        }
    }
}

/// Splits body and title into sentences of known words; returns the number of the body's tokens.
fn read(scratch: &mut Scratch, title: &str, body: &str) -> usize {
    if scratch.words.len() > KEPT_WORDS * 4 {
        // One enormous article must not hold its memory for ever.
        *scratch = Scratch::default();
    } else if scratch.words.len() > KEPT_WORDS {
        scratch.words.clear();
        scratch.room.clear();
    }
    scratch.tokens.clear();
    scratch.title_tokens.clear();
    scratch.sentences.clear();
    scratch.ids.clear();
    tokenize(body, &mut scratch.tokens);
    sentence::split(body, &scratch.tokens, &mut scratch.sentences);
    let body_tokens = scratch.tokens.len();
    tokenize(title, &mut scratch.title_tokens);
    let before = scratch.sentences.len();
    sentence::split(title, &scratch.title_tokens, &mut scratch.sentences);
    for range in scratch.sentences.iter_mut().skip(before) {
        range.0 += body_tokens as u32;
        range.1 += body_tokens as u32;
    }
    for (text, tokens) in [(body, &scratch.tokens), (title, &scratch.title_tokens)] {
        let words = tokens.iter().map(|token| text.get(token.start as usize..token.end as usize).unwrap_or(""));
        scratch.words.note_all(words, &mut scratch.ids);
    }
    scratch.tokens.extend_from_slice(&scratch.title_tokens);
    body_tokens
}

/// Whether the shipped model reads a language, given by its BCP 47 tag.
pub fn is_english(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or("");
    primary.eq_ignore_ascii_case("en") || primary.eq_ignore_ascii_case("eng") || primary.eq_ignore_ascii_case("english")
}

/// Whether undeclared text seems to be English: a twelfth of its words are frequent English ones.
fn looks_english(ids: &[u32], words: &Words) -> bool {
    let (mut function, mut alphabetic, mut foreign) = (0, 0, 0);
    for word in ids.iter().map(|&id| words.get(id)) {
        function += usize::from(word.flags & ENGLISH != 0);
        alphabetic += usize::from(word.flags & ALPHABETIC != 0);
        foreign += usize::from(word.class == Class::Caseless);
    }
    if foreign * 2 > alphabetic {
        return false;
    }
    // Too little text to tell by.
    alphabetic < 25 || function * 12 >= alphabetic
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{EntityKind, EntityOrigin};

    const TITLE: &str = "Orvane Chief Quits After Dispute With Regulator";
    const BODY: &str = "Orvane Inc. said on Monday that its chief executive, Maria Lindqvist, had resigned. \
        Lindqvist told Reuters in Stockholm that she had clashed with the Federal Communications Commission (FCC).\n\n\
        The FCC declined to comment. \u{201c}Ms Lindqvist was a fine colleague,\u{201d} said Peter Hallam, a director \
        of Orvane\u{2019}s board in London.";

    fn names(annotations: &Annotations, kind: EntityKind) -> Vec<&str> {
        let of_kind = annotations.entities.iter().filter(|entity| entity.kind == kind);
        of_kind.map(|entity| entity.name.as_str()).collect()
    }

    fn annotate(title: &str, body: &str, language: Option<&str>, source: &[Entity]) -> Annotations {
        Recogniser::shipped().unwrap().annotate(&mut Scratch::new(), title, body, language, source)
    }

    #[test]
    fn people_organisations_and_places_are_found_with_their_aliases() {
        let found = annotate(TITLE, BODY, Some("en"), &[]);
        assert!(found.trained);
        assert_eq!(names(&found, EntityKind::Person), ["Maria Lindqvist", "Peter Hallam"]);
        assert!(names(&found, EntityKind::Place).contains(&"London"));
        assert!(names(&found, EntityKind::Organisation).contains(&"Reuters"));
        let person = found.entities.iter().find(|entity| entity.name == "Maria Lindqvist").unwrap();
        assert_eq!((person.aliases.as_slice(), person.count), (&["Lindqvist".to_owned()][..], 3));
        let commission = found.entities.iter().find(|entity| entity.aliases.iter().any(|alias| alias == "FCC"));
        assert_eq!(commission.map(|entity| entity.name.as_str()), Some("Federal Communications Commission"));
    }

    #[test]
    fn mentions_are_bytes_of_the_text() {
        let found = annotate(TITLE, BODY, Some("en"), &[]);
        for mention in &found.mentions {
            let side = if mention.in_title { TITLE } else { BODY };
            let text = &side[mention.start as usize..mention.end as usize];
            let entity = &found.entities[mention.entity as usize];
            assert!(text == entity.name || entity.aliases.iter().any(|alias| alias == text), "{text}");
        }
        let count: u32 = found.entities.iter().map(|entity| entity.count).sum();
        assert_eq!(count as usize, found.mentions.len());
    }

    #[test]
    fn the_same_article_gives_the_same_annotations_after_others_and_on_every_thread() {
        let recogniser = Recogniser::shipped().unwrap();
        let first = recogniser.annotate(&mut Scratch::new(), TITLE, BODY, None, &[]);
        let mut scratch = Scratch::new();
        for number in 0..40 {
            let other = format!("Chairman Number{number} of Acme{number} met Word{number} in Town{number}.");
            recogniser.annotate(&mut scratch, "", &other, None, &[]);
        }
        assert_eq!(recogniser.annotate(&mut scratch, TITLE, BODY, None, &[]), first);
        let (recogniser, first) = (&recogniser, &first);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(move || {
                    let found = recogniser.annotate(&mut Scratch::new(), TITLE, BODY, None, &[]);
                    assert_eq!(&found, first);
                });
            }
        });
    }

    #[test]
    fn a_scratch_does_not_grow_when_articles_repeat() {
        let recogniser = Recogniser::shipped().unwrap();
        let mut scratch = Scratch::new();
        let bodies = [BODY, "Rain fell on Lisbon.", "WALL STREET ROSE. NOBODY KNEW WHY."];
        bodies.iter().for_each(|body| drop(recogniser.annotate(&mut scratch, TITLE, body, None, &[])));
        let held = scratch.capacity();
        for _ in 0..50 {
            bodies.iter().for_each(|body| drop(recogniser.annotate(&mut scratch, TITLE, body, None, &[])));
        }
        assert_eq!(scratch.capacity(), held);
    }

    #[test]
    fn the_users_names_outrank_the_model() {
        let gazetteer = Gazetteer::parse("Reuters\tother\nOrvane Group\torg\tOrvane\n").unwrap();
        let recogniser = Recogniser::shipped().unwrap().with_gazetteer(gazetteer);
        let found = recogniser.annotate(&mut Scratch::new(), TITLE, BODY, Some("en"), &[]);
        assert!(names(&found, EntityKind::Other).contains(&"Reuters"));
        assert!(!names(&found, EntityKind::Organisation).contains(&"Reuters"));
        let group = found.entities.iter().find(|entity| entity.name == "Orvane Group").unwrap();
        assert_eq!(group.count, 3);
    }

    #[test]
    fn other_languages_get_only_the_users_and_the_sources_names() {
        let source = Entity {
            name: "Olaf Scholz".to_owned(),
            kind: EntityKind::Person,
            origin: EntityOrigin::Source,
            aliases: vec!["Scholz".to_owned()],
            count: 0,
        };
        let body = "Bundeskanzler Olaf Scholz sprach am Montag in Berlin. Scholz sagte wenig.";
        let found = annotate("Scholz in Berlin", body, Some("de-DE"), &[source]);
        assert!(!found.trained);
        assert_eq!(found.entities.len(), 1);
        assert_eq!((found.entities[0].count, found.mentions.len()), (3, 3));
        assert!(found.mentions[0].in_title);
    }

    #[test]
    fn what_the_source_says_is_kept_apart() {
        let source = Entity {
            name: "Reuters".to_owned(),
            kind: EntityKind::Organisation,
            origin: EntityOrigin::Source,
            aliases: Vec::new(),
            count: 0,
        };
        let found = annotate(TITLE, BODY, Some("en"), &[source]);
        let reuters: Vec<_> = found.entities.iter().filter(|entity| entity.name == "Reuters").collect();
        assert_eq!(
            reuters.iter().map(|entity| entity.origin).collect::<Vec<_>>(),
            [EntityOrigin::Source, EntityOrigin::Recognised]
        );
        assert_eq!(reuters[0].count, 1);
    }

    #[test]
    fn any_text_is_survived() {
        for text in
            ["", "\n\n", "'s", "\u{301}\u{301}", "((((", "\u{feff}A\u{ad}B", "東京タワー", "İstanbul ẞ ŉ", "(A) (B (C"]
        {
            annotate(text, text, None, &[]);
            annotate("", &text.repeat(50), Some("en"), &[]);
        }
    }

    #[test]
    fn the_shipped_model_is_small_enough() {
        assert!(include_bytes!("data/model.bin").len() <= 8_000_000);
    }
}
