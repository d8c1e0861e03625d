//! A timeline as shapes: bars of one series, lines of several, over the periods from left to right.

use crate::output::chart::ChartOptions;
use crate::output::chart::axis;
use crate::output::chart::font;
use crate::output::chart::scene::{Anchor, Ink, SMALL, Scene, Shape};
use crate::output::escape;
use crate::output::figure::articles_and_stories;
use crate::output::timeline::{Measure, notes, shown_name};
use crate::search::timeline::{PeriodCount, Series, Timeline};

/// Height of the whole chart without its legend, and what of it is no plot.
const HEIGHT: f32 = 340.0;
const ABOVE: f32 = 48.0;
const BELOW: f32 = 66.0;
const RIGHT: f32 = 16.0;
/// A line of the legend.
const LEGEND: f32 = 18.0;
/// Marks of the vertical axis.
const MARKS: usize = 5;

/// Where the plot is and how numbers fall on it.
struct Plot {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    /// Width of a period.
    step: f32,
    /// Number at the top.
    most: f64,
}

impl Plot {
    /// Left edge of a period.
    fn x(&self, period: usize) -> f32 {
        self.left + self.step * period as f32
    }

    fn y(&self, number: f64) -> f32 {
        self.bottom - (number / self.most) as f32 * (self.bottom - self.top)
    }
}

/// See the module header.
pub(super) fn scene(timeline: &Timeline, options: &ChartOptions) -> Scene {
    let names: Vec<String> = timeline.series.iter().map(shown_name).collect();
    let title = options.title.clone().unwrap_or_else(|| names.join(", "));
    let is_compared = timeline.series.len() > 1;
    let rows = if is_compared { timeline.series.len() } else { 0 };
    let width = options.width();
    let mut scene = Scene::new(width, HEIGHT + LEGEND * rows as f32, title, options.ground);
    scene.description = description(timeline, options.measure);
    if timeline.periods.is_empty() {
        scene.text(16.0, ABOVE + 40.0, Anchor::Start, SMALL, Ink::Quiet, "no articles");
        return scene;
    }
    let marks = vertical_marks(timeline, options.measure);
    let labels: Vec<String> = marks.iter().map(|mark| options.measure.shown(*mark)).collect();
    let widest = labels.iter().map(|label| font::width(label, SMALL)).fold(0.0, f32::max);
    let left = 16.0 + widest + 8.0;
    let plot = Plot {
        left,
        right: width - RIGHT,
        top: ABOVE + 14.0,
        bottom: HEIGHT - BELOW,
        step: (width - RIGHT - left) / timeline.periods.len() as f32,
        most: marks.last().copied().unwrap_or(1.0),
    };
    shade_gaps(timeline, &plot, &mut scene);
    for (mark, label) in marks.iter().zip(labels) {
        let y = plot.y(*mark);
        scene.line(vec![(plot.left, y), (plot.right, y)], 1.0, Ink::Grid);
        scene.text(plot.left - 8.0, y + 4.0, Anchor::End, SMALL, Ink::Quiet, label);
    }
    scene.text(16.0, ABOVE, Anchor::Start, SMALL, Ink::Quiet, options.measure.as_str());
    for (number, series) in timeline.series.iter().enumerate() {
        if is_compared {
            add_line(timeline, number, series, options.measure, &plot, &mut scene);
        } else {
            add_bars(timeline, series, options.measure, &plot, &mut scene);
        }
    }
    add_periods(timeline, &plot, &mut scene);
    add_legend(timeline, &names, rows, &mut scene);
    scene
}

fn vertical_marks(timeline: &Timeline, measure: Measure) -> Vec<f64> {
    let counts = timeline.series.iter().flat_map(|series| &series.counts);
    let most = counts.filter_map(|count| measure.of(count)).fold(0.0, f64::max);
    axis::marks(most, MARKS, measure != Measure::Share)
}

/// Periods in which the archive holds nothing.
fn shade_gaps(timeline: &Timeline, plot: &Plot, scene: &mut Scene) {
    for gap in timeline.gaps() {
        let (x, end) = (plot.x(gap.start), plot.x(gap.end));
        let tip = timeline.labels(&gap).map(|(first, last)| format!("{first} to {last}: no articles in the archive"));
        scene.shapes.push(Shape::Rectangle {
            x,
            y: plot.top,
            width: end - x,
            height: plot.bottom - plot.top,
            ink: Ink::Gap,
            tip,
        });
    }
}

/// What a pointer over a period shows.
fn tip(timeline: &Timeline, period: usize, count: &PeriodCount) -> String {
    let label = timeline.periods.get(period).map(|period| period.label()).unwrap_or_default();
    let share = count.share.map_or(String::new(), |share| format!(", {}", Measure::Share.shown(share)));
    format!("{label}: {}{share}", articles_and_stories(count.articles, count.stories))
}

