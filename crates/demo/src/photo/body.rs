//! Skin: a wound with a scale, a dressing, legs.

use super::canvas::{
    ALL, At, Canvas, Colour, around, circle, colour, ellipse, ink, light, mix, rectangle, stroke,
};
use crate::noise;

/// Pixels of a millimetre on the wound's scale.
const MILLIMETRE: f32 = 9.0;

fn skin(seed: u64, at: At, shade: f32) -> Colour {
    let patches = noise::smooth(seed, at.0 / 130.0, at.1 / 130.0);
    let pores = noise::smooth(seed + 1, at.0 / 5.0, at.1 / 5.0);
    let tone = mix(colour(0xE6_BF_A0), colour(0xD9_A5_86), patches);
    light(tone, shade * (0.975 + 0.05 * pores))
}

fn cloth(seed: u64, at: At, tone: u32) -> Colour {
    let fold = noise::smooth(seed + 4, at.0 / 220.0 + at.1 / 400.0, at.1 / 160.0);
    let weave = noise::smooth(seed + 5, at.0 / 3.0, at.1 / 3.0);
    light(colour(tone), 0.88 + 0.14 * fold + 0.03 * weave)
}

/// Red skin, open in the middle or not, with a millimetre scale below it.
pub(super) fn wound(width: u16, seed: u64, millimetres: u8, open: bool) -> Canvas {
    let mut canvas = Canvas::painted(width, |at| {
        let curve = (at.0 / 1_200.0 - 0.45).abs();
        skin(seed, at, 1.05 - 0.5 * curve * curve)
    });
    let centre = At(590.0, 370.0);
    let long = f32::from(millimetres.clamp(4, 60)) * MILLIMETRE / 2.0;
    let blob = |at: At, grow: f32| {
        let ragged = noise::smooth(seed + 7, at.0 / 46.0, at.1 / 46.0) - 0.5;
        ellipse(at, centre, (long * grow, long * 0.78 * grow)) + long * 0.34 * ragged
    };
    canvas.shape(ALL, ink(0xC8_6A_5C).opacity(0.40).edge(long * 0.9 + 30.0), |at| blob(at, 1.45));
    let red = if open { 0xC5_5B_50 } else { 0xC9_6B_62 };
    canvas.shape(ALL, ink(red).opacity(0.62).edge(18.0), |at| blob(at, 1.0));
    if open {
        let flesh = |at: At| {
            let spot = noise::smooth(seed + 8, at.0 / 24.0, at.1 / 24.0);
            let deep = mix(colour(0xA8_2E_2C), colour(0xC4_4C_40), spot);
            let coat = noise::smooth(seed + 9, at.0 / 40.0, at.1 / 30.0);
            mix(deep, colour(0xD9_BE_7C), (coat - 0.62) * 4.0)
        };
        canvas.shape(ALL, ink(0xEB_C8_B8).opacity(0.7).edge(8.0), |at| blob(at, 0.86).abs() - 5.0);
        canvas.shaded(ALL, ink(0xFF_FF_FF).opacity(0.92).edge(7.0), |at| blob(at, 0.78), flesh);
        canvas.shape(ALL, ink(0xFF_FF_FF).opacity(0.30).edge(12.0), |at| {
            ellipse(
                at,
                At(centre.0 - long * 0.25, centre.1 - long * 0.25),
                (long * 0.2, long * 0.07),
            )
        });
    }
    scale(&mut canvas, 0.02 * (noise::unit(seed, 3) - 0.5));
    canvas
}

