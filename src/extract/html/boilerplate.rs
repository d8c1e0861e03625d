//! Boilerplate learned from the archive: a block that stands in several articles of one host is no part of any.
//!
//! Fed with the bodies of the host's articles in a first pass, asked in a second. Pure and deterministic: the answer
//! depends on the set of articles, not on their order, as long as the bound on memory is not reached. Copies and
//! versions of one article count once, and a body that would lose much is left as it is, so that an article saved
//! several times is not taken for boilerplate.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::text::comparison_key;
use crate::text::address::host;

/// Blocks remembered for one host at most; about 32 bytes each.
const BLOCK_LIMIT: usize = 65_536;
/// Articles of a host in which a block must stand to be boilerplate.
const ARTICLES: usize = 3;
/// Blocks with fewer letters are too common in real text ("Yes.").
const SHORTEST: usize = 12;

/// Counts blocks of text over the articles of one host.
#[derive(Debug, Clone, Default)]
pub struct HostBlocks {
    blocks: FxHashMap<u64, Seen>,
}

/// The first articles a block was seen in.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    articles: [u64; ARTICLES],
    count: usize,
}

impl Seen {
    fn add(&mut self, article: u64) {
        let known = self.articles.get(..self.count).unwrap_or_default();
        if known.contains(&article) {
            return;
        }
        if let Some(slot) = self.articles.get_mut(self.count) {
            *slot = article;
            self.count += 1;
        }
    }
}

impl HostBlocks {
    /// An empty memory.
    pub fn new() -> Self {
        HostBlocks::default()
    }

    /// Takes in one article of the host: its title, which tells articles apart, and its body, whose blocks are parted
    /// by blank lines.
    pub fn add(&mut self, title: &str, body: &str) {
        let article = hash(&comparison_key(title));
        for key in body.split("\n\n").filter_map(key) {
            if self.blocks.len() >= BLOCK_LIMIT && !self.blocks.contains_key(&key) {
                self.blocks.retain(|_, seen| seen.count > 1);
                if self.blocks.len() >= BLOCK_LIMIT {
                    continue;
                }
            }
            self.blocks.entry(key).or_default().add(article);
        }
    }

    /// Whether a block stands in at least three articles.
    pub fn is_boilerplate(&self, block: &str) -> bool {
        key(block).and_then(|key| self.blocks.get(&key)).is_some_and(|seen| seen.count >= ARTICLES)
    }

    /// Drops what is no boilerplate, to free memory between the passes.
    pub fn settle(&mut self) {
        self.blocks.retain(|_, seen| seen.count >= ARTICLES);
        self.blocks.shrink_to_fit();
    }

    /// Blocks remembered.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// What was learned of many hosts.
#[derive(Debug, Clone, Default)]
pub struct Boilerplate {
    hosts: std::collections::BTreeMap<String, HostBlocks>,
}

impl Boilerplate {
    /// Adds an article of a host to what is learned.
    pub fn add(&mut self, host: &str, title: &str, body: &str) {
        self.hosts.entry(host.to_owned()).or_default().add(title, body);
    }

    /// Ends the learning: keeps what is boilerplate.
    pub fn settle(&mut self) {
        for blocks in self.hosts.values_mut() {
            blocks.settle();
        }
        self.hosts.retain(|_, blocks| !blocks.is_empty());
    }

    /// What was learned of a host.
    pub fn of_host(&self, host: &str) -> Option<&HostBlocks> {
        self.hosts.get(host)
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }
}

/// The host by which pages are put together: that of the preferred address, else of the address.
pub fn host_of(article: &crate::article::Article) -> Option<String> {
    host(article.canonical_url.as_deref().or(article.url.as_deref())?)
}

/// What identifies a block: its letters and digits, so that white space and punctuation do not matter.
fn key(block: &str) -> Option<u64> {
    let letters = comparison_key(block);
    (letters.chars().count() >= SHORTEST).then(|| hash(&letters))
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: &str = "About the company: it makes things.";

    #[test]
    fn a_block_in_three_articles_is_boilerplate() {
        let mut host = HostBlocks::new();
        host.add("First", &format!("First story.\n\n{ABOUT}\n\n{ABOUT}"));
        host.add("Second", "Second story.\n\nAbout the Company - it makes things");
        assert!(!host.is_boilerplate(ABOUT));
        host.add("Third", &format!("Third story.\n\n{ABOUT}"));
        assert!(host.is_boilerplate(ABOUT));
        assert!(!host.is_boilerplate("Second story."));
        host.settle();
        assert_eq!(host.len(), 1);
    }

    #[test]
    fn versions_of_one_article_count_once() {
        let mut host = HostBlocks::new();
        for _ in 0..5 {
            host.add("The same", "A sentence of the same article.");
        }
        assert!(!host.is_boilerplate("A sentence of the same article."));
    }

    #[test]
    fn short_blocks_are_never_boilerplate() {
        let mut host = HostBlocks::new();
        for title in ["a", "b", "c", "d"] {
            host.add(title, "Yes.\n\nNo.");
        }
        assert!(!host.is_boilerplate("Yes."));
    }

    #[test]
    fn memory_is_bounded() {
        let mut host = HostBlocks::new();
        for number in 0..100_000 {
            host.add("x", &format!("block with the number {number}"));
        }
        assert!(host.len() <= BLOCK_LIMIT);
    }
}
