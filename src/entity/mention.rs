//! From names to mentions and entities: the user's names, abbreviations in brackets, and counting.

use std::collections::HashMap;

use super::alias::{self, Form};
use super::canonical::{canonical_key, without_title};
use super::correct::correct;
use super::gazetteer::Gazetteer;
use super::recogniser::{Annotations, Mention};
use super::tags::Span;
use super::token::Token;
use super::word::{Class, Word, Words};
use crate::article::{Entity, EntityKind, EntityOrigin};

/// An article's text with its tokens: those of the body first, then those of the title.
pub struct Text<'a> {
    /// The title.
    pub title: &'a str,
    /// The body.
    pub body: &'a str,
    /// All tokens.
    pub tokens: &'a [Token],
    /// How many of them are the body's.
    pub body_tokens: usize,
    /// The words of the tokens.
    pub ids: &'a [u32],
    /// What is known of the words.
    pub words: &'a Words,
}

impl Text<'_> {
    /// What is known of the word of one token.
    pub fn word(&self, at: usize) -> &Word {
        self.ids.get(at).map_or(&Word::BORDER, |&id| self.words.get(id))
    }

    fn side(&self, at: usize) -> &str {
        if at < self.body_tokens { self.body } else { self.title }
    }

    /// The text of one token.
    pub fn token(&self, at: usize) -> &str {
        let slice = |token: &Token| self.side(at).get(token.start as usize..token.end as usize);
        self.tokens.get(at).and_then(slice).unwrap_or("")
    }

    /// The bytes of the tokens `start..end`.
    fn bytes(&self, start: usize, end: usize) -> (u32, u32) {
        let first = self.tokens.get(start).map_or(0, |token| token.start);
        let last = end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(first, |token| token.end);
        (first, last)
    }

    /// The text of the tokens `start..end`, white space made single and soft hyphens left out.
    pub fn text(&self, start: usize, end: usize) -> String {
        let (first, last) = self.bytes(start, end);
        let raw = self.side(start).get(first as usize..last as usize).unwrap_or("");
        let mut text = String::with_capacity(raw.len());
        for word in raw.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(word.chars().filter(|character| *character != '\u{ad}'));
        }
        text
    }
}

/// A name among the tokens `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it names.
    pub kind: EntityKind,
    /// Entry of the user's gazetteer.
    pub entry: Option<u32>,
    /// Position of the name that it abbreviates.
    pub abbreviates: Option<usize>,
}

/// The names of an article: those of the tagger (`spans`, in order, if it was at work) and of the user's gazetteer.
///
/// The user's names outrank the tagger's, but for a longer name of the same kind around one of them
/// ("Andy Jassy" around "Jassy"), which takes the user's entry. Without a tagger there is nothing to correct.
pub fn find(text: &Text, sentences: &[(u32, u32)], spans: Option<&[Span]>, gazetteer: &Gazetteer) -> Vec<Found> {
    let mut found: Vec<Found> = spans.unwrap_or(&[]).iter().filter_map(|span| from_span(text, *span)).collect();
    if !gazetteer.is_empty() {
        let named = matches(text, sentences, gazetteer);
        outrank(&mut found, &named);
    }
    if spans.is_some() {
        correct(text, sentences, &mut found);
    }
    abbreviations(text, &mut found);
    found
}

fn from_span(text: &Text, span: Span) -> Option<Found> {
    let (start, mut end) = (span.start as usize, span.end as usize);
    if end - start > 1 && matches!(text.token(end - 1), "'s" | "\u{2019}s") {
        end -= 1;
    }
    let lettered = (start..end).any(|at| !matches!(text.word(at).class, Class::Mark | Class::Border));
    let kind = *EntityKind::ALL.get(usize::from(span.kind))?;
    lettered.then_some(Found { start, end, kind, entry: None, abbreviates: None })
}

/// All names of `gazetteer`, longest first at each word, none over a sentence's border.
fn matches(text: &Text, sentences: &[(u32, u32)], gazetteer: &Gazetteer) -> Vec<Found> {
    let mut found = Vec::new();
    for &(start, end) in sentences {
        let mut at = start as usize;
        while at < end as usize {
            let word = text.word(at);
            let capital =
                word.class.is_capital() || matches!(word.class, Class::Alphanumeric | Class::Caseless | Class::Number);
            let hashes = (at..end as usize).map(|index| text.word(index).lower);
            // A name may begin with a small word ("the Information"): then its next word decides.
            let capital = capital || at + 1 < end as usize && text.word(at + 1).class.is_capital();
            let Some((length, entry)) = gazetteer.longest(hashes, capital) else {
                at += 1;
                continue;
            };
            let single_small = length == 1 && !word.class.is_capital() && word.class == Class::Lower;
            let kind = gazetteer.entry(entry).map(|entry| entry.kind);
            if let Some(kind) =
                kind.filter(|_| !single_small || gazetteer.longest(std::iter::once(word.lower), false).is_some())
            {
                found.push(Found { start: at, end: at + length, kind, entry: Some(entry), abbreviates: None });
            }
            at += length;
        }
    }
    found
}

