//! Dates shown on the page: in `time` and dated elements, near the headline, in the text.

use super::blocks::Block;
use super::rules::Marks;
use super::signals::{Dates, Signal, Sources, push};
use super::tree::{Node, Tag, Tree};
use crate::date::{PartialDate, Precision, parse, scan};

/// Signals of `time` elements, microdata and elements whose class speaks of a date.
pub(super) fn from_elements(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let tree = sources.tree;
    let mut times = 0;
    let mut texts = 0;
    let mut skip_until = 0;
    for (index, node) in tree.nodes.iter().enumerate() {
        if node.element.is_none() || node.tag == Tag::Meta || (node.tag != Tag::Time && !node.marks.any(Marks::DATE)) {
            continue;
        }
        let properties = ["itemprop", "property"].map(|key| node.attribute(key).unwrap_or_default());
        let has = |word: &str| properties.iter().any(|property| property.contains(word));
        let near = nearness(sources, index) * if node.aside { 0.25 } else { 1.0 };
        let machine = machine_date(node, sources.language);
        if has("datePublished") || has("dateCreated") {
            let date = machine.or_else(|| text_date(sources, index).map(|(date, _)| date));
            push(signals, date, "itemprop datePublished", 3.0 * near, Dates::Publication, false);
        } else if has("dateModified") {
            let date = machine.or_else(|| text_date(sources, index).map(|(date, _)| date));
            push(signals, date, "itemprop dateModified", 2.6 * near, Dates::Change, false);
        } else if node.tag == Tag::Time {
            if times < 12 {
                let dates = if is_change(tree, index) { Dates::Change } else { Dates::Publication };
                let named = node.attribute("pubdate").is_some()
                    || is_named(tree, index, &["publish", "entry-date", "post-date", "posted", "created"]);
                let weight = if named { 2.6 } else { 2.0 };
                let order = if times == 0 { 1.0 } else { 0.6 };
                push(signals, machine, "time element", weight * near * order, dates, false);
                times += usize::from(machine.is_some() && dates == Dates::Publication && !node.aside);
            }
        } else if let Some(date) = machine {
            push(signals, Some(date), "date attribute", 1.6 * near, Dates::Publication, false);
        }
        if index >= skip_until && texts < 12 {
            let Some((date, change)) = text_date(sources, index) else {
                continue;
            };
            skip_until = node.end;
            let order = match texts {
                0 => 1.0,
                1 | 2 => 0.7,
                _ => 0.3,
            };
            let dates = if change || is_change(tree, index) { Dates::Change } else { Dates::Publication };
            push(signals, Some(date), "class date", 1.7 * near * order, dates, true);
            texts += usize::from(!node.aside);
        }
    }
}

/// How likely a date at a node belongs to the article: close to the headline or inside the text.
fn nearness(sources: &Sources<'_, '_>, index: usize) -> f32 {
    if sources.heading == 0 {
        return 0.8;
    }
    let distance = index.abs_diff(sources.heading);
    if index < sources.heading {
        return if distance < 60 { 0.9 } else { 0.5 };
    }
    if distance < 150 || sources.body.contains(&index) {
        return 1.0;
    }
    if index > sources.body.end + 60 { 0.4 } else { 0.7 }
}

/// The date in the attributes of an element.
fn machine_date(node: &Node<'_>, language: Option<&str>) -> Option<PartialDate> {
    let element = node.element?;
    let mut found = None;
    for (name, value) in element.attrs() {
        let wanted = match name {
            "datetime" | "content" => true,
            "title" => node.marks.any(Marks::DATE) || node.tag == Tag::Time,
            "class" | "id" | "href" => false,
            _ => {
                name.starts_with("data-")
                    && (name.contains("date") || name.contains("time") || name.contains("publish"))
            }
        };
        if wanted && value.len() <= 64 {
            let date = parse::loose(value, language).filter(|date| date.precision() >= Precision::Day);
            if name == "datetime" && date.is_some() {
                return date;
            }
            found = found.or(date);
        }
    }
    found
}

/// The date in the text of an element, and whether it is called one of change.
fn text_date(sources: &Sources<'_, '_>, index: usize) -> Option<(PartialDate, bool)> {
    let text = sources.tree.text(index, 160);
    if text.len() > 160 {
        return None;
    }
    in_short_text(&text, sources.language)
}

