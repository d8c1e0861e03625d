//! "Did you mean", for whole values: outlets, writers, names, languages.
//!
//! A value that no article has is compared with all values of its field, whole and in stretches of as many words. Only asked for
//! when nothing matches it, since the columns are read from end to end.

use crate::error::Result;
use crate::index::document::UNIT;
use crate::search::Engine;
use crate::search::likeness::{self, MOST_OFFERED, likest};
use crate::search::plan::{Compiled, Plan, Slot};
use crate::search::segment::SegmentSearch;
use crate::search::statistics::values;
use crate::search::suggestion::Suggestion;

/// The column of values behind a field, if its values are short enough to be known as a whole.
fn column(slot: Slot) -> Option<&'static str> {
    Some(match slot {
        Slot::Author => "author",
        Slot::Publisher => "publisher",
        Slot::Section => "section",
        Slot::Keyword => "keyword",
        Slot::Person => "person_name",
        Slot::Org => "org_name",
        Slot::Place => "place_name",
        Slot::Other => "other_name",
        Slot::Title | Slot::Subtitle | Slot::Body | Slot::Url => return None,
    })
}

impl Engine {
    /// Values like the one that a leaf asks for, if no article has it.
    pub(super) fn near_values(
        &self,
        number: usize,
        compiled: &Compiled,
        segments: &[SegmentSearch<'_>],
    ) -> Result<Option<Suggestion>> {
        let Some(leaf) = compiled.leaves.get(number) else {
            return Ok(None);
        };
        let columns: Option<Vec<&str>> = leaf.slots.iter().map(|slot| column(*slot)).collect();
        let Some(columns) = columns.filter(|columns| !columns.is_empty()) else {
            return Ok(None);
        };
        if leaf.tokens.iter().any(|test| test.plain_word().is_none()) || is_found(&Plan::Leaf(number), segments)? {
            return Ok(None);
        }
        let near = self.near_in(&columns, &leaf.text)?;
        Ok((!near.is_empty()).then(|| Suggestion { word: leaf.text.clone(), near }))
    }

    /// The same for languages and hosts, which are compared as a whole. Of languages, the archive's are named in any case.
    pub(super) fn near_whole_values(&self, plan: &Plan, segments: &[SegmentSearch<'_>]) -> Result<Vec<Suggestion>> {
        let mut suggestions = Vec::new();
        let mut open = vec![plan];
        while let Some(plan) = open.pop() {
            match plan {
                Plan::And(plans) | Plan::Or(plans) => open.extend(plans),
                Plan::Bag { must, should, .. } => open.extend(must.iter().chain(should)),
                Plan::Boost { plan, .. } => open.push(plan),
                Plan::Whole { field: field @ ("language" | "domain"), values: asked, pattern: false } => {
                    for word in asked {
                        let one = Plan::Whole { field, values: vec![word.clone()], pattern: false };
                        if is_found(&one, segments)? {
                            continue;
                        }
                        let mut near = self.near_in(&[field], word)?;
                        if near.is_empty() && *field == "language" {
                            let all = values(self.searcher.segment_readers(), field)?;
                            near.extend(all.into_iter().map(|(value, _)| value).take(MOST_OFFERED));
                        }
                        if !near.is_empty() {
                            suggestions.push(Suggestion { word: word.clone(), near });
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(suggestions)
    }

    /// The likest values of these columns, those of most articles first.
    fn near_in(&self, columns: &[&str], wanted: &str) -> Result<Vec<String>> {
        let wanted = wanted.to_lowercase();
        let mut near = Vec::new();
        for column in columns {
            for (value, articles) in values(self.searcher.segment_readers(), column)? {
                // Names have their key in front.
                let value = value.rsplit(UNIT).next().unwrap_or_default();
                let distance = likeness::distance(&wanted, &value.to_lowercase());
                near.extend(distance.map(|distance| (distance, articles, value.to_owned())));
            }
        }
        Ok(likest(near.into_iter()))
    }
}

/// Whether any article matches.
pub(super) fn is_found(plan: &Plan, segments: &[SegmentSearch<'_>]) -> Result<bool> {
    for segment in segments {
        if !segment.matching(plan)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