/// A paper scale of 100 mm.
fn scale(canvas: &mut Canvas, angle: f32) {
    let middle = At(600.0, 770.0);
    let half = (480.0, 62.0);
    let card = |at: At| rectangle(at.within(middle, angle), At(0.0, 0.0), half, 4.0);
    canvas
        .shape(ALL, ink(0x50_30_24).opacity(0.5).edge(24.0), |at| card(At(at.0 - 6.0, at.1 - 9.0)));
    canvas.shape(ALL, ink(0xF7_F7_F3), card);
    let place = |x: f32, y: f32| {
        let (sin, cos) = angle.sin_cos();
        At(middle.0 + x * cos - y * sin, middle.1 + x * sin + y * cos)
    };
    for mark in 0_u8..=100 {
        let length = match mark {
            it if it % 10 == 0 => 58.0,
            it if it % 5 == 0 => 42.0,
            _ => 26.0,
        };
        let x = -450.0 + f32::from(mark) * MILLIMETRE;
        let width = if mark % 10 == 0 { 3.4 } else { 1.8 };
        canvas.line(place(x, -60.0), place(x, -60.0 + length), width, ink(0x22_22_22));
    }
    for block in 0_u8..10 {
        let x = -450.0 + f32::from(block) * MILLIMETRE * 10.0;
        let tone = if block % 2 == 0 { 0x22_22_22 } else { 0xF7_F7_F3 };
        canvas.line(place(x + 6.0, 34.0), place(x + 84.0, 34.0), 12.0, ink(tone));
    }
}

/// A lower leg across the picture with a pad taped on.
pub(super) fn dressing(width: u16, seed: u64) -> Canvas {
    let mut canvas = Canvas::painted(width, |at| cloth(seed, at, 0xDD_E4_EA));
    let tilt = 0.03 + 0.04 * noise::unit(seed, 2);
    let middle = At(600.0, 500.0);
    let leg = |at: At| {
        let it = at.within(middle, tilt);
        let thick = 250.0 + 34.0 * (it.0 / 520.0).sin() - it.0 * 0.06;
        it.1.abs() - thick
    };
    canvas.shape(ALL, ink(0x40_3A_40).opacity(0.5).edge(60.0), |at| leg(At(at.0, at.1 - 26.0)));
    canvas.shaded(ALL, ink(0xFF_FF_FF).edge(3.0), leg, |at| {
        let across = at.within(middle, tilt).1 / 270.0;
        skin(seed, at, 1.08 - 0.34 * across * across - 0.06 * across)
    });
    let pad = At(585.0, 470.0);
    let turn = tilt - 0.08;
    let square = |at: At, half: (f32, f32), round: f32| {
        rectangle(at.within(pad, turn), At(0.0, 0.0), half, round)
    };
    canvas.shape(ALL, ink(0x70_48_38).opacity(0.4).edge(26.0), |at| {
        square(At(at.0 - 5.0, at.1 - 8.0), (182.0, 150.0), 20.0)
    });
    canvas.shape(ALL, ink(0xF6_F4_EF), |at| square(at, (182.0, 150.0), 20.0));
    canvas.shaded(
        ALL,
        ink(0xFF_FF_FF).edge(6.0),
        |at| square(at, (116.0, 88.0), 16.0),
        |at| {
            let stain = noise::smooth(seed + 6, at.0 / 60.0, at.1 / 60.0);
            mix(colour(0xEC_E3_D6), colour(0xD9_B9_9C), (stain - 0.55) * 1.6)
        },
    );
    canvas
        .shape(ALL, ink(0xC8_C2_B8).opacity(0.6), |at| square(at, (116.0, 88.0), 16.0).abs() - 1.5);
    canvas
}

