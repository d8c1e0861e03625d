//! Which elements are no part of the text.
//!
//! Nothing is dropped that holds most of the running text of the page, whatever it is called.

use super::rules::Marks;
use super::tree::{Node, Tag, Tree};

/// How much to trust names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Drop by element and by names of classes.
    Names,
    /// Drop by element, and by name only what is light.
    Elements,
}

/// Names of things that are never part of the text.
const NEVER: Marks = Marks::SHARE
    .with(Marks::RELATED)
    .with(Marks::FORM)
    .with(Marks::AD)
    .with(Marks::NAVIGATION)
    .with(Marks::FOOTER)
    .with(Marks::BYLINE)
    .with(Marks::HEAD_MATTER)
    .with(Marks::HEADLINE)
    .with(Marks::CAPTION)
    .with(Marks::TAGS)
    .with(Marks::CONSENT)
    .with(Marks::HIDDEN);

/// Outermost elements that hold readers' comments.
pub(super) fn comments(tree: &Tree<'_>, masses: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tree.nodes.len() {
        let node = tree.node(index);
        if node.marks.any(Marks::COMMENTS) && is_apart(tree, index, masses) {
            found.push(index);
            index = node.end;
        } else {
            index += 1;
        }
    }
    found
}

/// Whether an element called "comments" holds only them: no headline, no body, not the page itself.
fn is_apart(tree: &Tree<'_>, index: usize, masses: &[usize]) -> bool {
    let node = tree.node(index);
    if matches!(node.tag, Tag::Body | Tag::Html | Tag::Main) {
        return false;
    }
    let all = masses.first().copied().unwrap_or(0);
    if masses.get(index).copied().unwrap_or(0) * 2 < all {
        return true;
    }
    !tree.subtree(index).any(|inner| {
        tree.node(inner).tag == Tag::Heading(1) || tree.node(inner).marks.any(Marks::BODY.with(Marks::MARKED))
    })
}

/// For each node whether it stands in an element that is no part of the text.
pub(super) fn dropped(tree: &Tree<'_>, masses: &[usize], page_mass: usize, strictness: Strictness) -> Vec<bool> {
    let mut dropped = vec![false; tree.nodes.len()];
    for index in comments(tree, masses) {
        mark(&mut dropped, tree.subtree(index));
    }
    let posts: Vec<usize> = (0..tree.nodes.len()).filter(|index| tree.node(*index).marks.any(Marks::POST)).collect();
    let mut index = 0;
    while index < tree.nodes.len() {
        let node = tree.node(index);
        // Quoted posts stand in wrappers called "social" or "embed".
        let wraps_post = node.end - index < 40 && posts.iter().any(|post| (index..node.end).contains(post));
        if node.element.is_some() && !wraps_post && (is_foreign(node) || leads_elsewhere(tree, index)) {
            let mass = masses.get(index).copied().unwrap_or(0);
            let named = !is_foreign_element(node.tag);
            let heavy = match strictness {
                // Given up are only names on what holds a good part of the text.
                Strictness::Elements if named => mass * 10 > page_mass,
                _ if node.tag == Tag::Footer => mass * 5 > page_mass * 4,
                _ => mass * 2 > page_mass,
            } && page_mass > 0;
            if !heavy {
                mark(&mut dropped, tree.subtree(index));
                index = node.end;
                continue;
            }
        }
        index += 1;
    }
    dropped
}

fn mark(dropped: &mut [bool], range: std::ops::Range<usize>) {
    if let Some(slots) = dropped.get_mut(range) {
        slots.fill(true);
    }
}

/// Whether an element called a teaser holds links, or is itself inside one.
fn leads_elsewhere(tree: &Tree<'_>, index: usize) -> bool {
    tree.node(index).marks.any(Marks::TEASER)
        && (tree.subtree(index).any(|inner| tree.node(inner).attribute("href").is_some())
            || tree.ancestors(index).take(3).any(|above| tree.node(above).tag == Tag::A))
}

/// Elements that are no part of the text by their kind.
fn is_foreign_element(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Nav
            | Tag::Footer
            | Tag::Aside
            | Tag::Figcaption
            | Tag::Header
            | Tag::Label
            | Tag::Address
            | Tag::Head
            | Tag::Title
    )
}

fn is_foreign(node: &Node<'_>) -> bool {
    is_foreign_element(node.tag) || (node.marks.any(NEVER) && !node.marks.any(Marks::POST))
}
