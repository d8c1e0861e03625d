//! The parsed page as an array in document order, so that every question is a loop and none a recursion.
//!
//! Invariants: a node's parent stands before it; its descendants are the nodes up to [`Node::end`].

use scraper::Html;
use scraper::node::{Element, Node as Parsed};

use super::rules::{Marks, Rules};

/// The kinds of nodes that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Text,
    A,
    Address,
    Article,
    Aside,
    Block,
    Blockquote,
    Body,
    Br,
    Dd,
    Div,
    Dt,
    Figcaption,
    Figure,
    Footer,
    Form,
    Head,
    Header,
    Heading(u8),
    Hr,
    Html,
    Inline,
    Li,
    Link,
    List,
    Main,
    Meta,
    Nav,
    P,
    Pre,
    Section,
    Table,
    Cell,
    Row,
    RowGroup,
    Time,
    Title,
    Label,
}

impl Tag {
    fn of(name: &str) -> Tag {
        match name {
            "a" => Tag::A,
            "address" => Tag::Address,
            "article" => Tag::Article,
            "aside" => Tag::Aside,
            "blockquote" => Tag::Blockquote,
            "body" => Tag::Body,
            "br" => Tag::Br,
            "dd" => Tag::Dd,
            "div" => Tag::Div,
            "dt" => Tag::Dt,
            "figcaption" | "caption" => Tag::Figcaption,
            "figure" => Tag::Figure,
            "footer" => Tag::Footer,
            "form" => Tag::Form,
            "head" => Tag::Head,
            "header" | "hgroup" => Tag::Header,
            "h1" => Tag::Heading(1),
            "h2" => Tag::Heading(2),
            "h3" => Tag::Heading(3),
            "h4" => Tag::Heading(4),
            "h5" => Tag::Heading(5),
            "h6" => Tag::Heading(6),
            "hr" => Tag::Hr,
            "html" => Tag::Html,
            "li" => Tag::Li,
            "link" => Tag::Link,
            "ul" | "ol" | "dl" | "menu" => Tag::List,
            "main" => Tag::Main,
            "meta" => Tag::Meta,
            "nav" => Tag::Nav,
            "p" => Tag::P,
            "pre" | "xmp" => Tag::Pre,
            "section" => Tag::Section,
            "table" => Tag::Table,
            "td" | "th" => Tag::Cell,
            "tr" => Tag::Row,
            "tbody" | "thead" | "tfoot" => Tag::RowGroup,
            "time" => Tag::Time,
            "title" => Tag::Title,
            "label" | "legend" => Tag::Label,
            "fieldset" | "details" | "summary" | "center" | "dialog" | "noscript" => Tag::Block,
            _ => Tag::Inline,
        }
    }

    /// Whether text inside and outside of the element stands in different blocks.
    pub(super) fn is_block(self) -> bool {
        !matches!(self, Tag::Text | Tag::A | Tag::Inline | Tag::Time | Tag::Label | Tag::Br | Tag::Meta | Tag::Link)
    }
}

/// Names of parts of a page that speak of other articles.
const ASIDE: Marks = Marks::COMMENTS.with(Marks::RELATED).with(Marks::NAVIGATION).with(Marks::FOOTER);

/// One node of the page.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub tag: Tag,
    /// What class, identifier and role say of the element.
    pub marks: Marks,
    /// Index of the parent; 0 for the root itself.
    pub parent: usize,
    /// Index after the last descendant.
    pub end: usize,
    /// The element; `None` for text.
    pub element: Option<&'a Element>,
    /// The text; empty for elements.
    pub text: &'a str,
    /// Whether it stands in navigation, comments, links to other articles or end matter.
    pub aside: bool,
}

impl<'a> Node<'a> {
    /// Value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.element.and_then(|element| element.attrs().find(|(key, _)| *key == name)).map(|(_, value)| value)
    }
}

/// The page in document order; node 0 is the document itself.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    /// Lays out a parsed page.
    pub(super) fn new(html: &'a Html, rules: &mut Rules<'a>) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(1024);
        nodes.push(Node {
            tag: Tag::Block,
            marks: Marks::default(),
            parent: 0,
            end: 0,
            element: None,
            text: "",
            aside: false,
        });
        let mut parent = 0;
        let mut next = html.tree.root().first_child();
        while let Some(node) = next {
            let index = nodes.len();
            let is_element = match node.value() {
                Parsed::Element(element) => {
                    let tag = Tag::of(element.name());
                    // Names on the page as a whole ("has-sidebar", "comments-open") say nothing of its text.
                    let whole = matches!(tag, Tag::Html | Tag::Body);
                    let marks = rules.marks(element);
                    let marks = if whole { marks.only(Marks::DECLARES) } else { marks };
                    let above = nodes.get(parent).is_some_and(|above| above.aside);
                    nodes.push(Node {
                        tag,
                        marks,
                        parent,
                        end: index + 1,
                        element: Some(element),
                        text: "",
                        aside: above || marks.any(ASIDE) || matches!(tag, Tag::Aside | Tag::Nav | Tag::Footer),
                    });
                    true
                }
                Parsed::Text(text) => {
                    nodes.push(Node {
                        tag: Tag::Text,
                        marks: Marks::default(),
                        parent,
                        end: index + 1,
                        element: None,
                        text,
                        aside: nodes.get(parent).is_some_and(|above| above.aside),
                    });
                    false
                }
                _ => false,
            };
            if is_element && let Some(child) = node.first_child() {
                parent = index;
                next = Some(child);
                continue;
            }
            // Up to the nearest ancestor with a following sibling.
            let mut current = node;
            next = loop {
                if let Some(sibling) = current.next_sibling() {
                    break Some(sibling);
                }
                let Some(above) = current.parent() else {
                    break None;
                };
                let end = nodes.len();
                if let Some(node) = nodes.get_mut(parent) {
                    node.end = end;
                    parent = node.parent;
                }
                current = above;
            };
        }
        let end = nodes.len();
        if let Some(root) = nodes.first_mut() {
            root.end = end;
        }
        Tree { nodes }
    }

    /// The node at an index; the root for an index outside.
    pub(super) fn node(&self, index: usize) -> &Node<'a> {
        const ROOT: Node<'static> =
            Node { tag: Tag::Block, marks: Marks::NONE, parent: 0, end: 0, element: None, text: "", aside: false };
        self.nodes.get(index).unwrap_or(&ROOT)
    }

    /// Indexes of a node and its descendants.
    pub(super) fn subtree(&self, index: usize) -> std::ops::Range<usize> {
        index..self.node(index).end
    }

    /// Ancestors of a node, nearest first, without the root.
    pub(super) fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |index| Some(self.node(*index).parent))
            .skip(1)
            .take_while(|index| *index != 0)
    }

    /// Text of a node and its descendants with white space collapsed, at most about `limit` bytes.
    pub(super) fn text(&self, index: usize, limit: usize) -> String {
        let mut text = String::new();
        let mut gap = false;
        for node in self.nodes.get(self.subtree(index)).unwrap_or_default() {
            gap |= node.tag.is_block() || node.tag == Tag::Br;
            super::text::push_collapsed(&mut text, node.text, &mut gap);
            if text.len() > limit {
                break;
            }
        }
        text
    }
}
