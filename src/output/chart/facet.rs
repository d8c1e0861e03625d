//! A facet as shapes: one bar a value, from above to below.

use crate::output::chart::ChartOptions;
use crate::output::chart::axis;
use crate::output::chart::font;
use crate::output::chart::scene::{Anchor, Ink, SMALL, Scene, Shape};
use crate::output::facets::{notes, shown_name};
use crate::output::figure::{Share, articles_and_stories};
use crate::output::timeline::Measure;
use crate::search::facet::{Facet, FacetValue};

const ROW: f32 = 24.0;
const ABOVE: f32 = 44.0;
const BELOW: f32 = 50.0;
/// Marks of the axis.
const MARKS: usize = 5;

/// See the module header.
pub(super) fn scene(facet: &Facet, options: &ChartOptions) -> Scene {
    let title = options.title.clone().unwrap_or_else(|| format!("articles by {}", facet.field.as_str()));
    let width = options.width();
    let height = ABOVE + ROW * facet.values.len().max(1) as f32 + BELOW;
    let mut scene = Scene::new(width, height, title, options.ground);
    scene.description = description(facet);
    if facet.values.is_empty() {
        scene.text(16.0, ABOVE + 16.0, Anchor::Start, SMALL, Ink::Quiet, "no values");
        return scene;
    }
    let measure = options.measure;
    let most = facet.values.iter().map(|value| number(value, measure)).fold(0.0, f64::max);
    let marks = axis::marks(most, MARKS, measure != Measure::Share);
    let most = marks.last().copied().unwrap_or(1.0);
    let widest =
        |texts: &mut dyn Iterator<Item = String>| texts.map(|text| font::width(&text, SMALL)).fold(0.0, f32::max);
    let names = widest(&mut facet.values.iter().map(|value| shown_name(facet, value))).min(width * 0.4);
    let numbers = widest(&mut facet.values.iter().map(|value| measure.shown(number(value, measure))));
    let (left, right) = (16.0 + names + 8.0, width - 24.0 - numbers);
    let bottom = height - BELOW;
    let x = |number: f64| left + (number / most) as f32 * (right - left);
    for mark in &marks {
        scene.line(vec![(x(*mark), ABOVE), (x(*mark), bottom)], 1.0, Ink::Grid);
        scene.text(x(*mark), bottom + 16.0, Anchor::Middle, SMALL, Ink::Quiet, measure.shown(*mark));
    }
    scene.text((left + right) / 2.0, bottom + 36.0, Anchor::Middle, SMALL, Ink::Quiet, measure.as_str());
    for (row, value) in facet.values.iter().enumerate() {
        let top = ABOVE + ROW * row as f32;
        let end = x(number(value, measure));
        let name = font::cut(&shown_name(facet, value), SMALL, names);
        scene.text(left - 8.0, top + 16.0, Anchor::End, SMALL, Ink::Text, name);
        scene.shapes.push(Shape::Rectangle {
            x: left,
            y: top + 4.0,
            width: (end - left).max(1.0),
            height: ROW - 8.0,
            ink: Ink::Series(0),
            tip: Some(said(facet, value)),
        });
        let shown = measure.shown(number(value, measure));
        scene.text(end + 6.0, top + 16.0, Anchor::Start, SMALL, Ink::Quiet, shown);
    }
    scene.line(vec![(left, ABOVE), (left, bottom)], 1.0, Ink::Quiet);
    scene
}

fn number(value: &FacetValue, measure: Measure) -> f64 {
    match measure {
        Measure::Articles => value.articles as f64,
        Measure::Stories => value.stories as f64,
        Measure::Share => value.share,
    }
}

/// A value and its numbers in words.
fn said(facet: &Facet, value: &FacetValue) -> String {
    let counts = articles_and_stories(value.articles, value.stories);
    format!("{}: {counts}, {}", shown_name(facet, value), Share(value.share).percent())
}

fn description(facet: &Facet) -> String {
    let mut sentences: Vec<String> = facet.values.iter().map(|value| format!("{}.", said(facet, value))).collect();
    sentences.extend(notes(facet).into_iter().map(|note| format!("{note}.")));
    sentences.join(" ")
}
