//! Boilerplate learned from the archive: a block that stands on several pages of one host is no part of an article.
//!
//! Fed with the blocks of the host's pages in a first pass, asked in a second. Pure and deterministic: the answer
//! depends on the set of pages, not on their order, as long as the bound on memory is not reached.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::text::comparison_key;

/// Blocks remembered for one host at most; 16 bytes each.
const BLOCK_LIMIT: usize = 65_536;
/// Pages of a host on which a block must stand to be boilerplate.
const PAGES: u8 = 3;
/// Blocks with fewer letters are too common in real text ("Yes.").
const SHORTEST: usize = 12;

/// Counts blocks of text over the pages of one host.
#[derive(Debug, Clone, Default)]
pub struct HostBlocks {
    counts: FxHashMap<u64, Count>,
    page: u32,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    pages: u8,
    /// The page that counted last, so that a page counts once.
    last: u32,
}

impl HostBlocks {
    /// An empty memory.
    pub fn new() -> Self {
        HostBlocks::default()
    }

    /// Takes in the body of one page; blocks are its paragraphs and lines.
    pub fn add_page(&mut self, body: &str) {
        self.page = self.page.wrapping_add(1);
        for block in body.split("\n\n") {
            let Some(key) = key(block) else {
                continue;
            };
            if let Some(count) = self.counts.get_mut(&key) {
                if count.last != self.page {
                    count.last = self.page;
                    count.pages = count.pages.saturating_add(1);
                }
            } else if self.counts.len() < BLOCK_LIMIT {
                self.counts.insert(
                    key,
                    Count {
                        pages: 1,
                        last: self.page,
                    },
                );
            }
        }
    }

    /// Pages seen so far.
    pub fn pages(&self) -> u32 {
        self.page
    }

    /// Whether a block stands on at least three pages.
    pub fn is_boilerplate(&self, block: &str) -> bool {
        key(block).is_some_and(|key| {
            self.counts
                .get(&key)
                .is_some_and(|count| count.pages >= PAGES)
        })
    }

    /// Drops what was seen only once, to free memory between the passes.
    pub fn forget_rare(&mut self) {
        self.counts.retain(|_, count| count.pages >= PAGES);
    }
}

/// What identifies a block: its letters and digits, so that white space and punctuation do not matter.
fn key(block: &str) -> Option<u64> {
    let letters = comparison_key(block);
    if letters.chars().count() < SHORTEST {
        return None;
    }
    let mut hasher = FxHasher::default();
    hasher.write(letters.as_bytes());
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_on_three_pages_is_boilerplate_and_one_page_counts_once() {
        let mut host = HostBlocks::new();
        host.add_page("First story.\n\nAbout the company: it makes things.\n\nAbout the company: it makes things.");
        host.add_page("Second story.\n\nAbout the Company - it makes things");
        assert!(!host.is_boilerplate("About the company: it makes things."));
        host.add_page("Third story.\n\nAbout the company: it makes things.");
        assert!(host.is_boilerplate("About the company: it makes things."));
        assert!(!host.is_boilerplate("Second story."));
    }

    #[test]
    fn short_blocks_are_never_boilerplate() {
        let mut host = HostBlocks::new();
        for _ in 0..5 {
            host.add_page("Yes.\n\nNo.");
        }
        assert!(!host.is_boilerplate("Yes."));
    }
}
