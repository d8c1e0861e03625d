//! Where the text of the article stands, and which of its blocks belong to it.
//!
//! An element marked as the body wins over statistics; otherwise the container with the greatest mass of running
//! text does, widened to neighbours that are of its kind. What class names call end matter is left out first, but
//! never an element that holds most of the text; if the rules leave too little, they are given up.

use super::blocks::Block;
use super::boilerplate::HostBlocks;
use super::prune::{self, Strictness};
use super::rules::Marks;
use super::tree::{Tag, Tree};

/// Mass from which the story under the headline is one.
const SHORTEST_STORY: usize = 100;

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Chosen blocks, in order.
    pub blocks: Vec<String>,
    /// Index of the element that holds them.
    pub container: usize,
    /// Nodes from the first chosen text to the last.
    pub span: std::ops::Range<usize>,
    /// Mass of running text in the containers, before blocks were left out one by one.
    found: usize,
    /// Mass of running text chosen.
    pub mass: usize,
    /// Letters inside links in the page, and letters in all.
    pub link_weight: usize,
    pub weight: usize,
    /// Whether an element marked as the body was used.
    pub marked: bool,
}

impl Body {
    /// Paragraphs parted by blank lines.
    pub(super) fn text(&self) -> String {
        self.blocks.join("\n\n")
    }
}

/// What is known of the article before its text is looked for.
#[derive(Debug, Default)]
pub(super) struct Known<'k> {
    /// Forms of the headline.
    pub titles: Vec<&'k str>,
    /// Language tag of the page.
    pub language: Option<&'k str>,
    /// Names of the writers.
    pub authors: &'k [String],
    /// Index of the heading that shows the title; 0 if there is none.
    pub heading: usize,
    /// Blocks known from other pages of the host.
    pub boilerplate: Option<&'k HostBlocks>,
}

/// Finds the text.
pub(super) fn find(tree: &Tree<'_>, blocks: &[Block], known: &Known<'_>) -> Body {
    let page = Page::new(tree, blocks);
    let mut body = page.choose(known, Strictness::Names);
    if body.found * 100 < page.mass * 35 {
        let relaxed = page.choose(known, Strictness::Elements);
        if relaxed.found > body.found * 2 {
            body = relaxed;
        }
    }
    body
}

/// A page with its masses.
pub(super) struct Page<'p, 'a> {
    pub tree: &'p Tree<'a>,
    pub blocks: &'p [Block],
    /// Mass of the running text below each node.
    masses: Vec<usize>,
    /// Mass of the page without comments.
    pub mass: usize,
}

impl<'p, 'a> Page<'p, 'a> {
    fn new(tree: &'p Tree<'a>, blocks: &'p [Block]) -> Self {
        let mut masses = vec![0; tree.nodes.len()];
        for block in blocks {
            if let Some(mass) = masses.get_mut(block.owner) {
                *mass += block.mass(tree.node(block.owner).tag);
            }
        }
        sum_upwards(tree, &mut masses);
        let mut page = Page { tree, blocks, masses, mass: 0 };
        let commented: usize = prune::comments(tree, &page.masses).iter().map(|index| page.mass_of(*index)).sum();
        page.mass = page.mass_of(0).saturating_sub(commented);
        page
    }

    pub(super) fn mass_of(&self, index: usize) -> usize {
        self.masses.get(index).copied().unwrap_or(0)
    }

