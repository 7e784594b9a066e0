//! What stands on a table: a measuring cup, a meal.

use super::canvas::{
    ALL, At, Canvas, Colour, around, circle, colour, ellipse, ink, light, mix, rectangle,
};
use super::paper::wood;
use crate::noise;

/// A clear cup before a wall, filled up to so many of its 500 mL.
pub(super) fn measuring_cup(width: u16, seed: u64, millilitres: u16) -> Canvas {
    let edge = 590.0;
    let mut canvas = Canvas::painted(width, |at| {
        if at.1 < edge {
            let wall = noise::smooth(seed, at.0 / 240.0, at.1 / 240.0);
            light(colour(0xCD_C1_B2), 0.97 + 0.06 * wall)
        } else {
            light(wood(seed, at, 0x7C_69_58), 1.0 + (at.1 - edge) / 3_000.0)
        }
    });
    let (top, bottom) = (210.0, 740.0);
    let centre = 590.0 + 40.0 * (noise::unit(seed, 2) - 0.5);
    let half = move |y: f32| 198.0 - 62.0 * (y - top) / (bottom - top);
    let cup = move |at: At| {
        let side = (at.0 - centre).abs() - half(at.1);
        side.max(top - at.1).max(ellipse(at, At(centre, bottom), (136.0, 26.0)).min(at.1 - bottom))
    };
    canvas.shape(ALL, ink(0x20_18_12).opacity(0.5).edge(60.0), |at| {
        ellipse(at, At(centre + 50.0, bottom + 12.0), (190.0, 40.0))
    });
    canvas.shaded(ALL, ink(0xFF_FF_FF).opacity(0.72), cup, |at| {
        let side = (at.0 - centre) / half(at.1);
        light(colour(0xEE_F1_F2), 0.94 + 0.08 * (0.4 - (side + 0.35).abs()))
    });
    let level = bottom - (bottom - top - 40.0) * f32::from(millilitres.min(500)) / 500.0;
    let surface = At(centre, level);
    canvas.shaded(
        ALL,
        ink(0xD9_B2_55).opacity(0.9),
        |at| (cup(at) + 9.0).max(level - at.1),
        |at| {
            let side = (at.0 - centre) / half(at.1);
            let depth = (at.1 - level) / 400.0;
            light(mix(colour(0xDE_BC_66), colour(0xC2_93_38), depth), 1.04 - 0.16 * side * side)
        },
    );
    let rx = half(level) - 9.0;
    canvas.shape(ALL, ink(0xEB_D2_8C), |at| ellipse(at, surface, (rx, 22.0)));
    ticks(&mut canvas, centre, |of| bottom - (bottom - top - 40.0) * of / 500.0);
    let rim = At(centre, top);
    canvas.shape(ALL, ink(0xFB_FC_FC), |at| ellipse(at, rim, (201.0, 27.0)).abs() - 5.0);
    canvas.shape(ALL, ink(0xFF_FF_FF).opacity(0.35).edge(18.0), |at| {
        rectangle(at.within(At(centre - 128.0, 470.0), -0.1), At(0.0, 0.0), (12.0, 190.0), 12.0)
    });
    canvas
}

/// Marks every 50 mL, longer every 100.
fn ticks(canvas: &mut Canvas, centre: f32, height: impl Fn(f32) -> f32) {
    for mark in 1_u8..=9 {
        let y = height(f32::from(mark) * 50.0);
        let length = if mark % 2 == 0 { 74.0 } else { 44.0 };
        let right = centre + 150.0 - (y - 210.0) * 0.1;
        let tone = ink(0x3A_4A_5A).opacity(0.85);
        canvas.line(At(right - length, y), At(right, y), 6.0, tone);
    }
}

/// A tray with rice, soup, fish, vegetables and tea, of which so many tenths are gone.
pub(super) fn meal_tray(width: u16, seed: u64, eaten: u8) -> Canvas {
    let left = 1.0 - f32::from(eaten.min(10)) / 10.0;
    let mut canvas = Canvas::painted(width, |at| wood(seed, at, 0xA9_8C_6C));
    canvas.shape(ALL, ink(0x18_10_0A).opacity(0.5).edge(44.0), |at| {
        rectangle(at, At(608.0, 474.0), (520.0, 370.0), 46.0)
    });
    let tray = |at: At| rectangle(at, At(600.0, 455.0), (520.0, 370.0), 46.0);
    canvas.shape(ALL, ink(0x5A_2F_28), tray);
    canvas.shaded(
        ALL,
        ink(0x6B_39_30),
        |at| tray(at) + 26.0,
        |at| {
            light(colour(0x6E_3B_33), 0.92 + 0.12 * noise::smooth(seed, at.0 / 200.0, at.1 / 160.0))
        },
    );
    bowl(&mut canvas, At(310.0, 610.0), 160.0, 0xE9_EC_EE);
    rice(&mut canvas, seed, At(310.0, 610.0), left);
    bowl(&mut canvas, At(860.0, 620.0), 150.0, 0x3A_22_1E);
    soup(&mut canvas, seed, At(860.0, 620.0), left);
    let plate = At(640.0, 300.0);
    canvas.shape(around(&[plate], 330.0), ink(0x10_08_06).opacity(0.45).edge(26.0), |at| {
        ellipse(at, At(648.0, 314.0), (262.0, 150.0))
    });
    canvas.shape(ALL, ink(0xF1_F2_EF), |at| ellipse(at, plate, (260.0, 148.0)));
    canvas.shape(ALL, ink(0xDF_E2_E0), |at| ellipse(at, plate, (196.0, 104.0)).abs() - 3.0);
    fish(&mut canvas, seed, plate, left);
    bowl(&mut canvas, At(255.0, 285.0), 108.0, 0x8F_A5_9A);
    greens(&mut canvas, seed, At(255.0, 285.0), (left * 1.4).min(1.0));
    bowl(&mut canvas, At(985.0, 290.0), 92.0, 0xC9_B8_9C);
    canvas.shape(around(&[At(985.0, 290.0)], 90.0), ink(0x9A_9C_4C), |at| {
        circle(at, At(985.0, 290.0), 70.0 * left.sqrt().max(0.25))
    });
    for offset in [0.0, 22.0] {
        let (from, to) = (At(440.0, 790.0 + offset), At(800.0, 776.0 + offset));
        canvas.line(from, to, 11.0, ink(0x2A_1A_17));
    }
    canvas
}

