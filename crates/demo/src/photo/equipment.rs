//! Things that show a number.

use super::canvas::{ALL, At, Canvas, circle, colour, ink, light, rectangle};
use super::paper::wood;
use crate::noise;

/// Which of the seven bars make a digit: top, upper right, lower right, bottom, lower left,
/// upper left, middle.
const BARS: [[bool; 7]; 10] = {
    const O: bool = false;
    const X: bool = true;
    [
        [X, X, X, X, X, X, O],
        [O, X, X, O, O, O, O],
        [X, X, O, X, X, O, X],
        [X, X, X, X, O, O, X],
        [O, X, X, O, O, X, X],
        [X, O, X, X, O, X, X],
        [X, O, X, X, X, X, X],
        [X, X, X, O, O, O, O],
        [X, X, X, X, X, X, X],
        [X, X, X, X, O, X, X],
    ]
};

/// Ends of the bars on a digit of 1 × 2 units, in the order of [`BARS`].
const ENDS: [[f32; 4]; 7] = [
    [0.0, 0.0, 1.0, 0.0],
    [1.0, 0.0, 1.0, 1.0],
    [1.0, 1.0, 1.0, 2.0],
    [0.0, 2.0, 1.0, 2.0],
    [0.0, 1.0, 0.0, 2.0],
    [0.0, 0.0, 0.0, 1.0],
    [0.0, 1.0, 1.0, 1.0],
];

/// A body scale on the floor, showing kilograms with one decimal.
pub(super) fn scale(width: u16, seed: u64, hectograms: u16) -> Canvas {
    let mut canvas = Canvas::painted(width, |at| wood(seed, At(at.1, at.0), 0xB0_90_6E));
    let (middle, angle) = (At(600.0, 520.0), 0.06 * (noise::unit(seed, 4) - 0.5));
    let half = (490.0, 440.0);
    let plate = |at: At| rectangle(at.within(middle, angle), At(0.0, 0.0), half, 60.0);
    canvas.shape(ALL, ink(0x20_14_0A).opacity(0.55).edge(60.0), |at| {
        plate(At(at.0 - 12.0, at.1 - 18.0))
    });
    canvas.shaded(ALL, ink(0xFF_FF_FF), plate, |at| {
        let far = (at.1 - 80.0) / 900.0;
        light(colour(0xF2_F3_F4), 1.0 - 0.08 * far)
    });
    for x in [-230.0, 230.0] {
        canvas.shape(ALL, ink(0xC9_CE_D2).opacity(0.8).edge(3.0), |at| {
            rectangle(at.within(middle, angle), At(x, 170.0), (130.0, 210.0), 70.0)
        });
    }
    let panel = |at: At| rectangle(at.within(middle, angle), At(0.0, -240.0), (310.0, 140.0), 16.0);
    canvas.shape(ALL, ink(0x3B_41_46), |at| panel(at) - 14.0);
    canvas.shaded(ALL, ink(0xFF_FF_FF), panel, |at| {
        let glass = noise::smooth(seed, at.0 / 260.0, at.1 / 200.0);
        light(colour(0xAE_BD_A8), 0.94 + 0.1 * glass)
    });
    digits(&mut canvas, hectograms.min(1_999), |x, y| {
        let (sin, cos) = angle.sin_cos();
        At(middle.0 + x * cos - y * sin, middle.1 + x * sin + y * cos)
    });
    canvas
}

fn digits(canvas: &mut Canvas, hectograms: u16, place: impl Fn(f32, f32) -> At) {
    let tone = ink(0x1E_26_22);
    let written =
        [hectograms / 1_000, hectograms / 100 % 10, hectograms / 10 % 10, hectograms % 10];
    let lefts = [-262.0, -142.0, -16.0, 126.0];
    let mut leading = true;
    for (number, left) in written.into_iter().zip(lefts) {
        leading = leading && number == 0 && left < -20.0;
        if leading {
            continue;
        }
        for (_, [x1, y1, x2, y2]) in
            BARS[usize::from(number)].into_iter().zip(ENDS).filter(|(lit, _)| *lit)
        {
            // Bars stop a little short of each other, as on a real display.
            let (dx, dy) = ((x2 - x1) * 11.0, (y2 - y1) * 11.0);
            let slant = |y: f32| (1.0 - y) * 8.0;
            let from = place(left + x1 * 82.0 + dx + slant(y1), -330.0 + y1 * 88.0 + dy);
            let to = place(left + x2 * 82.0 - dx + slant(y2), -330.0 + y2 * 88.0 - dy);
            canvas.line(from, to, 19.0, tone);
        }
    }
    let point = place(96.0, -150.0);
    canvas.shape(ALL, tone, |at| circle(at, point, 11.0));
    // The unit, drawn as strokes: a small k and g.
    let k = [
        (234.0, -196.0, 234.0, -148.0),
        (256.0, -180.0, 236.0, -165.0),
        (240.0, -167.0, 258.0, -148.0),
    ];
    for (x1, y1, x2, y2) in k {
        canvas.line(place(x1, y1), place(x2, y2), 7.0, tone);
    }
    let g = place(281.0, -165.0);
    canvas.shape(ALL, tone, |at| circle(at, g, 13.0).abs() - 3.5);
    canvas.line(place(294.0, -178.0), place(294.0, -142.0), 7.0, tone);
    canvas.line(place(294.0, -142.0), place(274.0, -136.0), 7.0, tone);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_looks_different() {
        for (place, bars) in BARS.iter().enumerate() {
            assert_eq!(BARS.iter().position(|it| it == bars), Some(place));
        }
    }

    #[test]
    fn the_weight_changes_the_picture() {
        let show = |weight| scale(1_200, 1, weight).develop(1);
        assert_ne!(show(432), show(433));
        assert_eq!(show(1_999), show(5_000));
    }
}