    fn choose(&self, known: &Known<'_>, strictness: Strictness) -> Body {
        let dropped = prune::dropped(self.tree, &self.masses, self.mass, strictness);
        let mut own = vec![0_usize; self.tree.nodes.len()];
        let mut kept = vec![0_usize; self.tree.nodes.len()];
        for block in self.blocks {
            if dropped.get(block.first).copied().unwrap_or(false) {
                continue;
            }
            let mass = block.mass(self.tree.node(block.owner).tag);
            if let Some(slot) = kept.get_mut(block.owner) {
                *slot += mass;
            }
            if let Some(slot) = own.get_mut(self.container_of(block.owner)) {
                *slot += mass;
            }
        }
        sum_upwards(self.tree, &mut kept);
        let story = self.story_of(known.heading);
        let mut scored = self.best_container(&own);
        // The story under the headline, be it short, before a longer one beside it.
        let apart = !self.tree.subtree(story).contains(&scored) && !self.tree.subtree(scored).contains(&story);
        if story != 0 && apart && kept.get(story).copied().unwrap_or(0) >= SHORTEST_STORY {
            let range = self.tree.subtree(story);
            for (index, mass) in own.iter_mut().enumerate() {
                *mass *= usize::from(range.contains(&index));
            }
            scored = self.best_container(&own);
        }
        let climbed = self.climb(scored, &own, &kept);
        let (containers, marked) = match self.marked(&kept, &dropped, scored) {
            Some(marked) if share(&marked, climbed, &kept) > 50 => (marked, true),
            _ => (vec![climbed], false),
        };
        let chosen: Vec<&Block> = self
            .blocks
            .iter()
            .filter(|block| containers.iter().any(|index| self.tree.subtree(*index).contains(&block.first)))
            .filter(|block| !dropped.get(block.first).copied().unwrap_or(false))
            .collect();
        let found = self.mass_in(&chosen);
        let chosen = self.without_link_lists(chosen, &containers);
        let chosen = self.select(chosen, known);
        let mut chosen = chosen;
        if let Some(first) = chosen.first().map(|block| block.first) {
            let lead = self.lead(known, first, &chosen);
            chosen.splice(0..0, lead);
        }
        let mass = self.mass_in(&chosen);
        Body {
            blocks: chosen.iter().map(|block| block.text.clone()).collect(),
            container: containers.first().copied().unwrap_or(0),
            span: chosen.first().map_or(0, |block| block.first)..chosen.last().map_or(0, |block| block.first),
            mass,
            found,
            link_weight: self.blocks.iter().map(|block| block.link_weight).sum(),
            weight: self.blocks.iter().map(|block| block.weight).sum(),
            marked,
        }
    }

    /// The element whose children are paragraphs like this one.
    pub(super) fn container_of(&self, owner: usize) -> usize {
        let mut index = owner;
        while matches!(
            self.tree.node(index).tag,
            Tag::P
                | Tag::Li
                | Tag::List
                | Tag::Blockquote
                | Tag::Pre
                | Tag::Row
                | Tag::RowGroup
                | Tag::Dd
                | Tag::Dt
                | Tag::Heading(_)
        ) {
            let parent = self.nearest_block(index);
            if parent == 0 {
                break;
            }
            index = parent;
        }
        index
    }

    fn nearest_block(&self, index: usize) -> usize {
        self.tree.ancestors(index).find(|index| self.tree.node(*index).tag.is_block()).unwrap_or(0)
    }

    /// The container with the greatest mass; those inside it count half.
    fn best_container(&self, own: &[usize]) -> usize {
        let mut score: Vec<usize> = own.to_vec();
        for (index, mass) in own.iter().enumerate().filter(|(_, mass)| **mass > 0) {
            if let Some(slot) = score.get_mut(self.nearest_block(index)) {
                *slot += mass / 2;
            }
        }
        let mut best = 0;
        for (index, value) in score.iter().enumerate() {
            if *value > score.get(best).copied().unwrap_or(0) {
                best = index;
            }
        }
        best
    }

