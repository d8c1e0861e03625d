//! A scene as SVG: no script, no font file, colours of a light or dark theme as the reader prefers.

use crate::output::chart::scene::{Anchor, Ink, Scene, Shape};
use crate::output::escape;
use std::fmt::{self, Write};

/// The scene as one SVG element.
pub(super) fn written(scene: &Scene) -> String {
    let mut svg = String::with_capacity(4096 + 120 * scene.shapes.len());
    // Writing to a string cannot fail.
    let _ = write(scene, &mut svg);
    svg
}

fn write(scene: &Scene, svg: &mut String) -> fmt::Result {
    let (width, height) = (number(scene.width), number(scene.height));
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"morgue-chart\" role=\"img\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"system-ui, sans-serif\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        escaped(&scene.title),
        escaped(&scene.description)
    )?;
    write_style(svg)?;
    if scene.ground {
        writeln!(svg, "<rect width=\"{width}\" height=\"{height}\" class=\"ground\"/>")?;
    }
    for shape in &scene.shapes {
        write_shape(shape, svg)?;
    }
    svg.push_str("</svg>\n");
    Ok(())
}

/// Classes are named within the chart only, so that a page around it is left alone.
fn write_style(svg: &mut String) -> fmt::Result {
    let variables = |colour: &dyn Fn(Ink) -> &'static str| {
        Ink::all().map(|ink| format!("--{}: {};", ink.name(), colour(ink))).collect::<Vec<_>>().join(" ")
    };
    let (light, dark) = (variables(&|ink| ink.colours().0), variables(&|ink| ink.colours().1));
    writeln!(svg, "<style>\n.morgue-chart {{ max-width: 100%; height: auto; {light} }}")?;
    writeln!(svg, "@media (prefers-color-scheme: dark) {{ .morgue-chart {{ {dark} }} }}")?;
    for name in Ink::all().map(Ink::name) {
        writeln!(svg, ".morgue-chart .{name} {{ fill: var(--{name}); }}")?;
        writeln!(svg, ".morgue-chart .{name}-line {{ stroke: var(--{name}); fill: none; }}")?;
    }
    svg.push_str("</style>\n");
    Ok(())
}

fn write_shape(shape: &Shape, svg: &mut String) -> fmt::Result {
    match shape {
        Shape::Rectangle { x, y, width, height, ink, tip } => {
            let (x, y, width, height) = (number(*x), number(*y), number(*width), number(*height));
            let class = ink.name();
            write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\"")?;
            write_tip(tip.as_deref(), "rect", svg)
        }
        Shape::Dot { x, y, radius, ink, tip } => {
            let (x, y, radius) = (number(*x), number(*y), number(*radius));
            write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" class=\"{}\"", ink.name())?;
            write_tip(tip.as_deref(), "circle", svg)
        }
        Shape::Line { points, width, ink } => {
            svg.push_str("<polyline points=\"");
            for (place, (x, y)) in points.iter().enumerate() {
                let space = if place > 0 { " " } else { "" };
                write!(svg, "{space}{},{}", number(*x), number(*y))?;
            }
            let dash = ink.dash().map_or(String::new(), |[on, off]| format!(" stroke-dasharray=\"{on} {off}\""));
            writeln!(svg, "\" stroke-width=\"{}\"{dash} class=\"{}-line\"/>", number(*width), ink.name())
        }
        Shape::Text { x, y, anchor, size, bold, ink, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = if *bold { " font-weight=\"bold\"" } else { "" };
            let (x, y, size) = (number(*x), number(*y), number(*size));
            let (class, text) = (ink.name(), escaped(text));
            writeln!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"{size}\"{weight} class=\"{class}\">{text}</text>"
            )
        }
    }
}

/// What a pointer over the shape shows.
fn write_tip(tip: Option<&str>, element: &str, svg: &mut String) -> fmt::Result {
    match tip {
        Some(tip) => writeln!(svg, "><title>{}</title></{element}>", escaped(tip)),
        None => writeln!(svg, "/>"),
    }
}

/// A length with at most two decimals.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text of a document between elements or in an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in escape::line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // No XML document may hold these.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
