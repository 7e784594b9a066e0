//! A plain raster to draw on: shapes are given by their distance functions, so that edges are
//! smooth, shadows are soft edges, and no font or drawing library is needed.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, Rgb, RgbImage};

use crate::noise;

pub(super) const WIDTH: u16 = 1_200;
pub(super) const HEIGHT: u16 = 900;

/// Red, green, blue from 0 to 1.
pub(super) type Colour = [f32; 3];

/// A colour of `0xRRGGBB`.
pub(super) const fn colour(rgb: u32) -> Colour {
    [
        ((rgb >> 16) & 255) as u8 as f32 / 255.0,
        ((rgb >> 8) & 255) as u8 as f32 / 255.0,
        (rgb & 255) as u8 as f32 / 255.0,
    ]
}

/// From `a` to `b` by `t` from 0 to 1.
pub(super) fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    let t = t.clamp(0.0, 1.0);
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

/// Lighter (above 1) or darker.
pub(super) fn light(of: Colour, factor: f32) -> Colour {
    of.map(|it| it * factor)
}

/// A place, in pixels from the upper left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct At(pub f32, pub f32);

impl At {
    /// The place in a frame whose origin is `origin` and which is turned by `angle` radians.
    pub(super) fn within(self, origin: At, angle: f32) -> At {
        let (x, y) = (self.0 - origin.0, self.1 - origin.1);
        let (sin, cos) = angle.sin_cos();
        At(x * cos + y * sin, y * cos - x * sin)
    }

    fn distance(self, other: At) -> f32 {
        length(self.0 - other.0, self.1 - other.1)
    }
}

/// The length of a line so far to the right and so far down. Pixels are no numbers that overflow,
/// which is what `hypot` takes its time for: it is asked some million times a picture.
fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// Distance to a circle; negative inside, as in all of these.
pub(super) fn circle(at: At, centre: At, radius: f32) -> f32 {
    at.distance(centre) - radius
}

/// About the distance to an ellipse.
pub(super) fn ellipse(at: At, centre: At, (rx, ry): (f32, f32)) -> f32 {
    let (x, y) = ((at.0 - centre.0) / rx, (at.1 - centre.1) / ry);
    (length(x, y) - 1.0) * rx.min(ry)
}

/// Distance to a rectangle around `centre` with rounded corners.
pub(super) fn rectangle(at: At, centre: At, (half_w, half_h): (f32, f32), round: f32) -> f32 {
    let x = (at.0 - centre.0).abs() - half_w + round;
    let y = (at.1 - centre.1).abs() - half_h + round;
    length(x.max(0.0), y.max(0.0)) + x.max(y).min(0.0) - round
}

/// Distance to a stroke from `from` to `to`, `width` wide.
pub(super) fn stroke(at: At, from: At, to: At, width: f32) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).max(1e-6);
    let along = (((at.0 - from.0) * dx + (at.1 - from.1) * dy) / length).clamp(0.0, 1.0);
    at.distance(At(from.0 + dx * along, from.1 + dy * along)) - width / 2.0
}

/// The part of the canvas to look at while drawing one shape: left, top, right, bottom.
pub(super) type Part = [f32; 4];

pub(super) const ALL: Part = [0.0, 0.0, WIDTH as f32, HEIGHT as f32];

/// The part around some places, with a margin.
pub(super) fn around(places: &[At], margin: f32) -> Part {
    places.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |part, at| {
        [
            part[0].min(at.0 - margin),
            part[1].min(at.1 - margin),
            part[2].max(at.0 + margin),
            part[3].max(at.1 + margin),
        ]
    })
}

/// How a shape is laid on what is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub colour: Colour,
    /// 0 to 1.
    pub opacity: f32,
    /// Width of the edge in pixels: about 1 is sharp, 30 is a shadow.
    pub edge: f32,
}

pub(super) const fn ink(rgb: u32) -> Ink {
    Ink { colour: colour(rgb), opacity: 1.0, edge: 1.5 }
}

impl Ink {
    pub(super) const fn opacity(self, opacity: f32) -> Self {
        Self { opacity, ..self }
    }

    pub(super) const fn edge(self, edge: f32) -> Self {
        Self { edge, ..self }
    }
}

/// The picture while it is drawn. Places are always those of the full size.
pub(super) struct Canvas {
    pixels: Vec<Colour>,
    width: u16,
    height: u16,
}

