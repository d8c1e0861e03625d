//! Which outlets, people, months, ... have the articles of a result, and how many of them?
//!
//! Invariants: an article counts once under a value, however often it has it, and a story (a family of near-duplicates)
//! likewise; articles without a value, and those whose date is not known well enough, are counted apart; what `limit` and
//! `least` leave out is counted too. Values come most articles first (or by name, or in the order of time), ties by name, then kind.

use crate::article::EntityKind;
use crate::date::calendar::WEEKDAYS;
use crate::error::Result;
use crate::search::recognition::Unrecognised;
use crate::search::surplus::StoryCount;
use crate::search::tally::{self, Tally};
use crate::search::{Engine, Request};

/// What articles can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetField {
    /// Outlet.
    Publisher,
    /// Section or desk.
    Section,
    /// Writer.
    Author,
    /// Language.
    Language,
    /// Keyword given by the source.
    Keyword,
    /// Person.
    Person,
    /// Organisation.
    Organisation,
    /// Place.
    Place,
    /// Any other name.
    Other,
    /// Names of all kinds.
    Entity,
    /// Host of the address.
    Domain,
    /// Year of publication.
    Year,
    /// Month of a year.
    Month,
    /// Day of the week.
    Weekday,
    /// Length of the body in words, in classes.
    Length,
}

impl FacetField {
    /// All fields.
    pub const ALL: [FacetField; 15] = [
        FacetField::Publisher,
        FacetField::Section,
        FacetField::Author,
        FacetField::Language,
        FacetField::Keyword,
        FacetField::Person,
        FacetField::Organisation,
        FacetField::Place,
        FacetField::Other,
        FacetField::Entity,
        FacetField::Domain,
        FacetField::Year,
        FacetField::Month,
        FacetField::Weekday,
        FacetField::Length,
    ];

    /// The word used on the command line, in records and in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            FacetField::Publisher => "publisher",
            FacetField::Section => "section",
            FacetField::Author => "author",
            FacetField::Language => "language",
            FacetField::Keyword => "keyword",
            FacetField::Person => "person",
            FacetField::Organisation => "org",
            FacetField::Place => "place",
            FacetField::Other => "other",
            FacetField::Entity => "entity",
            FacetField::Domain => "domain",
            FacetField::Year => "year",
            FacetField::Month => "month",
            FacetField::Weekday => "weekday",
            FacetField::Length => "length",
        }
    }

    /// The inverse of [`FacetField::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        FacetField::ALL.into_iter().find(|field| field.as_str() == text)
    }

    /// The kinds of names it counts; none for fields that are no names.
    pub fn kinds(self) -> &'static [EntityKind] {
        match self {
            FacetField::Person => &[EntityKind::Person],
            FacetField::Organisation => &[EntityKind::Organisation],
            FacetField::Place => &[EntityKind::Place],
            FacetField::Other => &[EntityKind::Other],
            FacetField::Entity => &EntityKind::ALL,
            _ => &[],
        }
    }
}

/// Order of the values of a facet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FacetOrder {
    /// Times in their order, all else most articles first, then by name.
    #[default]
    Usual,
    /// Most articles first, then by name.
    Count,
    /// By name.
    Name,
}

/// What to count, and how much of it to give back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetOptions {
    /// Fields, in the order in which they are given back.
    pub fields: Vec<FacetField>,
    /// Most values of a field.
    pub limit: usize,
    /// Fewest articles of a value.
    pub least: u64,
    /// Order of the values. Those that `limit` keeps are the most frequent ones in any order.
    pub order: FacetOrder,
}

impl Default for FacetOptions {
    fn default() -> Self {
        FacetOptions { fields: Vec::new(), limit: 10, least: 1, order: FacetOrder::Usual }
    }
}

/// The articles of a result by the values of some fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    /// Articles that match.
    pub articles: u64,
    /// Stories they tell.
    pub stories: u64,
    /// One for each field asked for.
    pub facets: Vec<Facet>,
    /// If names are counted, articles that match and whose names were not looked for.
    pub unrecognised: Unrecognised,
    /// What of the query was capped or could not be done as asked.
    pub warnings: Vec<String>,
    /// Identity of the articles in the archive.
    pub fingerprint: String,
}

/// The values of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// The values that were asked for.
    pub values: Vec<FacetValue>,
    /// Values there are, those that were left out included.
    pub distinct: u64,
    /// Articles without any value.
    pub without: u64,
    /// Articles with a date that is not precise enough to tell the month or the day of the week.
    pub imprecise: u64,
}

impl Facet {
    /// Values that were left out.
    pub fn left_out(&self) -> u64 {
        self.distinct - self.values.len() as u64
    }
}

/// A value with what has it.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetValue {
    /// The value; of a name that is spelt in several ways, the spelling that most articles of the archive have.
    pub name: String,
    /// What tells it from other values of its kind: the same for all spellings of a name.
    pub key: String,
    /// The kind of name, if it is one.
    pub kind: Option<EntityKind>,
    /// Articles that have it.
    pub articles: u64,
    /// Stories that have it.
    pub stories: u64,
    /// Part of all articles that match.
    pub share: f64,
}

impl Engine {
    /// Counts the articles that match by the values of fields.
    pub fn facets(&self, request: &Request, options: &FacetOptions) -> Result<Facets> {
        let compiled = self.compile(request);
        let mut evaluated = self.evaluate(request, &compiled)?;
        let mut unrecognised = Unrecognised::default();
        if options.fields.iter().any(|field| !field.kinds().is_empty()) {
            unrecognised = self.warn_of_uncounted(request, &evaluated.sets, &mut evaluated.warnings)?;
        }
        let stories = StoryCount::of(self, &evaluated.sets)?;
        let articles = evaluated.total();
        let mut facets = Facets {
            articles,
            stories: stories.among(articles),
            facets: Vec::with_capacity(options.fields.len()),
            unrecognised,
            warnings: evaluated.warnings,
            fingerprint: self.fingerprint().to_owned(),
        };
        for field in &options.fields {
            let tally = tally::of_field(self, *field, &evaluated.sets, &stories)?;
            facets.facets.push(facet(*field, tally, articles, options));
        }
        Ok(facets)
    }
}

fn facet(field: FacetField, tally: Tally, articles: u64, options: &FacetOptions) -> Facet {
    let distinct = tally.values.len() as u64;
    let mut values = tally.values;
    values.retain(|value| value.articles >= options.least);
    let by_name = |one: &tally::Counted, other: &tally::Counted| (&one.name, one.kind).cmp(&(&other.name, other.kind));
    values.sort_unstable_by(|one, other| other.articles.cmp(&one.articles).then_with(|| by_name(one, other)));
    values.truncate(options.limit);
    match options.order {
        FacetOrder::Name => values.sort_unstable_by(by_name),
        FacetOrder::Usual if field == FacetField::Weekday => {
            let number = |name: &str| WEEKDAYS.iter().position(|day| *day == name);
            values.sort_unstable_by_key(|value| number(&value.name));
        }
        FacetOrder::Usual if matches!(field, FacetField::Year | FacetField::Month) => values.sort_unstable_by(by_name),
        FacetOrder::Usual | FacetOrder::Count => {}
    }
    let share = |count: u64| if articles == 0 { 0.0 } else { count as f64 / articles as f64 };
    let values = values
        .into_iter()
        .map(|value| FacetValue {
            share: share(value.articles),
            name: value.name,
            key: value.key,
            kind: value.kind,
            articles: value.articles,
            stories: value.stories,
        })
        .collect();
    Facet { field, values, distinct, without: tally.without, imprecise: tally.imprecise }
}