fn in_short_text(text: &str, language: Option<&str>) -> Option<(PartialDate, bool)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = scan::find(text, language, 4);
    let mut change = None;
    for date in &found {
        let before = text.get(..date.start).unwrap_or_default();
        let from = found.iter().filter(|other| other.end <= date.start).map(|other| other.end).max().unwrap_or(0);
        let label = before.get(from..).unwrap_or_default().to_lowercase();
        if !speaks_of_change(&label) {
            return Some((date.date, false));
        }
        change = change.or(Some((date.date, true)));
    }
    change
}

/// Words of labels of dates of change, in lower case.
const CHANGE_WORDS: &str = "update|modif|aktualisiert|geändert|changed|revised|mis à jour|mise à jour|actualizado|\
    actualización|aggiornat|atualizad|bijgewerkt|gewijzigd|stand:|edited|aktualizacja|\
    обновлено|last reviewed";

fn speaks_of_change(label: &str) -> bool {
    CHANGE_WORDS.split('|').any(|word| label.contains(word))
}

fn is_change(tree: &Tree<'_>, index: usize) -> bool {
    is_named(tree, index, &["updat", "modif", "aktualisiert", "dtreviewed"])
}

/// Whether the class, identifier or property of a node or its parent holds one of the words.
fn is_named(tree: &Tree<'_>, index: usize, words: &[&str]) -> bool {
    [index, tree.node(index).parent].iter().any(|index| {
        let node = tree.node(*index);
        if node.tag == Tag::Body || node.tag.is_block() && node.end - index > 12 {
            return false;
        }
        ["class", "id", "itemprop", "property"].iter().any(|key| {
            node.attribute(key).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                words.iter().any(|word| value.contains(word))
            })
        })
    })
}

/// Dates in short blocks around the headline.
pub(super) fn from_text_near_heading(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    if sources.heading == 0 {
        return;
    }
    let Some(first_after) = sources.blocks.iter().position(|block| block.first > sources.heading) else {
        return;
    };
    let from = first_after.saturating_sub(5);
    for (nth, block) in sources.blocks.iter().enumerate().skip(from).take(13) {
        if block.weight > 220 || block.weight < 6 {
            continue;
        }
        let Some((date, change)) = in_short_text(&block.text, sources.language) else {
            continue;
        };
        let aside = if sources.tree.node(block.first).aside { 0.4 } else { 1.0 };
        let after = if nth >= first_after { 1.0 } else { 0.7 };
        let dates = if change { Dates::Change } else { Dates::Publication };
        push(signals, Some(date), "text near title", 1.3 * aside * after, dates, true);
    }
}

/// Dates in the text itself: the beginning first, then its end, then the rest of the page.
pub(super) fn from_running_text(sources: &Sources<'_, '_>, signals: &mut Vec<Signal>) {
    let inside: Vec<&Block> = sources.blocks.iter().filter(|block| sources.body.contains(&block.first)).collect();
    let head = inside.iter().take(3);
    let tail = inside.iter().rev().take(3);
    for block in head.chain(tail) {
        if let Some(found) = scan::find(&block.text, sources.language, 1).first() {
            push(signals, Some(found.date), "text", 0.6, Dates::Publication, true);
            return;
        }
    }
    for block in sources.blocks.iter().filter(|block| block.weight < 300 && !sources.tree.node(block.first).aside) {
        if let Some((date, change)) = in_short_text(&block.text, sources.language) {
            let dates = if change { Dates::Change } else { Dates::Publication };
            push(signals, Some(date), "text", 0.4, dates, true);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_tells_publication_from_change() {
        let read = |text| in_short_text(text, Some("de")).map(|(date, change)| (date.to_string(), change));
        assert_eq!(read("Stand: 4.3.2020"), Some(("2020-03-04".to_owned(), true)));
        assert_eq!(read("Aktualisiert: 5.3.2020, veröffentlicht: 4.3.2020"), Some(("2020-03-04".to_owned(), false)));
        assert_eq!(read("Lesezeit 3 Minuten"), None);
    }
}
