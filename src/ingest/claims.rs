//! Who files an article that several documents hold?
//!
//! The earliest in the order of the work, whatever thread reads it first. Claims are kept in shards so that threads
//! hardly ever wait for each other; each takes about 40 bytes. An article that the index holds takes 16.

use crate::article::ArticleId;
use crate::index::writer::Address;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

const SHARDS: usize = 64;

/// A document in the order of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Unit in the high half, document in the unit in the low half.
    pub order: u64,
    /// The file's name in the ledger.
    pub file: Arc<str>,
    /// First byte of the document in the file.
    pub offset: u64,
}

/// The answer to a claim.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nobody else holds it: file it.
    Yours,
    /// An earlier document holds it, or the index does.
    Duplicate,
    /// A later document was filed: file this one, and remove that one.
    TakeOver(Holder),
}

/// All claims of a run.
pub struct Claims {
    /// What the index has held since before the run, by id.
    known: Vec<(ArticleId, Address)>,
    /// Documents of this run.
    shards: Vec<Mutex<FxHashMap<ArticleId, Holder>>>,
}

impl Claims {
    /// Starts with what the index holds.
    pub fn new(mut known: Vec<(ArticleId, Address)>) -> Self {
        known.sort_unstable_by_key(|(id, _)| *id);
        Claims { known, shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }

    /// Where the index holds an article.
    fn known(&self, id: ArticleId) -> Option<Address> {
        let place = self.known.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.known.get(place).map(|(_, address)| *address)
    }

    /// Claims an article for a document.
    pub fn claim(&self, id: ArticleId, holder: Holder) -> Answer {
        if self.known(id).is_some() {
            return Answer::Duplicate;
        }
        let Some(shard) = self.shards.get(shard_of(id)) else {
            return Answer::Yours;
        };
        // A thread that panicked has left a whole map behind: each change is one insertion.
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        match shard.get(&id) {
            None => {
                shard.insert(id, holder);
                Answer::Yours
            }
            Some(other) if other.order <= holder.order => Answer::Duplicate,
            Some(other) => {
                let other = other.clone();
                shard.insert(id, holder);
                Answer::TakeOver(other)
            }
        }
    }

    /// Who holds an article: a file of this run, or an address in the index.
    pub fn holder(&self, id: ArticleId) -> Option<Result<Arc<str>, Address>> {
        if let Some(address) = self.known(id) {
            return Some(Err(address));
        }
        let shard = self.shards.get(shard_of(id))?.lock().unwrap_or_else(PoisonError::into_inner);
        shard.get(&id).map(|holder| Ok(Arc::clone(&holder.file)))
    }
}

fn shard_of(id: ArticleId) -> usize {
    // The remainder is below the number of shards, which fits.
    (id.0 % SHARDS as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(order: u64) -> Holder {
        Holder { order, file: Arc::from(format!("file {order}")), offset: 0 }
    }

    #[test]
    fn the_earliest_document_holds_whatever_the_order_of_claims() {
        let claims = Claims::new(Vec::new());
        assert_eq!(claims.claim(ArticleId(7), holder(5)), Answer::Yours);
        assert_eq!(claims.claim(ArticleId(7), holder(9)), Answer::Duplicate);
        assert_eq!(claims.claim(ArticleId(7), holder(2)), Answer::TakeOver(holder(5)));
        assert_eq!(claims.claim(ArticleId(7), holder(3)), Answer::Duplicate);
        assert_eq!(claims.holder(ArticleId(7)).unwrap().unwrap().as_ref(), "file 2");
    }
}
