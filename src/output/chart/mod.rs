//! Facets and timelines as pictures: SVG for pages and reports, PNG for everything else.
//!
//! A chart is drawn once as a [`scene`] of shapes; [`svg`] writes the scene as text that follows the reader's light or dark
//! theme, [`raster`] paints it. Both are the same bytes for the same counts on every machine: letters are measured and painted
//! with a font inside the program.
//!
//! Every chart has a title, labelled axes, and a description in words for those who do not see it. Periods in which the archive
//! holds nothing are shaded, so that they are not taken for silence.

mod axis;
mod facet;
mod font;
mod raster;
mod scene;
mod svg;
mod timeline;

use crate::output::timeline::Measure;
use crate::search::facet::Facet;
use crate::search::timeline::Timeline;
use std::io;

/// How a chart looks.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartOptions {
    /// What stands above it; made of the queries if `None`.
    pub title: Option<String>,
    /// Width in points; the height follows.
    pub width: f32,
    /// What the bars and lines of a timeline stand for.
    pub measure: Measure,
    /// Whether it has a ground of its own. Without one, that of the page shows.
    pub ground: bool,
}

impl Default for ChartOptions {
    fn default() -> Self {
        ChartOptions { title: None, width: 800.0, measure: Measure::Articles, ground: true }
    }
}

/// Narrowest and widest chart.
const WIDTHS: (f32, f32) = (320.0, 4000.0);

impl ChartOptions {
    fn width(&self) -> f32 {
        if self.width.is_nan() { WIDTHS.0 } else { self.width.clamp(WIDTHS.0, WIDTHS.1) }
    }
}

/// A timeline as SVG: bars of one series, lines of several.
pub fn timeline_svg(timeline: &Timeline, options: &ChartOptions) -> String {
    svg::written(&timeline::scene(timeline, options))
}

/// A chart as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// Labels with letters that the font inside the program lacks, or that it cannot join or set from the right. The SVG of the
    /// same chart leaves them to the reader's fonts. (The fonts of this machine would do, too, but the picture would no more be the
    /// same everywhere.)
    pub unreadable_labels: usize,
}

/// A timeline as PNG.
pub fn timeline_png(timeline: &Timeline, options: &ChartOptions) -> io::Result<Png> {
    raster::painted(&timeline::scene(timeline, options))
}

/// A facet as SVG: one bar a value.
pub fn facet_svg(facet: &Facet, options: &ChartOptions) -> String {
    svg::written(&facet::scene(facet, options))
}

/// A facet as PNG.
pub fn facet_png(facet: &Facet, options: &ChartOptions) -> io::Result<Png> {
    raster::painted(&facet::scene(facet, options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::calendar::{CalendarUnit, PeriodTable};
    use crate::search::facet::{FacetField, FacetValue};
    use crate::search::timeline::{PeriodCount, Series};

    /// So many series of so many months, the third of which the archive does not have.
    fn timeline(series: usize, months: usize) -> Timeline {
        let table = PeriodTable::new(CalendarUnit::Month, 19_000, 19_000 + 30 * months as i64);
        let periods = &table.periods()[..months];
        let held: Vec<u64> = (0..months).map(|month| if month == 2 { 0 } else { 50 }).collect();
        let count = |series: usize, month: usize| {
            let articles = if held[month] == 0 { 0 } else { ((series + 1) * (month + 1) % 13) as u64 };
            let share = (held[month] > 0).then(|| articles as f64 / held[month] as f64);
            PeriodCount { articles, stories: articles, share }
        };
        let series = (0..series).map(|number| Series {
            name: format!("query <{number}> & \u{1b}[2J \u{202e}漢字 \"x\""),
            counts: (0..months).map(|month| count(number, month)).collect(),
            articles: 100,
            stories: 90,
            imprecise: 1,
            undated: 2,
        });
        Timeline {
            by: CalendarUnit::Month,
            periods: periods.to_vec(),
            held: held.clone(),
            series: series.collect(),
            outlets: Vec::new(),
            warnings: Vec::new(),
            fingerprint: "f".to_owned(),
        }
    }

    fn facet(values: usize) -> Facet {
        let value = |number: usize| FacetValue {
            name: format!("</text><script>{number}"),
            key: number.to_string(),
            kind: None,
            articles: number as u64,
            stories: number as u64,
            share: 0.5,
        };
        let values = (0..values).map(value).collect();
        Facet { field: FacetField::Publisher, values, distinct: 5000, without: 1, imprecise: 0 }
    }

    /// Every element is closed, in order, and nothing but our elements is there.
    fn assert_well_formed(svg: &str) {
        let mut open: Vec<&str> = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("a tag ends");
            assert!(tag.matches('"').count() % 2 == 0, "{tag}");
            let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap();
            let known = ["svg", "title", "desc", "style", "rect", "circle", "polyline", "text"];
            assert!(known.contains(&name), "{tag}");
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{svg}");
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        assert!(!svg.contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn charts_are_drawn_of_anything() {
        for measure in [Measure::Articles, Measure::Stories, Measure::Share] {
            for width in [0.0, 320.0, 800.0, f32::NAN, f32::INFINITY] {
                let options = ChartOptions { measure, width, ..ChartOptions::default() };
                for (series, months) in [(0, 0), (1, 0), (1, 1), (1, 60), (3, 3), (8, 24)] {
                    assert_well_formed(&timeline_svg(&timeline(series, months), &options));
                }
                for values in [0, 1, 40] {
                    assert_well_formed(&facet_svg(&facet(values), &options));
                }
            }
        }
    }

    #[test]
    fn a_chart_says_in_words_what_it_shows() {
        let svg = timeline_svg(
            &timeline(1, 4),
            &ChartOptions { title: Some("A <title>".to_owned()), ..ChartOptions::default() },
        );
        assert!(svg.contains("<title>A &lt;title&gt;</title>"));
        let description = svg.split_once("<desc>").unwrap().1.split_once("</desc>").unwrap().0;
        assert!(
            description.starts_with("articles by month, 2022-01 to 2022-04. query &lt;0&gt; &amp; "),
            "{description}"
        );
        assert!(description.contains("100 articles, 90 stories; most in 2022-04: 4."), "{description}");
        assert!(description.ends_with("no articles in the archive: 2022-03."), "{description}");
        assert!(svg.contains("prefers-color-scheme: dark"));
        let bare = timeline_svg(&timeline(1, 4), &ChartOptions { ground: false, ..ChartOptions::default() });
        assert!(!bare.contains("class=\"ground\""));
    }

    #[test]
    fn pictures_are_the_same_every_time() {
        let options = ChartOptions { width: 400.0, ..ChartOptions::default() };
        let png = timeline_png(&timeline(2, 12), &options).unwrap();
        assert!(png.bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert_eq!(png.unreadable_labels, 3, "the title and two series");
        assert_eq!(&png.bytes[16..20], 800u32.to_be_bytes(), "twice as fine as its points");
        assert_eq!(png, timeline_png(&timeline(2, 12), &options).unwrap());
        assert_ne!(png, timeline_png(&timeline(1, 12), &options).unwrap());
        let bars = facet_png(&facet(3), &options).unwrap();
        assert!(bars.bytes.len() > 1000 && bars.unreadable_labels == 0);
        assert!(facet_png(&facet(2000), &ChartOptions::default()).is_ok(), "a very high one");
    }
}