impl Canvas {
    /// A picture so many pixels wide that `paint` gives for every place.
    pub(super) fn painted(width: u16, paint: impl Fn(At) -> Colour) -> Self {
        let height = (u32::from(width) * u32::from(HEIGHT) / u32::from(WIDTH)) as u16;
        let zoom = f32::from(WIDTH) / f32::from(width);
        let place = move |x, y| At(f32::from(x) * zoom, f32::from(y) * zoom);
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| place(x, y)));
        Self { pixels: pixels.map(paint).collect(), width, height }
    }

    /// Lays a shape of one colour.
    pub(super) fn shape(&mut self, part: Part, ink: Ink, distance: impl Fn(At) -> f32) {
        self.shaded(part, ink, distance, |_| ink.colour);
    }

    /// Lays a shape whose colour depends on the place.
    pub(super) fn shaded(
        &mut self,
        [left, top, right, bottom]: Part,
        ink: Ink,
        distance: impl Fn(At) -> f32,
        paint: impl Fn(At) -> Colour,
    ) {
        let zoom = f32::from(WIDTH) / f32::from(self.width);
        let range = |from: f32, to: f32, end: u16| {
            let (from, to) = (from / zoom, to / zoom);
            (from.floor().max(0.0) as u16).min(end)..(to.ceil().max(0.0) as u16).min(end)
        };
        for y in range(top, bottom, self.height) {
            for x in range(left, right, self.width) {
                let at = At((f32::from(x) + 0.5) * zoom, (f32::from(y) + 0.5) * zoom);
                let cover = (0.5 - distance(at) / ink.edge).clamp(0.0, 1.0) * ink.opacity;
                if cover > 0.0 {
                    let place = usize::from(y) * usize::from(self.width) + usize::from(x);
                    let pixel = &mut self.pixels[place];
                    *pixel = mix(*pixel, paint(at), cover);
                }
            }
        }
    }

    /// A stroke of one colour.
    pub(super) fn line(&mut self, from: At, to: At, width: f32, ink: Ink) {
        let part = around(&[from, to], width + ink.edge);
        self.shape(part, ink, |at| stroke(at, from, to, width));
    }

    /// What the camera adds: darker corners, uneven light, grain; then the JPEG.
    pub(super) fn develop(self, seed: u64) -> Vec<u8> {
        let mut picture = RgbImage::new(u32::from(self.width), u32::from(self.height));
        let lean = noise::unit(seed, 901) - 0.5;
        for (place, (pixel, colour)) in (0_u64..).zip(picture.pixels_mut().zip(&self.pixels)) {
            let x = (place % u64::from(self.width)) as u16;
            let y = (place / u64::from(self.width)) as u16;
            let u = f32::from(x) / f32::from(self.width) - 0.5;
            let v = f32::from(y) / f32::from(self.height) - 0.5;
            let lamp = 1.03 - 0.34 * (u * u + v * v) + 0.10 * (u * lean - v * 0.6);
            let grain = (noise::unit(seed, place) - 0.5) * 0.028;
            let level = |c: f32| ((c * lamp + grain).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
            *pixel = Rgb(colour.map(level));
        }
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 88)
            .encode(&picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
            .expect("a picture of fixed size is encoded into memory");
        jpeg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f32, b: f32) -> bool {
        (a - b).abs() < 1e-3
    }

    #[test]
    fn distances_are_negative_inside() {
        assert!(near(circle(At(3.0, 4.0), At(0.0, 0.0), 2.0), 3.0));
        assert!(near(rectangle(At(0.0, 0.0), At(0.0, 0.0), (4.0, 2.0), 0.0), -2.0));
        assert!(near(rectangle(At(9.0, 0.0), At(0.0, 0.0), (4.0, 2.0), 1.0), 5.0));
        assert!(near(stroke(At(5.0, 3.0), At(0.0, 0.0), At(10.0, 0.0), 2.0), 2.0));
        assert!(ellipse(At(0.0, 0.0), At(0.0, 0.0), (3.0, 2.0)) < 0.0);
        assert!(ellipse(At(4.0, 0.0), At(0.0, 0.0), (3.0, 2.0)) > 0.0);
    }

    #[test]
    fn a_turned_frame_turns_back() {
        let turned = At(10.0, 20.0).within(At(10.0, 10.0), std::f32::consts::FRAC_PI_2);
        assert!(near(turned.0, 10.0) && near(turned.1, 0.0), "{turned:?}");
    }

    #[test]
    fn a_shape_covers_what_is_inside_and_nothing_else() {
        let mut canvas = Canvas::painted(WIDTH, |_| colour(0x00_00_00));
        canvas.shape(ALL, ink(0xFF_FF_FF), |at| circle(at, At(600.0, 450.0), 100.0));
        let white: f32 = canvas.pixels.iter().map(|it| it[0]).sum();
        let area = std::f32::consts::PI * 10_000.0;
        assert!((white - area).abs() < 400.0, "{white}");
        assert!(near(canvas.pixels[0][0], 0.0));
    }

    #[test]
    fn drawing_outside_the_canvas_is_cut_off() {
        let mut canvas = Canvas::painted(WIDTH, |_| colour(0x20_30_40));
        canvas.line(At(-500.0, -20.0), At(5_000.0, 2_000.0), 9.0, ink(0xFF_00_00));
        assert_eq!(canvas.pixels.len(), usize::from(WIDTH) * usize::from(HEIGHT));
    }
}
