//! How many of the words side by side does a request ask for? What people have to be told where two commands count otherwise.

use crate::search::plan::Plan;
use crate::search::{Engine, Match, Request};
use serde::{Deserialize, Serialize};

/// Words (phrases, groups) side by side somewhere in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideBySide {
    /// So many of them an article must hold at least.
    pub least: usize,
    /// So many there are.
    pub words: usize,
}

impl SideBySide {
    /// How many would be asked for under another rule.
    pub fn under(self, rule: Match) -> SideBySide {
        SideBySide { least: rule.least(self.words), words: self.words }
    }
}

impl Engine {
    /// The words side by side in the query, in its order. None of those where `+` says which must match.
    pub fn side_by_side(&self, request: &Request) -> Vec<SideBySide> {
        // Under this rule, the runs that it rules are those that ask for all: not the typical words of `like:`.
        let strict = Request { matching: Match::All, ..request.clone() };
        let mut runs = Vec::new();
        collect(&self.compile(&strict).root, &mut runs);
        runs.into_iter().map(|words| SideBySide { least: request.matching.least(words), words }).collect()
    }
}

fn collect(plan: &Plan, runs: &mut Vec<usize>) {
    match plan {
        Plan::Bag { must, should, least, .. } => {
            if should.len() > 1 && *least == should.len() {
                runs.push(should.len());
            }
            must.iter().chain(should).for_each(|plan| collect(plan, runs));
        }
        Plan::And(plans) | Plan::Or(plans) => plans.iter().for_each(|plan| collect(plan, runs)),
        Plan::Boost { plan, .. } | Plan::AtLeast { plan, .. } | Plan::First { plan, .. } => collect(plan, runs),
        _ => {}
    }
}