/// Both lower legs on a sheet, seen from the front, with the marks of the socks.
pub(super) fn legs(width: u16, seed: u64, swelling: u8) -> Canvas {
    let swelling = f32::from(swelling.min(2));
    let mut canvas = Canvas::painted(width, |at| cloth(seed, at, 0xD3_DC_D6));
    for (side, x) in [(-1.0, 400.0), (1.0, 800.0)] {
        let thick = |y: f32| {
            let calf = 40.0 * (-((y - 230.0) / 260.0).powi(2)).exp();
            let sock = 5.0 * swelling * (-((y - 590.0) / 26.0).powi(2)).exp();
            let ankle = ((y - 360.0) / 330.0).clamp(0.0, 1.0);
            98.0 + calf + swelling * 20.0 - sock - ankle * ankle * (40.0 - 15.0 * swelling)
        };
        let leg = |at: At| {
            let shaft = ((at.0 - x).abs() - thick(at.1)).max(at.1 - 720.0);
            let foot = ellipse(at, At(x + side * 26.0, 774.0), (112.0 + 8.0 * swelling, 108.0));
            blended(shaft, foot, 70.0)
        };
        canvas.shape(ALL, ink(0x38_40_3C).opacity(0.5).edge(64.0), |at| {
            leg(At(at.0 - 14.0, at.1 - 10.0))
        });
        canvas.shaded(ALL, ink(0xFF_FF_FF).edge(3.0), leg, |at| {
            let across = ((at.0 - x - side * 6.0) / (thick(at.1) + 20.0)).clamp(-1.15, 1.15);
            let shine = 0.05 * swelling * (-(across * 5.0 + 1.0).powi(2)).exp();
            let reddish = mix(skin(seed, at, 1.0), colour(0xD9_92_7C), 0.12 * swelling);
            light(reddish, 1.05 - 0.30 * across * across + shine)
        });
        toes(&mut canvas, (seed, side), x + side * 26.0);
        if swelling > 0.0 {
            sock_mark(&mut canvas, x, thick(590.0) - 14.0);
        }
        if swelling > 1.0 && side < 0.0 {
            pit(&mut canvas, At(x + 20.0, 430.0));
        }
    }
    canvas
}

/// The union of two shapes with the corner between them rounded over `width`.
fn blended(a: f32, b: f32, width: f32) -> f32 {
    let near = (width - (a - b).abs()).max(0.0) / width;
    a.min(b) - near * near * width / 4.0
}

/// Two lines where the elastic was.
fn sock_mark(canvas: &mut Canvas, x: f32, half: f32) {
    for (y, opacity) in [(582.0, 0.34), (598.0, 0.26)] {
        let (from, to) = (At(x - half, y), At(x + half, y));
        let part = around(&[from, to], 20.0);
        canvas.shape(part, ink(0x9C_60_4E).opacity(opacity).edge(9.0), |at| {
            stroke(at, from, to, 5.0)
        });
    }
}

/// The mark that a pressed finger leaves in swollen skin.
fn pit(canvas: &mut Canvas, pit: At) {
    let part = around(&[pit], 70.0);
    canvas.shape(part, ink(0x8A_50_40).opacity(0.5).edge(24.0), |at| circle(at, pit, 26.0));
    let lit = At(pit.0 + 7.0, pit.1 + 12.0);
    canvas.shape(part, ink(0xF4_D8_C0).opacity(0.45).edge(16.0), |at| circle(at, lit, 13.0));
}

fn toes(canvas: &mut Canvas, (seed, side): (u64, f32), x: f32) {
    for toe in 0_u8..5 {
        let inner = f32::from(toe);
        let radius = 31.0 - inner * 3.2;
        let at = At(x + side * (inner * 41.0 - 78.0), 862.0 - inner * 9.0);
        let part = around(&[at], 70.0);
        canvas.shaded(
            part,
            ink(0xFF_FF_FF).edge(5.0),
            |it| circle(it, at, radius),
            |it| {
                let below = (it.1 - at.1) / 60.0;
                skin(seed, it, 0.98 - 0.2 * below)
            },
        );
        canvas.shape(part, ink(0xF0_D8_CC).opacity(0.8), |it| {
            ellipse(it, At(at.0, at.1 + radius * 0.25), (radius * 0.5, radius * 0.42))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blend_is_at_most_the_union_and_far_away_the_same() {
        assert!(blended(3.0, 4.0, 10.0) < 3.0);
        assert!((blended(3.0, 40.0, 10.0) - 3.0).abs() < 1e-6);
        assert!((blended(5.0, -40.0, 10.0) + 40.0).abs() < 1e-6);
    }

    #[test]
    fn worse_looks_different() {
        assert_ne!(legs(1_200, 1, 0).develop(1), legs(1_200, 1, 2).develop(1));
        assert_ne!(wound(1_200, 1, 10, false).develop(1), wound(1_200, 1, 10, true).develop(1));
    }
}
