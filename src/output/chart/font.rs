//! How wide is a text, and what do its letters look like?
//!
//! DejaVu Sans (Bitstream Vera licence): Latin, Greek, Cyrillic and more. A letter that it lacks, such as a Chinese one, is as
//! wide as it is high and drawn as an empty box; in SVG the reader's own fonts show it. Scripts that join or run from the
//! right are measured and painted letter by letter.

use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// A style of the font.
pub(super) struct Font {
    face: Option<Face<'static>>,
}

impl Font {
    /// Regular or bold letters.
    pub(super) fn new(bold: bool) -> Self {
        let bytes = if bold { dejavu::sans::bold() } else { dejavu::sans::regular() };
        Font { face: Face::parse(bytes, 0).ok() }
    }

    /// Points that a point of the font takes at a size.
    pub(super) fn scale(&self, size: f32) -> f32 {
        self.face.as_ref().map_or(0.0, |face| size / f32::from(face.units_per_em()))
    }

    /// How far a letter reaches at a size.
    pub(super) fn advance(&self, c: char, size: f32) -> f32 {
        let advance = |face: &Face<'_>| face.glyph_hor_advance(face.glyph_index(c)?);
        match self.face.as_ref().and_then(advance) {
            Some(advance) => f32::from(advance) * self.scale(size),
            None => size,
        }
    }

    /// Draws a letter in the points of the font; false if the font lacks it.
    pub(super) fn outline(&self, c: char, builder: &mut dyn OutlineBuilder) -> bool {
        let Some(face) = &self.face else {
            return false;
        };
        let glyph: Option<GlyphId> = face.glyph_index(c);
        // A letter without an outline, such as a space, is there all the same.
        glyph.map(|glyph| face.outline_glyph(glyph, builder)).is_some()
    }

    /// Whether every letter is drawn as it should be: it is in the font, and its script neither joins nor runs from the right.
    pub(super) fn can_draw(&self, text: &str) -> bool {
        let has = |c: char| self.face.as_ref().is_some_and(|face| face.glyph_index(c).is_some());
        text.chars().all(|c| has(c) && !is_laid_out_otherwise(c))
    }

    /// Width of a text.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c, size)).sum()
    }
}

/// Hebrew, Arabic and their neighbours, with the forms of their letters.
fn is_laid_out_otherwise(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// Width of a text in regular letters.
pub(super) fn width(text: &str, size: f32) -> f32 {
    Font::new(false).width(text, size)
}

/// The text, cut with `…` if it is wider than `room`.
pub(super) fn cut(text: &str, size: f32, room: f32) -> String {
    let font = Font::new(size >= super::scene::LARGE);
    if font.width(text, size) <= room {
        return text.to_owned();
    }
    let mut used = font.advance('…', size);
    let mut cut = String::new();
    for c in text.chars() {
        used += font.advance(c, size);
        if used > room {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_widths_and_are_cut_to_them() {
        assert!(width("iiii", 12.0) < width("WWWW", 12.0));
        assert_eq!(width("漢字", 12.0), 24.0);
        let font = Font::new(false);
        assert!(["Ärger, naïve", "Ελλάδα Київ", "a – “b” 2 %"].iter().all(|text| font.can_draw(text)));
        assert!(["漢字", "a 漢", "עברית", "العربية", "हिन्दी"].iter().all(|text| !font.can_draw(text)));
        let cut = cut("a title that is much too long", 12.0, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0) <= 60.0, "{cut}");
    }
}