fn bowl(canvas: &mut Canvas, centre: At, radius: f32, tone: u32) {
    let part = around(&[centre], radius + 60.0);
    let shadow = At(centre.0 + 8.0, centre.1 + 14.0);
    canvas.shape(part, ink(0x10_08_06).opacity(0.5).edge(26.0), |at| circle(at, shadow, radius));
    canvas.shape(part, ink(tone), |at| circle(at, centre, radius));
    let inner = light(colour(tone), 0.86);
    let rim = ink(tone);
    canvas.shaded(part, rim, |at| circle(at, centre, radius - 12.0), |_| inner);
}

/// A heap whose edge is uneven and which shrinks with what is left.
fn heap(canvas: &mut Canvas, seed: u64, (centre, radius): (At, f32), paint: impl Fn(At) -> Colour) {
    let part = around(&[centre], radius * 1.4);
    let uneven = |at: At| {
        circle(at, centre, radius * 0.9)
            + radius * 0.28 * (noise::smooth(seed, at.0 / 38.0, at.1 / 38.0) - 0.5)
    };
    canvas.shaded(part, ink(0xFF_FF_FF).edge(3.0), uneven, paint);
}

fn rice(canvas: &mut Canvas, seed: u64, centre: At, left: f32) {
    if left > 0.0 {
        heap(canvas, seed + 5, (centre, 138.0 * left.sqrt()), |at| {
            let grains = noise::smooth(seed, (at.0 + at.1) / 8.0, (at.0 - at.1) / 5.0);
            light(colour(0xFB_FA_F6), 0.86 + 0.14 * grains)
        });
    }
}

fn soup(canvas: &mut Canvas, seed: u64, centre: At, left: f32) {
    let part = around(&[centre], 140.0);
    let radius = if left > 0.0 { 76.0 + 54.0 * left } else { 30.0 };
    canvas.shaded(
        part,
        ink(0xB9_8A_4E),
        |at| circle(at, centre, radius),
        |at| {
            let cloud = noise::smooth(seed + 9, at.0 / 34.0, at.1 / 34.0);
            mix(colour(0xA4_72_3C), colour(0xCF_A8_6C), cloud)
        },
    );
    for piece in 0_u64..(7.0 * left) as u64 {
        let (u, v) = (noise::unit(seed, 60 + piece), noise::unit(seed, 80 + piece));
        let at = At(centre.0 - 70.0 + 140.0 * u, centre.1 - 70.0 + 140.0 * v);
        let tone = if piece % 2 == 0 { 0xF3_EE_DC } else { 0x3E_5B_3A };
        canvas.line(at, At(at.0 + 14.0, at.1), 24.0, ink(tone));
    }
}

fn fish(canvas: &mut Canvas, seed: u64, plate: At, left: f32) {
    if left <= 0.0 {
        return;
    }
    let (half, from) = (150.0 * left, plate.0 - 150.0);
    let centre = At(from + half, plate.1);
    let skin = |at: At| {
        let bands = noise::smooth(seed, at.0 / 26.0, at.1 / 60.0);
        mix(colour(0xC9_84_52), colour(0x8A_4F_2C), bands)
    };
    canvas.shaded(
        ALL,
        ink(0xFF_FF_FF).edge(3.0),
        |at| rectangle(at, centre, (half, 52.0), 40.0_f32.min(half)),
        skin,
    );
    canvas.shape(ALL, ink(0xF2_DE_78), |at| circle(at, At(plate.0 + 176.0, plate.1 + 50.0), 24.0));
}

fn greens(canvas: &mut Canvas, seed: u64, centre: At, left: f32) {
    if left > 0.0 {
        heap(canvas, seed + 3, (centre, 88.0 * left.sqrt()), |at| {
            let leaf = noise::smooth(seed + 1, (at.0 + at.1) / 15.0, (at.0 - at.1) / 9.0);
            mix(colour(0x3D_66_34), colour(0x8F_AF_5A), leaf)
        });
    }
}
