//! What is filed of an article besides its own fields: the sketch of its text and the keys of its names.

use crate::article::{Article, Entity, EntityKind};
use crate::duplicate::{Scratch, sketch};
use crate::entity::canonical_key;
use crate::index::document::{Derived, alias_value, name_value};

/// What the index keeps of an article beside the article.
pub fn derived(article: &Article, scratch: &mut Scratch) -> Derived {
    let mut derived = Derived {
        sketch: sketch(&article.title, &article.body, scratch).to_bytes(),
        names: Vec::with_capacity(article.entities.len()),
        aliases: Vec::new(),
    };
    for entity in &article.entities {
        let key = key(&entity.name);
        push_aliases(entity, &key, &mut derived.aliases);
        derived.names.push(name_value(&key, &entity.name));
    }
    derived
}

/// The key under which spellings of a name meet; the name itself if it has no letters or digits.
fn key(name: &str) -> String {
    let key = canonical_key(name);
    if key.is_empty() { name.to_owned() } else { key }
}

fn push_aliases(entity: &Entity, name_key: &str, aliases: &mut Vec<String>) {
    for alias in &entity.aliases {
        let form = key(alias);
        // A surname stands for other people in other articles.
        let is_ambiguous = entity.kind == EntityKind::Person && !form.contains(' ');
        if form != name_key && !is_ambiguous {
            aliases.push(alias_value(entity.kind, &form, name_key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityOrigin;

    #[test]
    fn names_are_filed_under_their_keys_and_surnames_stay_in_their_article() {
        let entity = |kind, name: &str, aliases: &[&str]| Entity {
            name: name.to_owned(),
            kind,
            origin: EntityOrigin::Recognised,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            count: 1,
        };
        let article = Article {
            entities: vec![
                entity(EntityKind::Person, "Andy Jassy", &["Jassy", "Andrew Jassy"]),
                entity(EntityKind::Organisation, "The Federal Communications Commission", &["FCC"]),
            ],
            ..Article::default()
        };
        let derived = derived(&article, &mut Scratch::default());
        assert_eq!(
            derived.names,
            [
                "andy jassy\u{1f}Andy Jassy",
                "federal communications commission\u{1f}The Federal Communications Commission"
            ]
        );
        assert_eq!(
            derived.aliases,
            ["person\u{1f}andrew jassy\u{1f}andy jassy", "org\u{1f}fcc\u{1f}federal communications commission"]
        );
    }
}
