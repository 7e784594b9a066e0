//! A4 sheets, filled from the top: text in lines, boxes, rules.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use tasuki_kernel::{Code, Problem, Result};

use crate::letters::{Letter, Letters, lines, width};

/// A4 in points, and the margin around.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
pub(crate) const MARGIN: f32 = 42.0;
/// Between the margins.
pub(crate) const INNER: f32 = WIDTH - 2.0 * MARGIN;

/// Something that is drawn.
enum Mark {
    Text { x: f32, y: f32, size: f32, grey: u8, text: String },
    Line { from: (f32, f32), to: (f32, f32), thick: f32 },
}

/// Where a text goes: its left edge, how wide it may be, how large it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) size: f32,
}

impl Column {
    /// From margin to margin.
    pub(crate) const fn whole(size: f32) -> Self {
        Self { x: MARGIN, width: INNER, size }
    }

    /// The same moved in from the left.
    pub(crate) fn indented(self, by: f32) -> Self {
        Self { x: self.x + by, width: self.width - by, ..self }
    }

    fn leading(self) -> f32 {
        self.size * 1.45
    }
}

/// Sheets that are filled one after the other.
pub(crate) struct Sheets<'a> {
    letters: &'a Letters,
    pages: Vec<Vec<Mark>>,
    /// How far down the page it is filled.
    pub(crate) y: f32,
}

impl<'a> Sheets<'a> {
    pub(crate) fn new(letters: &'a Letters) -> Self {
        Self { letters, pages: vec![Vec::new()], y: MARGIN }
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Goes on to another sheet unless there is so much room left.
    pub(crate) fn need(&mut self, height: f32) {
        if self.y + height > HEIGHT - MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    pub(crate) fn gap(&mut self, height: f32) {
        self.y += height;
    }

    fn line_of(&mut self, (x, y): (f32, f32), size: f32, text: &str) {
        self.put(Mark::Text { x, y, size, grey: 0, text: text.to_owned() });
    }

    /// One line at a height of its own; the place on the page stays.
    pub(crate) fn beside(&mut self, column: Column, text: &str) {
        self.line_of((column.x, self.y + column.size), column.size, text);
    }

    /// One line that ends at the right margin.
    pub(crate) fn at_the_right(&mut self, size: f32, text: &str) {
        let x = MARGIN + INNER - width(&self.letters.of(text)) * size;
        self.line_of((x, self.y + size), size, text);
        self.y += Column::whole(size).leading();
    }

    /// One line in the middle.
    pub(crate) fn in_the_middle(&mut self, size: f32, text: &str) {
        let x = MARGIN + (INNER - width(&self.letters.of(text)) * size) / 2.0;
        self.line_of((x.max(MARGIN), self.y + size), size, text);
        self.y += Column::whole(size).leading();
    }

    /// A text in as many lines as it needs.
    pub(crate) fn text(&mut self, column: Column, text: &str) {
        let letters = self.letters.of(text);
        for line in lines(&letters, column.width / column.size) {
            self.need(column.leading());
            let said = said(text, line);
            self.line_of((column.x, self.y + column.size), column.size, said);
            self.y += column.leading();
        }
    }

    /// How high a text will be.
    pub(crate) fn height(&self, column: Column, text: &str) -> f32 {
        let letters = self.letters.of(text);
        let count = lines(&letters, column.width / column.size).len();
        f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * column.leading()
    }

    /// A line to write on, or a rule between parts.
    pub(crate) fn rule(&mut self, x: f32, y: f32, length: f32) {
        self.put(Mark::Line { from: (x, y), to: (x + length, y), thick: 0.5 });
    }

    /// A square to tick, ticked or not; its upper left corner.
    pub(crate) fn square(&mut self, (x, y): (f32, f32), size: f32, ticked: bool) {
        let (right, bottom) = (x + size, y + size);
        for (from, to) in [
            ((x, y), (right, y)),
            ((right, y), (right, bottom)),
            ((right, bottom), (x, bottom)),
            ((x, bottom), (x, y)),
        ] {
            self.put(Mark::Line { from, to, thick: 0.8 });
        }
        if ticked {
            let knee = (x + size * 0.4, y + size * 0.8);
            self.put(Mark::Line { from: (x + size * 0.15, y + size * 0.5), to: knee, thick: 1.4 });
            self.put(Mark::Line { from: knee, to: (x + size * 0.9, y + size * 0.1), thick: 1.4 });
        }
    }

    /// The file, with numbers on its sheets where there are more than one.
    pub(crate) fn finish(mut self, title: &str) -> Result<Vec<u8>> {
        let all = self.pages.len();
        for (page, number) in self.pages.iter_mut().zip(1..).filter(|_| all > 1) {
            let text = format!("{number} / {all}");
            let (x, y) = (WIDTH / 2.0 - 12.0, HEIGHT - MARGIN / 2.0);
            page.push(Mark::Text { x, y, size: 9.0, grey: 80, text });
        }
        let mut document = Document::new();
        let about = Metadata::new().title(title.to_owned()).language("ja".to_owned());
        document.set_metadata(about);
        for marks in &self.pages {
            let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(unwritable)?;
            let mut page = document.start_page_with(size);
            let mut surface = page.surface();
            for mark in marks {
                draw(&mut surface, self.letters, mark);
            }
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|_| unwritable())
    }
}

fn unwritable() -> Problem {
    Problem::new(Code::Configuration, "no page can be made with the font for documents")
}

/// The part of a text that these letters stand for.
fn said<'t>(text: &'t str, letters: &[Letter]) -> &'t str {
    match (letters.first(), letters.last()) {
        (Some(first), Some(last)) => &text[first.range.start..last.range.end],
        _ => "",
    }
}

fn draw(surface: &mut Surface<'_>, letters: &Letters, mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, grey, text } => {
            let paint = luma::Color::new(*grey).into();
            let fill = Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() };
            surface.set_stroke(None);
            surface.set_fill(Some(fill));
            let glyphs: Vec<_> = letters.of(text).iter().map(Letter::glyph).collect();
            let (start, font) = (Point::from_xy(*x, *y), letters.font.clone());
            surface.draw_glyphs(start, &glyphs, font, text, *size, false);
        }
        Mark::Line { from, to, thick } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { width: *thick, ..Stroke::default() }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}