    /// Elements marked as the body, if they hold enough.
    fn marked(&self, kept: &[usize], dropped: &[bool], scored: usize) -> Option<Vec<usize>> {
        let scored_mass = kept.get(scored).copied().unwrap_or(0);
        for wanted in [Marks::MARKED, Marks::BODY] {
            let mut candidates: Vec<usize> = Vec::new();
            let mut end = 0;
            for (index, node) in self.tree.nodes.iter().enumerate() {
                let inside = index < end;
                if inside || !node.marks.any(wanted) || dropped.get(index).copied().unwrap_or(false) {
                    continue;
                }
                if !node.tag.is_block() && node.tag != Tag::Inline {
                    continue;
                }
                if kept.get(index).copied().unwrap_or(0) >= 100 {
                    candidates.push(index);
                    end = node.end;
                }
            }
            let heaviest = candidates.iter().map(|index| kept.get(*index).copied().unwrap_or(0)).max().unwrap_or(0);
            let Some(first) =
                candidates.iter().copied().find(|index| kept.get(*index).copied().unwrap_or(0) * 3 >= heaviest)
            else {
                continue;
            };
            let story = self.story_of(first);
            let name = self.tree.node(first).attribute("class");
            // With one headline on the page, bodies of one kind are parts of one story.
            let single = !self.tree.nodes.iter().skip(first).any(|node| node.tag == Tag::Heading(1));
            let union: Vec<usize> = candidates
                .into_iter()
                .filter(|index| {
                    *index == first
                        || (self.story_of(*index) == story
                            && (story != 0 || single || self.tree.node(*index).parent == self.tree.node(first).parent)
                            && self.tree.node(*index).attribute("class") == name)
                })
                .collect();
            let mass: usize = union.iter().map(|index| kept.get(*index).copied().unwrap_or(0)).sum();
            if mass * 100 >= scored_mass * 40
                || self.tree.subtree(scored).contains(&first) && mass * 100 >= scored_mass * 30
            {
                return Some(union);
            }
        }
        None
    }

    /// The nearest `article` around a node; 0 if there is none.
    fn story_of(&self, index: usize) -> usize {
        self.tree.ancestors(index).find(|index| self.tree.node(*index).tag == Tag::Article).unwrap_or(0)
    }

    /// Widens a container to ancestors that hold more containers of its kind.
    fn climb(&self, best: usize, own: &[usize], kept: &[usize]) -> usize {
        let mut current = best;
        let strongest = kept.get(best).copied().unwrap_or(0);
        for ancestor in self.tree.ancestors(best) {
            let tag = self.tree.node(ancestor).tag;
            if matches!(tag, Tag::Body | Tag::Html)
                && self.tree.node(current).tag != Tag::Body
                && kept.get(ancestor).copied().unwrap_or(0) < strongest * 5 / 4
            {
                break;
            }
            if !tag.is_block() {
                continue;
            }
            let stories = self
                .tree
                .subtree(ancestor)
                .filter(|index| {
                    let node = self.tree.node(*index);
                    node.tag == Tag::Article
                        && !self.tree.subtree(*index).contains(&best)
                        && kept.get(*index).copied().unwrap_or(0) > 0
                })
                .count();
            if stories > 0 {
                break;
            }
            let more = self
                .tree
                .subtree(ancestor)
                .filter(|index| !self.tree.subtree(current).contains(index))
                .any(|index| own.get(index).copied().unwrap_or(0) * 100 >= strongest * 12);
            if more {
                current = ancestor;
            }
            if tag == Tag::Article {
                break;
            }
        }
        current
    }
}

/// Mass of some elements as hundredths of that of another.
fn share(elements: &[usize], whole: usize, masses: &[usize]) -> usize {
    let mass = |index: &usize| masses.get(*index).copied().unwrap_or(0);
    elements.iter().map(mass).sum::<usize>() * 100 / mass(&whole).max(1)
}

/// Adds every node's value to its ancestors'.
pub(super) fn sum_upwards(tree: &Tree<'_>, values: &mut [usize]) {
    for index in (1..tree.nodes.len()).rev() {
        let value = values.get(index).copied().unwrap_or(0);
        let parent = tree.node(index).parent;
        if let Some(slot) = values.get_mut(parent) {
            *slot += value;
        }
    }
}
