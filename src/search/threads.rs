//! How is a question about many documents shared out?
//!
//! A segment's documents are cut into as many runs as there are threads, and the answers are put together in the order of the
//! documents: they are the same for any number of threads. A question about few documents stays on the thread that asks.

use crate::error::Result;
use crate::search::document_set::DocumentSet;
use std::sync::OnceLock;
use std::thread::{Builder, available_parallelism, scope};

/// More threads than this gain little: much of a search is done by one.
const MOST: usize = 8;
/// Documents worth a thread: its start costs about as much as the positions of some hundred of them.
const LEAST_DOCUMENTS: u64 = 4_000;

/// How many threads look at the documents of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threads {
    /// As many at most.
    pub most: usize,
    /// Documents that each of them must have.
    pub least_documents: u64,
}

impl Threads {
    /// Nothing is shared out.
    pub const ONE: Threads = Threads { most: 1, least_documents: LEAST_DOCUMENTS };

    /// As many as the machine has, up to eight, where there is enough to do.
    pub fn available() -> Self {
        static AVAILABLE: OnceLock<usize> = OnceLock::new();
        let most = *AVAILABLE.get_or_init(|| available_parallelism().map_or(1, |threads| threads.get().min(MOST)));
        Threads { most, least_documents: LEAST_DOCUMENTS }
    }

    /// Does `work` with runs of the documents of a set; the answers in the order of the documents.
    pub(super) fn each_part<T: Send>(
        self,
        documents: &DocumentSet,
        work: impl Fn(&mut dyn Iterator<Item = u32>) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let parts = match self.most {
            0 | 1 => 1,
            most => (documents.len() / self.least_documents.max(1)).clamp(1, most as u64) as usize,
        };
        if parts == 1 {
            return Ok(vec![work(&mut documents.iter())?]);
        }
        let runs = documents.runs(parts);
        let answer = |run: &std::ops::Range<usize>| work(&mut documents.within(run.clone()));
        scope(|scope| {
            // Where no thread is to be had the work is done here.
            let started: Vec<_> =
                runs.iter().skip(1).map(|run| (run, Builder::new().spawn_scoped(scope, || answer(run)).ok())).collect();
            let mut answers: Vec<Result<T>> = runs.iter().take(1).map(&answer).collect();
            for (run, thread) in started {
                answers.push(match thread.map(std::thread::ScopedJoinHandle::join) {
                    Some(Ok(answer)) => answer,
                    Some(Err(panic)) => std::panic::resume_unwind(panic),
                    None => answer(run),
                });
            }
            answers.into_iter().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_number_of_threads_gives_the_documents_in_order(
            size in 0u32..2000,
            chosen in proptest::collection::vec(0u32..2000, 0..400),
            most in 0usize..9,
            least_documents in 0u64..100,
        ) {
            let mut set = DocumentSet::empty(size);
            chosen.iter().for_each(|document| set.insert(*document));
            let threads = Threads { most, least_documents };
            let parts = threads.each_part(&set, |documents| Ok(documents.collect::<Vec<u32>>())).unwrap();
            proptest::prop_assert!(parts.len() <= most.max(1));
            proptest::prop_assert_eq!(parts.concat(), set.iter().collect::<Vec<u32>>());
        }
    }
}
