//! Who files an article that several documents hold?
//!
//! The earliest in the order of the work, whatever thread reads it first. Claims are kept in shards so that threads
//! hardly ever wait for each other; each takes about 40 bytes.

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

/// Who has an article.
#[derive(Debug, Clone)]
enum Claim {
    /// The index, since before the run.
    Index(Address),
    /// A document of this run.
    Document(Holder),
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
    shards: Vec<Mutex<FxHashMap<ArticleId, Claim>>>,
}

impl Claims {
    /// Starts with what the index holds.
    pub fn new(known: FxHashMap<ArticleId, Address>) -> Self {
        let mut shards: Vec<FxHashMap<ArticleId, Claim>> = (0..SHARDS).map(|_| FxHashMap::default()).collect();
        for (id, address) in known {
            if let Some(shard) = shards.get_mut(shard_of(id)) {
                shard.insert(id, Claim::Index(address));
            }
        }
        Claims { shards: shards.into_iter().map(Mutex::new).collect() }
    }

    /// Claims an article for a document.
    pub fn claim(&self, id: ArticleId, holder: Holder) -> Answer {
        let Some(shard) = self.shards.get(shard_of(id)) else {
            return Answer::Yours;
        };
        // A thread that panicked has left a whole map behind: each change is one insertion.
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        match shard.get(&id) {
            None => {
                shard.insert(id, Claim::Document(holder));
                Answer::Yours
            }
            Some(Claim::Index(_)) => Answer::Duplicate,
            Some(Claim::Document(other)) if other.order <= holder.order => Answer::Duplicate,
            Some(Claim::Document(other)) => {
                let other = other.clone();
                shard.insert(id, Claim::Document(holder));
                Answer::TakeOver(other)
            }
        }
    }

    /// Who holds an article: a file of this run, or an address in the index.
    pub fn holder(&self, id: ArticleId) -> Option<Result<Arc<str>, Address>> {
        let shard = self.shards.get(shard_of(id))?.lock().unwrap_or_else(PoisonError::into_inner);
        shard.get(&id).map(|claim| match claim {
            Claim::Index(address) => Err(*address),
            Claim::Document(holder) => Ok(Arc::clone(&holder.file)),
        })
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
        let claims = Claims::new(FxHashMap::default());
        assert_eq!(claims.claim(ArticleId(7), holder(5)), Answer::Yours);
        assert_eq!(claims.claim(ArticleId(7), holder(9)), Answer::Duplicate);
        assert_eq!(claims.claim(ArticleId(7), holder(2)), Answer::TakeOver(holder(5)));
        assert_eq!(claims.claim(ArticleId(7), holder(3)), Answer::Duplicate);
        assert_eq!(claims.holder(ArticleId(7)).unwrap().unwrap().as_ref(), "file 2");
    }
}
