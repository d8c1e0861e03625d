//! A scene as PNG, in the light theme and twice as fine as its points.

use crate::output::chart::Png;
use crate::output::chart::font::Font;
use crate::output::chart::scene::{Anchor, Ink, Scene, Shape};
use crate::output::escape;
use std::io;
use tiny_skia::{Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};
use ttf_parser::OutlineBuilder;

/// Pixels of a point.
const FINENESS: f32 = 2.0;
/// Most pixels of a side.
const MOST_PIXELS: f32 = 16_384.0;

/// The scene as a PNG file.
pub(super) fn painted(scene: &Scene) -> io::Result<Png> {
    let side = |points: f32| (points * FINENESS).ceil().clamp(1.0, MOST_PIXELS);
    // Both are between 1 and the most.
    let (width, height) = (side(scene.width) as u32, side(scene.height) as u32);
    let pixmap = Pixmap::new(width, height).ok_or_else(|| io::Error::other("the chart is too large to be painted"))?;
    let mut canvas = Canvas { pixmap, regular: Font::new(false), bold: Font::new(true), unreadable: 0 };
    if scene.ground {
        canvas.pixmap.fill(Color::WHITE);
    }
    scene.shapes.iter().for_each(|shape| canvas.paint(shape));
    let bytes = canvas.pixmap.encode_png().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(Png { bytes, unreadable_labels: canvas.unreadable })
}

struct Canvas {
    pixmap: Pixmap,
    regular: Font,
    bold: Font,
    /// Texts with letters that are not drawn as they should be.
    unreadable: usize,
}

fn paint(ink: Ink) -> Paint<'static> {
    let (colour, _) = ink.colours();
    let channel =
        |from: usize| colour.get(from..from + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    let mut paint = Paint::default();
    paint.set_color_rgba8(channel(1), channel(3), channel(5), 255);
    paint
}

fn scaled() -> Transform {
    Transform::from_scale(FINENESS, FINENESS)
}

impl Canvas {
    fn paint(&mut self, shape: &Shape) {
        match shape {
            Shape::Rectangle { x, y, width, height, ink, .. } => {
                if let Some(rectangle) = Rect::from_xywh(*x, *y, *width, *height) {
                    self.pixmap.fill_rect(rectangle, &paint(*ink), scaled(), None);
                }
            }
            Shape::Dot { x, y, radius, ink, .. } => {
                if let Some(path) = PathBuilder::from_circle(*x, *y, *radius) {
                    self.pixmap.fill_path(&path, &paint(*ink), FillRule::Winding, scaled(), None);
                }
            }
            Shape::Line { points, width, ink } => self.line(points, *width, *ink),
            Shape::Text { x, y, anchor, size, bold, ink, text } => {
                self.text((*x, *y), *anchor, *size, *bold, *ink, &escape::line(text));
            }
        }
    }

    fn line(&mut self, points: &[(f32, f32)], width: f32, ink: Ink) {
        let mut builder = PathBuilder::new();
        for (place, (x, y)) in points.iter().enumerate() {
            if place == 0 {
                builder.move_to(*x, *y);
            } else {
                builder.line_to(*x, *y);
            }
        }
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            dash: ink.dash().and_then(|dash| StrokeDash::new(dash.to_vec(), 0.0)),
            ..Stroke::default()
        };
        if let Some(path) = builder.finish() {
            self.pixmap.stroke_path(&path, &paint(ink), &stroke, scaled(), None);
        }
    }

    fn text(&mut self, place: (f32, f32), anchor: Anchor, size: f32, bold: bool, ink: Ink, text: &str) {
        let font = if bold { &self.bold } else { &self.regular };
        self.unreadable += usize::from(!font.can_draw(text));
        let width = font.width(text, size);
        let mut letters = Letters {
            builder: PathBuilder::new(),
            scale: font.scale(size),
            x: match anchor {
                Anchor::Start => place.0,
                Anchor::Middle => place.0 - width / 2.0,
                Anchor::End => place.0 - width,
            },
            y: place.1,
        };
        for c in text.chars() {
            if !font.outline(c, &mut letters) {
                letters.empty_box(size);
            }
            letters.x += font.advance(c, size);
        }
        if let Some(path) = letters.builder.finish() {
            self.pixmap.fill_path(&path, &paint(ink), FillRule::Winding, scaled(), None);
        }
    }
}

/// The outlines of letters, from the points of the font to those of the scene.
struct Letters {
    builder: PathBuilder,
    scale: f32,
    /// Where the next letter stands.
    x: f32,
    y: f32,
}

impl Letters {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }

    /// For a letter that the font lacks: a frame, drawn as a box with a smaller one taken out of it.
    fn empty_box(&mut self, size: f32) {
        let (left, right) = (self.x + 0.08 * size, self.x + 0.92 * size);
        let (top, bottom) = (self.y - 0.72 * size, self.y);
        let edge = 0.06 * size;
        for (left, right, top, bottom) in
            [(left, right, top, bottom), (right - edge, left + edge, top + edge, bottom - edge)]
        {
            self.builder.move_to(left, top);
            self.builder.line_to(right, top);
            self.builder.line_to(right, bottom);
            self.builder.line_to(left, bottom);
            self.builder.close();
        }
    }
}

impl OutlineBuilder for Letters {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.builder.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.builder.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