fn outrank(found: &mut Vec<Found>, named: &[Found]) {
    let mut kept_named = vec![true; named.len()];
    found.retain_mut(|own| {
        let first = named.partition_point(|other| other.end <= own.start);
        let overlapping = named.iter().enumerate().skip(first).take_while(|(_, other)| other.start < own.end);
        let mut keep = true;
        for (index, other) in overlapping {
            let around =
                own.start <= other.start && other.end <= own.end && own.end - own.start > other.end - other.start;
            if around && own.kind == other.kind {
                own.entry = own.entry.or(other.entry);
                kept_named[index] = false;
            } else {
                keep = false;
            }
        }
        keep
    });
    let kept = named.iter().zip(&kept_named).filter(|(_, kept)| **kept).map(|(named, _)| *named);
    found.extend(kept);
    found.sort_by_key(|found| (found.start, found.end));
    // A tagger's name that was refused for one neighbour may have given up another.
    let mut end = 0;
    found.retain(|found| {
        let free = found.start >= end;
        end = if free { found.end } else { end };
        free
    });
}

/// Finds "Federal Reserve (Fed)": a word in brackets that abbreviates the name before them is a name of
/// the same thing, there and wherever it stands alone.
fn abbreviations(text: &Text, found: &mut Vec<Found>) {
    let mut introduced: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut added = Vec::new();
    for (index, own) in found.iter().enumerate() {
        let (bracket, short) = (own.end, own.end + 1);
        let fits = text.token(bracket) == "(" && text.token(short + 1) == ")" && text.word(short).class.is_capital();
        if !fits || (own.start < text.body_tokens) != (short < text.body_tokens) {
            continue;
        }
        let (key, full) = (canonical_key(text.token(short)), canonical_key(&text.text(own.start, own.end)));
        let initials: String =
            text.token(short).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if alias::abbreviates(&key, &full) || alias::abbreviates(&initials, &full) {
            introduced.entry(text.token(short)).or_insert((index, short));
        }
    }
    if introduced.is_empty() {
        return;
    }
    let kinds: Vec<EntityKind> = found.iter().map(|found| found.kind).collect();
    let mut covered = vec![false; text.tokens.len()];
    for own in found.iter_mut() {
        for slot in covered.iter_mut().take(own.end).skip(own.start) {
            *slot = true;
        }
        if own.end - own.start == 1
            && let Some(&(full, _)) = introduced.get(text.token(own.start))
            && own.entry.is_none()
        {
            own.kind = kinds.get(full).copied().unwrap_or(own.kind);
            own.abbreviates = Some(full);
        }
    }
    for (at, covered) in covered.iter().enumerate() {
        if let (false, Some(&(full, _))) = (*covered, introduced.get(text.token(at))) {
            let kind = kinds.get(full).copied().unwrap_or(EntityKind::Other);
            added.push(Found { start: at, end: at + 1, kind, entry: None, abbreviates: Some(full) });
        }
    }
    // Positions in `abbreviates` must stay right, so additions are put last and sorted later.
    found.extend(added);
}

/// Makes entities and mentions of the names found.
pub fn annotate(
    text: &Text,
    sentences: &[(u32, u32)],
    found: Vec<Found>,
    gazetteer: &Gazetteer,
    source: &[Entity],
    trained: bool,
) -> Annotations {
    let mut entities: Vec<Entity> = source.to_vec();
    for entity in &mut entities {
        entity.origin = EntityOrigin::Source;
        entity.count = 0;
    }
    let found = in_reading_order(text, found);
    let forms: Vec<Form> = found.iter().map(|found| form(text, found)).collect();
    let things = alias::link(&forms);
    let mut mentions = Vec::with_capacity(found.len());
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (index, (own, &thing)) in found.iter().zip(&things).enumerate() {
        if thing >= members.len() {
            members.resize(thing + 1, Vec::new());
        }
        members[thing].push(index);
        mentions.push(mention(text, own.start, own.end, entities.len() + thing));
    }
    for members in &members {
        entities.push(entity(&forms, members, gazetteer));
    }
    count_source(text, sentences, source.len(), &mut entities, &mut mentions, trained);
    Annotations { entities, mentions, trained }
}