fn add_bars(timeline: &Timeline, series: &Series, measure: Measure, plot: &Plot, scene: &mut Scene) {
    // Bars of many periods touch, so that they are not thinner than a reader can see.
    let space = if plot.step >= 4.0 { plot.step * 0.2 } else { 0.0 };
    for (period, count) in series.counts.iter().enumerate() {
        let Some(number) = measure.of(count).filter(|number| *number > 0.0) else {
            continue;
        };
        let y = plot.y(number).min(plot.bottom - 1.0);
        scene.shapes.push(Shape::Rectangle {
            x: plot.x(period) + space / 2.0,
            y,
            width: (plot.step - space).max(0.5),
            height: plot.bottom - y,
            ink: Ink::Series(0),
            tip: Some(tip(timeline, period, count)),
        });
    }
}

/// A line through the middles of the periods, broken where the archive holds nothing.
fn add_line(timeline: &Timeline, number: usize, series: &Series, measure: Measure, plot: &Plot, scene: &mut Scene) {
    let ink = Ink::Series(number);
    let place = |period: usize, value: f64| (plot.x(period) + plot.step / 2.0, plot.y(value));
    let mut points: Vec<(f32, f32)> = Vec::new();
    let mut dots = Vec::new();
    for (period, count) in series.counts.iter().enumerate() {
        match measure.of(count) {
            Some(value) => points.push(place(period, value)),
            None => scene.line(std::mem::take(&mut points), 2.0, ink),
        }
        if let Some(value) = measure.of(count).filter(|value| *value > 0.0) {
            let (x, y) = place(period, value);
            let radius = if plot.step >= 8.0 { 3.0 } else { 1.5 };
            dots.push(Shape::Dot { x, y, radius, ink, tip: Some(tip(timeline, period, count)) });
        }
    }
    scene.line(points, 2.0, ink);
    scene.shapes.extend(dots);
}

/// The axis of the periods.
fn add_periods(timeline: &Timeline, plot: &Plot, scene: &mut Scene) {
    scene.line(vec![(plot.left, plot.bottom), (plot.right, plot.bottom)], 1.0, Ink::Quiet);
    let label_width = timeline.periods.first().map_or(1.0, |period| font::width(&period.label(), SMALL)) + 14.0;
    // As many as fit, at least one.
    let room = ((plot.right - plot.left) / label_width).max(1.0) as usize;
    let mut end = f32::MIN;
    for period in axis::labelled(&timeline.periods, room) {
        let Some(label) = timeline.periods.get(period).map(|period| period.label()) else {
            continue;
        };
        let x = plot.x(period) + plot.step / 2.0;
        let half = font::width(&label, SMALL) / 2.0;
        // A label at an edge is moved inside.
        let middle = x.clamp(half + 4.0, (plot.right + RIGHT - half - 4.0).max(half + 4.0));
        if middle - half < end {
            continue;
        }
        end = middle + half + 6.0;
        scene.line(vec![(x, plot.bottom), (x, plot.bottom + 5.0)], 1.0, Ink::Quiet);
        scene.text(middle, plot.bottom + 19.0, Anchor::Middle, SMALL, Ink::Quiet, label);
    }
    let middle = (plot.left + plot.right) / 2.0;
    scene.text(middle, plot.bottom + 38.0, Anchor::Middle, SMALL, Ink::Quiet, timeline.by.as_str());
}

/// Names of the lines, and what the shades mean.
fn add_legend(timeline: &Timeline, names: &[String], rows: usize, scene: &mut Scene) {
    let mut y = HEIGHT - 8.0;
    if !timeline.gaps().is_empty() {
        scene.shapes.push(Shape::Rectangle {
            x: 16.0,
            y: y - 10.0,
            width: 12.0,
            height: 12.0,
            ink: Ink::Gap,
            tip: None,
        });
        scene.text(34.0, y, Anchor::Start, SMALL, Ink::Quiet, "no articles in the archive");
    }
    for (number, name) in names.iter().take(rows).enumerate() {
        y += LEGEND;
        let ink = Ink::Series(number);
        scene.line(vec![(16.0, y - 4.0), (40.0, y - 4.0)], 3.0, ink);
        let name = font::cut(name, SMALL, scene.width - 64.0);
        scene.text(46.0, y, Anchor::Start, SMALL, Ink::Text, name);
    }
}

/// What the chart shows, in words.
fn description(timeline: &Timeline, measure: Measure) -> String {
    let mut sentences = Vec::new();
    if let (Some(first), Some(last)) = (timeline.periods.first(), timeline.periods.last()) {
        let (by, what) = (timeline.by.as_str(), measure.as_str());
        sentences.push(format!("{what} by {by}, {} to {}.", first.label(), last.label()));
    }
    for series in &timeline.series {
        let total = articles_and_stories(series.articles, series.stories);
        let peak = series
            .counts
            .iter()
            .enumerate()
            .filter_map(|(period, count)| Some((measure.of(count)?, period)))
            .filter(|(number, _)| *number > 0.0)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))
            .and_then(|(number, period)| Some((measure.shown(number), timeline.periods.get(period)?.label())));
        let peak = peak.map_or(String::new(), |(number, label)| format!("; most in {label}: {number}"));
        sentences.push(format!("{}: {total}{peak}.", shown_name(series)));
    }
    sentences.extend(notes(timeline).into_iter().map(|note| format!("{}.", escape::line(&note))));
    sentences.join(" ")
}
