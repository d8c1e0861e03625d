//! With which settings was a file read, and which of a person's files does the archive keep for the next run?
//!
//! Every entry of the ledger says with which settings its articles were made ([`Filing`]); an entry that says nothing is of the
//! usual ones, or older than this record. The commit's payload tells in one word whether names were left out of any article,
//! so that a search need not read the ledger to know that none was.

use crate::index::ledger::Ledger;
use serde::{Deserialize, Serialize};

/// The settings that change what articles a file becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filing {
    /// Names were not looked for.
    #[serde(skip_serializing_if = "is_false")]
    pub names_left_out: bool,
}

fn is_false(value: &bool) -> bool {
    !*value
}

impl Filing {
    /// Whether all is as it usually is.
    pub fn is_usual(&self) -> bool {
        *self == Filing::default()
    }
}

/// How many of an archive's articles something holds for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// None.
    #[default]
    None,
    /// Some; the ledger tells which.
    Some,
    /// All.
    All,
}

impl Extent {
    /// Whether it is none.
    pub fn is_none(&self) -> bool {
        *self == Extent::None
    }

    /// Of how many articles names were left out.
    pub fn of_names_left_out(ledger: &Ledger) -> Self {
        let (mut with, mut without) = (false, false);
        for (_, entry) in ledger.iter().filter(|(_, entry)| entry.outcomes.indexed > 0) {
            without |= entry.filing.names_left_out;
            with |= !entry.filing.names_left_out;
        }
        match (with, without) {
            (_, false) => Extent::None,
            (true, true) => Extent::Some,
            (false, true) => Extent::All,
        }
    }
}
