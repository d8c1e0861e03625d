//! Words in a field of names -> the same, or any other form of the name they are.
//!
//! `org:"FCC"` also finds the articles that say "Federal Communications Commission", if the archive knows the two as one name
//! ([`super::names`]). What is looked for besides are the spellings in which articles have the name, each as a phrase in the
//! field of its kind, so that operators of nearness go on working. Titles before a person's name are not looked for: names are
//! filed without them.

use crate::article::EntityKind;
use crate::entity::canonical::without_any_title;
use crate::query::ast::{Case, Form, Pattern};
use crate::search::Engine;
use crate::search::plan::{Compiler, Leaf, Plan, Slot};
use crate::search::scope::Scope;
use crate::search::word::WordTest;
use crate::text::segment::words;

/// Most other forms of one name that are looked for.
const MOST_FORMS: usize = 64;

/// Gives the other forms of a name, most frequent first, or why they are not known.
pub(super) type FormsOf<'a> = dyn Fn(EntityKind, &str) -> Result<Vec<String>, String> + 'a;

/// The kind of names that a field holds.
fn kind_of(slot: Slot) -> Option<EntityKind> {
    Some(match slot {
        Slot::Person => EntityKind::Person,
        Slot::Org => EntityKind::Organisation,
        Slot::Place => EntityKind::Place,
        Slot::Other => EntityKind::Other,
        _ => return None,
    })
}

impl Engine {
    /// The other forms under which articles have the name that `form` is a form of.
    pub(super) fn forms_of(&self, kind: EntityKind, form: &str) -> Result<Vec<String>, String> {
        let names = self.names().map_err(|error| error.to_string())?;
        // Names are filed without titles.
        let plain = if kind == EntityKind::Person { without_any_title(form) } else { form };
        let mut untitled = Vec::new();
        if plain != form {
            untitled.push(plain.to_owned());
        }
        let Some(name) = names.find(kind, form) else {
            return Ok(untitled);
        };
        let mut forms: Vec<String> = untitled;
        forms.extend(name.spellings.iter().map(|(spelling, _)| spelling.to_string()));
        forms.extend(name.unspelt().map(str::to_owned));
        Ok(without_longer(form, forms))
    }
}

/// The forms that find something which neither the form asked for nor another of them finds: a phrase finds what holds it.
fn without_longer(asked: &str, forms: Vec<String>) -> Vec<String> {
    let tokens = |form: &str| -> Vec<String> {
        words(form).filter_map(|word| form.get(word.start..word.end)).map(str::to_lowercase).collect()
    };
    let asked = tokens(asked);
    let of_forms: Vec<Vec<String>> = forms.iter().map(|form| tokens(form)).collect();
    let holds = |long: &[String], short: &[String]| {
        !short.is_empty() && long.windows(short.len()).any(|stretch| stretch == short)
    };
    let is_found = |number: usize, form: &[String]| {
        let by_other =
            |(other, short): (usize, &Vec<String>)| holds(form, short) && (short.len() < form.len() || other < number);
        holds(form, &asked) || of_forms.iter().enumerate().filter(|(other, _)| *other != number).any(by_other)
    };
    let kept: Vec<bool> = of_forms.iter().enumerate().map(|(number, form)| !is_found(number, form)).collect();
    forms.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(form, _)| form).collect()
}

impl Compiler<'_> {
    /// Adds the other forms of a name to a leaf that looks for one of them.
    pub(super) fn with_forms(&mut self, plan: Plan, text: &str, scope: &Scope) -> Plan {
        let mut plans = vec![plan];
        for slot in Slot::ENTITIES.into_iter().filter(|slot| scope.slots.contains(slot)) {
            let Some(kind) = kind_of(slot) else {
                continue;
            };
            let mut forms = (self.forms)(kind, text).unwrap_or_else(|error| {
                self.warnings.push(format!("other forms of `{text}` were not looked for: {error}"));
                Vec::new()
            });
            if forms.len() > MOST_FORMS {
                self.warnings.push(format!(
                    "`{text}` has {} other forms; only the {MOST_FORMS} most frequent were searched",
                    forms.len()
                ));
                forms.truncate(MOST_FORMS);
            }
            for form in forms {
                plans.extend(self.form(&form, text, slot));
            }
        }
        if plans.len() == 1 { plans.remove(0) } else { Plan::Or(plans) }
    }

    /// A form as a leaf; none if it holds no letter or digit.
    fn form(&mut self, form: &str, text: &str, slot: Slot) -> Option<Plan> {
        let tokens: Vec<WordTest> = words(form)
            .filter_map(|word| form.get(word.start..word.end))
            .map(|token| WordTest::token(token, Form::Exact, Case::Any, Pattern::Plain, self.languages))
            .collect();
        if tokens.is_empty() {
            return None;
        }
        let (text, form_of) = (form.to_owned(), Some(text.to_owned()));
        Some(self.push(Leaf { tokens, slots: vec![slot], lead_only: false, text, form_of, span: self.span }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_hold_another_are_not_looked_for() {
        let forms = ["The Foo Board", "Foo Board", "FOO BOARD", "F.B.", "Mr Foo"].map(str::to_owned).to_vec();
        assert_eq!(without_longer("fb", forms.clone()), ["Foo Board", "F.B.", "Mr Foo"]);
        assert_eq!(without_longer("foo", forms), ["F.B."]);
    }
}
