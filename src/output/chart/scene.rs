//! What is on a chart: shapes in points, from the upper left corner.

/// What a shape is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// What is under everything.
    Ground,
    /// Letters.
    Text,
    /// Letters that stand back.
    Quiet,
    /// Lines of the grid.
    Grid,
    /// Where the archive holds nothing.
    Gap,
    /// The series of this number.
    Series(usize),
}

/// Colours of series in the light and the dark theme; told apart with the common kinds of colour blindness (after Okabe and
/// Ito, "Color universal design", 2008).
const SERIES: [(&str, &str); 6] = [
    ("#0072b2", "#56b4e9"),
    ("#d55e00", "#ff9b4a"),
    ("#009e73", "#3ccfa4"),
    ("#a8497e", "#e59ac4"),
    ("#8a6a00", "#e6c229"),
    ("#555555", "#bbbbbb"),
];

impl Ink {
    /// Every ink there is; further series have the colours of the first ones again.
    pub(super) fn all() -> impl Iterator<Item = Ink> {
        [Ink::Ground, Ink::Text, Ink::Quiet, Ink::Grid, Ink::Gap].into_iter().chain((0..SERIES.len()).map(Ink::Series))
    }

    /// Its name in style sheets.
    pub(super) fn name(self) -> String {
        match self {
            Ink::Ground => "ground".to_owned(),
            Ink::Text => "text".to_owned(),
            Ink::Quiet => "quiet".to_owned(),
            Ink::Grid => "grid".to_owned(),
            Ink::Gap => "gap".to_owned(),
            Ink::Series(number) => format!("series-{}", number % SERIES.len()),
        }
    }

    /// Its colours in the light and the dark theme, as `#rrggbb`.
    pub(super) fn colours(self) -> (&'static str, &'static str) {
        match self {
            Ink::Ground => ("#ffffff", "#16181b"),
            Ink::Text => ("#1b1e22", "#e8eaed"),
            Ink::Quiet => ("#5a6270", "#a3abb8"),
            Ink::Grid => ("#dfe3e8", "#343a42"),
            Ink::Gap => ("#ececec", "#2a2e34"),
            Ink::Series(number) => SERIES.get(number % SERIES.len()).copied().unwrap_or(("#000000", "#ffffff")),
        }
    }

    /// How its lines are dashed: colours come round again after the last series, and lines with them must differ.
    pub(super) fn dash(self) -> Option<[f32; 2]> {
        match self {
            Ink::Series(number) => *[None, Some([6.0, 3.0]), Some([2.0, 2.0])].get(number / SERIES.len() % 3)?,
            _ => None,
        }
    }
}

/// Which point of a text is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A shape.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Rectangle {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Ink,
        tip: Option<String>,
    },
    /// Straight lines from point to point.
    Line {
        points: Vec<(f32, f32)>,
        width: f32,
        ink: Ink,
    },
    /// A filled circle.
    Dot {
        x: f32,
        y: f32,
        radius: f32,
        ink: Ink,
        tip: Option<String>,
    },
    /// A line of text on its base line.
    Text {
        x: f32,
        y: f32,
        anchor: Anchor,
        size: f32,
        bold: bool,
        ink: Ink,
        text: String,
    },
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scene {
    pub(super) width: f32,
    pub(super) height: f32,
    /// Its name.
    pub(super) title: String,
    /// What it shows, in words.
    pub(super) description: String,
    /// Whether it has a ground of its own.
    pub(super) ground: bool,
    /// In the order of painting.
    pub(super) shapes: Vec<Shape>,
}

/// Letters of axes and labels.
pub(super) const SMALL: f32 = 12.0;
/// Letters of the title.
pub(super) const LARGE: f32 = 16.0;

impl Scene {
    pub(super) fn new(width: f32, height: f32, title: String, ground: bool) -> Self {
        let title_text = super::font::cut(&title, LARGE, width - 32.0);
        let mut scene = Scene { width, height, title, description: String::new(), ground, shapes: Vec::new() };
        scene.text(16.0, 26.0, Anchor::Start, LARGE, Ink::Text, title_text);
        scene
    }

    pub(super) fn text(&mut self, x: f32, y: f32, anchor: Anchor, size: f32, ink: Ink, text: impl Into<String>) {
        let bold = size >= LARGE;
        self.shapes.push(Shape::Text { x, y, anchor, size, bold, ink, text: text.into() });
    }

    pub(super) fn line(&mut self, points: Vec<(f32, f32)>, width: f32, ink: Ink) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line { points, width, ink });
        }
    }
}