fn in_reading_order(text: &Text, found: Vec<Found>) -> Vec<Found> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&index| found.get(index).map(|found| (found.start < text.body_tokens, found.start)));
    let mut place = vec![0; found.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let moved = |index: usize| {
        let mut found = found[index];
        found.abbreviates = found.abbreviates.and_then(|full| place.get(full).copied());
        found
    };
    order.into_iter().map(moved).collect()
}

fn form(text: &Text, found: &Found) -> Form {
    Form {
        text: text.text(found.start, found.end),
        kind: found.kind,
        entry: found.entry,
        abbreviates: found.abbreviates,
        in_headline: found.start >= text.body_tokens,
    }
}

fn mention(text: &Text, start: usize, end: usize, entity: usize) -> Mention {
    let (first, last) = text.bytes(start, end);
    Mention { in_title: start >= text.body_tokens, start: first, end: last, entity: entity as u32 }
}

/// The entity that `members` of `forms` name.
pub(super) fn entity(forms: &[Form], members: &[usize], gazetteer: &Gazetteer) -> Entity {
    let forms: Vec<&Form> = members.iter().filter_map(|&index| forms.get(index)).collect();
    let entry = forms.iter().find_map(|form| form.entry).and_then(|entry| gazetteer.entry(entry));
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for form in &forms {
        match counts.iter_mut().find(|held| held.0 == form.text) {
            Some(held) => held.1 += 1,
            None => counts.push((&form.text, 1)),
        }
    }
    let kind = entry.map_or_else(|| majority(&forms), |entry| entry.kind);
    let fullness = |form: &&(&str, usize)| {
        let shouted = !form.0.chars().any(char::is_lowercase);
        (untitled(form.0, kind).split(' ').count(), !shouted, form.1, form.0.len())
    };
    // `max_by_key` takes the last of equals; the first mentioned should win.
    let fullest = counts.iter().rev().max_by_key(fullness).map_or("", |form| untitled(form.0, kind));
    let name = entry.map_or(fullest, |entry| entry.name.as_str()).to_owned();
    let aliases = counts.iter().map(|form| form.0).filter(|form| *form != name).map(str::to_owned).collect();
    Entity { name, kind, origin: EntityOrigin::Recognised, aliases, count: forms.len() as u32 }
}

/// A form without the titles before a person's name.
fn untitled(form: &str, kind: EntityKind) -> &str {
    if kind == EntityKind::Person { without_title(form) } else { form }
}

fn majority(forms: &[&Form]) -> EntityKind {
    let votes = |kind: EntityKind| forms.iter().filter(|form| form.kind == kind).count();
    EntityKind::ALL.into_iter().rev().max_by_key(|kind| votes(*kind)).unwrap_or(EntityKind::Other)
}

/// Counts the mentions of the source's entities; without the tagger they also become mentions.
fn count_source(
    text: &Text,
    sentences: &[(u32, u32)],
    sources: usize,
    entities: &mut [Entity],
    mentions: &mut Vec<Mention>,
    trained: bool,
) {
    if sources == 0 {
        return;
    }
    let (given, recognised) = entities.split_at_mut(sources);
    let mut names = Gazetteer::default();
    for entity in given.iter() {
        names.add(&entity.name, entity.kind, entity.aliases.iter().map(String::as_str));
    }
    let before = mentions.len();
    for found in matches(text, sentences, &names) {
        let Some(index) = found.entry.map(|entry| entry as usize) else {
            continue;
        };
        if let Some(entity) = given.get_mut(index) {
            entity.count += 1;
        }
        let own = mention(text, found.start, found.end, index);
        let overlaps =
            |other: &Mention| other.in_title == own.in_title && other.start < own.end && own.start < other.end;
        if !trained && !mentions.iter().take(before).any(overlaps) {
            mentions.push(own);
        }
    }
    mentions.sort_by_key(|mention| (!mention.in_title, mention.start, mention.end));
    for entity in given.iter_mut() {
        let key = canonical_key(&entity.name);
        let same =
            |other: &&Entity| std::iter::once(&other.name).chain(&other.aliases).any(|name| canonical_key(name) == key);
        let counted = recognised.iter().filter(|other| other.kind == entity.kind).find(same);
        entity.count = entity.count.max(counted.map_or(0, |other| other.count));
    }
}
