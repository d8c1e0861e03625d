//! Which blocks of the chosen container belong to the text.
//!
//! Left out are lists of links, promotions, captions, the headline repeated, and what stands before the first and after
//! the last sentence; added is a standfirst that stands outside of the container.

use super::blocks::Block;
use super::body::{Known, Page, sum_upwards};
use super::phrases;
use super::rules::Marks;
use super::text::{capital_share, comparison_key, ends_sentence};
use super::tree::Tag;

/// Shortest standfirst, in letters.
const SHORTEST_LEAD: usize = 80;

/// Names of what stands between headline and text but is no standfirst.
const NOT_LEAD: Marks = Marks::CAPTION
    .with(Marks::BYLINE)
    .with(Marks::SHARE)
    .with(Marks::AD)
    .with(Marks::FORM)
    .with(Marks::CONSENT)
    .with(Marks::HIDDEN)
    .with(Marks::TAGS);

impl<'p> Page<'p, '_> {
    /// Leaves out parts of the container that consist mostly of links.
    pub(super) fn without_link_lists<'b>(&self, blocks: Vec<&'b Block>, containers: &[usize]) -> Vec<&'b Block> {
        let mut weights = vec![0_usize; self.tree.nodes.len()];
        let mut links = vec![0_usize; self.tree.nodes.len()];
        for block in self.blocks {
            if let (Some(weight), Some(link)) = (weights.get_mut(block.owner), links.get_mut(block.owner)) {
                *weight += block.weight;
                *link += block.link_weight;
            }
        }
        sum_upwards(self.tree, &mut weights);
        sum_upwards(self.tree, &mut links);
        let is_list = |index: usize| {
            let node = self.tree.node(index);
            let weight = weights.get(index).copied().unwrap_or(0);
            let link = links.get(index).copied().unwrap_or(0);
            matches!(node.tag, Tag::Div | Tag::Section | Tag::List | Tag::Table | Tag::Block | Tag::Article)
                && link * 2 > weight
                && self.mass_of(index) * 4 < self.mass
        };
        let kept: Vec<&Block> = blocks
            .iter()
            .copied()
            .filter(|block| {
                !std::iter::once(block.owner)
                    .chain(self.tree.ancestors(block.owner))
                    .take_while(|index| !containers.contains(index))
                    .any(is_list)
            })
            .collect();
        // A page made of nothing but such parts is no list of links.
        if self.mass_in(&kept) * 2 < self.mass_in(&blocks) { blocks } else { kept }
    }

    /// Mass of some blocks.
    pub(super) fn mass_in(&self, blocks: &[&Block]) -> usize {
        blocks.iter().map(|block| block.mass(self.tree.node(block.owner).tag)).sum()
    }

    /// Full sentences between the headline and the text: a standfirst set apart from it.
    pub(super) fn lead(&self, known: &Known<'_>, first: usize, chosen: &[&Block]) -> Vec<&'p Block> {
        // English-language papers repeat in the text what the standfirst says; elsewhere it opens the text.
        let repeats = known.language.is_none_or(|language| language.starts_with("en"));
        if known.heading == 0 || known.heading >= first || repeats {
            return Vec::new();
        }
        let after = self.tree.node(known.heading).end;
        let opening: String = chosen.iter().take(3).map(|block| comparison_key(&block.text)).collect();
        let mut seen: Vec<String> = Vec::new();
        self.blocks
            .iter()
            .filter(|block| block.first >= after && block.first < first)
            .filter(|block| {
                let node = self.tree.node(block.first);
                !node.aside
                    && block.weight >= SHORTEST_LEAD
                    && block.weight <= 1200
                    && block.link_share() < 0.3
                    && ends_sentence(&block.text)
                    && !self.is_foreign(block)
                    && !self.is_byline(block, known)
                    && !self.is_within(block.first, NOT_LEAD)
                    && !self.tree.ancestors(block.first).any(|above| self.tree.node(above).tag == Tag::Figcaption)
                    && !opening.contains(&comparison_key(&block.text))
            })
            .filter(|block| {
                let key = comparison_key(&block.text);
                let is_new = !seen.contains(&key);
                seen.push(key);
                is_new
            })
            .take(3)
            .collect()
    }

    /// Leaves out blocks that are no part of the text.
    pub(super) fn select<'b>(&self, blocks: Vec<&'b Block>, known: &Known<'_>) -> Vec<&'b Block> {
        let titles: Vec<String> =
            known.titles.iter().map(|title| comparison_key(title)).filter(|key| !key.is_empty()).collect();
        let all: Vec<usize> = blocks.iter().map(|block| block.first).collect();
        let mut kept: Vec<&Block> = Vec::with_capacity(blocks.len());
        let mut begun = false;
        for block in blocks {
            if self.is_foreign(block) {
                continue;
            }
            if !begun && self.is_within(block.first, Marks::SUBTITLE) {
                continue;
            }
            if kept.len() < 4 && block.weight < 400 && titles.contains(&comparison_key(&block.text)) {
                continue;
            }
            begun |= block.mass(self.tree.node(block.owner).tag) > 0;
            kept.push(block);
        }
        self.drop_boilerplate(&mut kept, known);
        self.drop_bare_headings(&mut kept, &all);
        self.trim_head(&mut kept, known);
        self.trim_tail(&mut kept);
        kept
    }

    /// Whether a node stands in an element with one of the marks.
    fn is_within(&self, index: usize, marks: Marks) -> bool {
        self.tree.ancestors(index).take(4).any(|above| self.tree.node(above).marks.any(marks))
    }

    fn is_foreign(&self, block: &Block) -> bool {
        let tag = self.tree.node(block.owner).tag;
        if tag == Tag::Heading(1) {
            return true;
        }
        let share = block.link_share();
        if share > 0.65 && block.weight < 250 {
            if is_address(&block.text) && tag != Tag::Li {
                return false;
            }
            let sentence = ends_sentence(&block.text) && block.weight > 80 && share < 0.95;
            return !sentence;
        }
        if block.weight < 160 && phrases::is_promotion(&block.text) {
            return true;
        }
        if share > 0.3 && block.weight < 200 && capital_share(&block.text) > 0.7 {
            return true;
        }
        if block.weight < 250 && phrases::is_caption(&block.text) {
            return true;
        }
        !block.text.contains(|c: char| c.is_alphanumeric() || c == '_')
    }

    /// Drops blocks known from other articles of the host, unless they are a good part of the text: then the article
    /// itself is known from other pages.
    fn drop_boilerplate(&self, kept: &mut Vec<&Block>, known: &Known<'_>) {
        let Some(host) = known.boilerplate else {
            return;
        };
        let is_foreign = |block: &&Block| host.is_boilerplate(&block.text);
        let all: usize = kept.iter().map(|block| block.weight).sum();
        let foreign: usize = kept.iter().filter(|block| is_foreign(block)).map(|block| block.weight).sum();
        if foreign * 5 <= all * 2 {
            kept.retain(|block| !is_foreign(block));
        }
    }

    /// Drops headings whose contents were left out: blocks followed them on the page, none of which is left.
    fn drop_bare_headings(&self, kept: &mut Vec<&Block>, all: &[usize]) {
        let level = |block: &Block| match self.tree.node(block.owner).tag {
            Tag::Heading(level) => Some(level),
            _ => None,
        };
        let mut bare = Vec::new();
        for (index, block) in kept.iter().enumerate() {
            let Some(own) = level(block) else {
                continue;
            };
            let next = kept.get(index + 1);
            let followed = next.is_some_and(|next| level(next).is_none_or(|other| other > own));
            let at = all.partition_point(|first| *first <= block.first);
            let adjoins = next.is_some_and(|next| all.get(at) == Some(&next.first));
            if !followed && !adjoins {
                bare.push(block.first);
            }
        }
        kept.retain(|block| !bare.contains(&block.first));
    }

    /// Drops what stands between headline and text: standfirst, byline, date.
    fn trim_head(&self, blocks: &mut Vec<&Block>, known: &Known<'_>) {
        let first_sentence = blocks.iter().take(8).position(|block| block.mass(self.tree.node(block.owner).tag) > 0);
        let Some(first) = first_sentence else {
            return;
        };
        let home = blocks.get(first).map_or(0, |block| self.container_of(block.owner));
        let mut nth = 0;
        blocks.retain(|block| {
            nth += 1;
            if nth > first {
                return true;
            }
            match self.tree.node(block.owner).tag {
                Tag::Li | Tag::Pre | Tag::Row => true,
                _ if self.is_byline(block, known) || self.container_of(block.owner) != home => false,
                _ => block.weight >= 25 || ends_sentence(&block.text),
            }
        });
    }

    fn is_byline(&self, block: &Block, known: &Known<'_>) -> bool {
        if block.weight >= 120 {
            return false;
        }
        known.authors.iter().any(|author| block.text.contains(author.as_str()))
            || !crate::date::scan::find(&block.text, None, 1).is_empty()
            || super::byline::begins_with_by(&block.text)
    }

    /// Drops what follows the last sentence, unless it is so much that it belongs to the text.
    fn trim_tail(&self, blocks: &mut Vec<&Block>) {
        for _ in 0..3 {
            if blocks.last().is_some_and(|block| block.weight < 400 && phrases::is_end_matter(&block.text))
                && blocks.len() > 2
            {
                blocks.pop();
            }
        }
        self.trim_link_list(blocks);
        let last = blocks.iter().rposition(|block| self.is_text(block));
        let from = last.map_or(0, |last| last + 1);
        let weight = |blocks: &[&Block]| blocks.iter().map(|block| block.weight).sum::<usize>();
        let tail = weight(blocks.get(from..).unwrap_or_default());
        if blocks.len() - from <= 4 && tail * 4 < weight(blocks) {
            blocks.truncate(from);
        }
    }

    /// Drops a list of links at the end, with its heading.
    fn trim_link_list(&self, blocks: &mut Vec<&Block>) {
        let is_item = |block: &Block| self.container_tag(block) == Tag::Li && block.weight < 200;
        let from = blocks.iter().rposition(|block| !is_item(block)).map_or(0, |last| last + 1);
        let (weight, link) = blocks
            .iter()
            .skip(from)
            .fold((0, 0), |(weight, link), block| (weight + block.weight, link + block.link_weight));
        if from > 2 && blocks.len() - from >= 2 && link * 10 > weight * 3 {
            blocks.truncate(from);
            if blocks.last().is_some_and(|block| !self.is_text(block)) {
                blocks.pop();
            }
        }
    }

    /// The list item a block stands in, or the block's own element.
    fn container_tag(&self, block: &Block) -> Tag {
        let inside = std::iter::once(block.owner)
            .chain(self.tree.ancestors(block.owner).take(3))
            .any(|index| self.tree.node(index).tag == Tag::Li);
        if inside { Tag::Li } else { self.tree.node(block.owner).tag }
    }

    fn is_text(&self, block: &Block) -> bool {
        match self.tree.node(block.owner).tag {
            Tag::Heading(_) | Tag::Label => false,
            Tag::Li | Tag::Pre | Tag::Dd => true,
            _ if block.is_row => true,
            _ => block.weight >= 120 || ends_sentence(&block.text),
        }
    }
}

/// Whether a text is nothing but an address of the web.
fn is_address(text: &str) -> bool {
    !text.contains(' ') && ["http://", "https://", "pic.twitter.com"].iter().any(|scheme| text.starts_with(scheme))
}
