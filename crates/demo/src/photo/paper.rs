//! Paper: the page of a notebook, the medicine calendar on the wall.

use super::canvas::{ALL, At, Canvas, Colour, around, colour, ink, light, mix, rectangle};
use crate::noise;

/// Wood with its grain, as of a low table.
pub(super) fn wood(seed: u64, at: At, tone: u32) -> Colour {
    let waver = noise::smooth(seed, at.0 / 300.0, at.1 / 90.0) * 4.0;
    let grain = noise::smooth(seed + 1, at.0 / 420.0 + 3.0, at.1 / 9.0 + waver);
    light(colour(tone), 0.86 + 0.24 * grain)
}

/// A ruled page on a table, written full in a hand that cannot be read.
pub(super) fn notebook_page(width: u16, seed: u64) -> Canvas {
    let mut canvas = Canvas::painted(width, |at| wood(seed, at, 0x8A_74_60));
    let middle = At(600.0, 452.0);
    let angle = -0.05 + 0.05 * noise::unit(seed, 1);
    let half = (452.0, 404.0);
    canvas.shape(ALL, ink(0x1E_16_10).opacity(0.55).edge(36.0), |at| {
        rectangle(at.within(At(614.0, 470.0), angle), At(0.0, 0.0), half, 8.0)
    });
    canvas.shaded(
        ALL,
        ink(0xFF_FF_FF),
        |at| rectangle(at.within(middle, angle), At(0.0, 0.0), half, 6.0),
        |at| {
            let bend = at.within(middle, angle).0 / 452.0;
            let paper = 0.97 - 0.05 * bend.max(0.0) * bend;
            light(colour(0xFB_F8_EF), paper)
        },
    );
    let place = |x: f32, y: f32| At(x, y).within(At(0.0, 0.0), -angle).moved(middle);
    for row in 0_u8..11 {
        let y = -300.0 + 64.0 * f32::from(row);
        canvas.line(place(-410.0, y), place(410.0, y), 2.2, ink(0x9D_AC_BC).opacity(0.8));
    }
    for hole in 0_u8..8 {
        let y = -350.0 + 100.0 * f32::from(hole);
        let at = place(-432.0, y);
        canvas.line(at, at, 17.0, ink(0x5B_49_3B));
    }
    for row in 0_u8..10 {
        let full = row != 3 && row != 9;
        let end = if full { 250.0 + 140.0 * noise::unit(seed, 40 + u64::from(row)) } else { -60.0 };
        let baseline = -306.0 + 64.0 * f32::from(row);
        let from = if row == 0 || row == 4 { -390.0 } else { -350.0 };
        scribble(&mut canvas, seed + u64::from(row) * 97, (from, end, baseline), &place);
    }
    canvas
}

/// Where writing ends on the right, from the middle of the paper, whose half is 452 wide.
const MARGIN: f32 = 405.0;

/// Arches and loops like fast handwriting, in words.
fn scribble(
    canvas: &mut Canvas,
    seed: u64,
    (from, end, baseline): (f32, f32, f32),
    place: &impl Fn(f32, f32) -> At,
) {
    let (mut left, mut word) = (from, 0_u64);
    while left < end {
        let arches = 3 + noise::hash(seed, word) % 5;
        for arch in 0..arches {
            let chance = |what| noise::unit(seed, word * 64 + arch * 4 + what);
            let (width, height) = (13.0 + 11.0 * chance(0), 12.0 + 22.0 * chance(1));
            let lean = 9.0 * chance(2);
            // The last word of a line ends before the edge of the paper.
            if left + width + lean > MARGIN {
                return;
            }
            // Up and down as half a sine wave, leaning to the right at its top.
            let point = |step: u8| {
                let t = f32::from(step) / 6.0;
                let rise = (t * std::f32::consts::PI).sin();
                place(left + width * t + lean * rise, baseline - height * rise.powf(0.8))
            };
            for step in 0..6 {
                canvas.line(point(step), point(step + 1), 4.4, ink(0x24_2A_3C));
            }
            left += width;
        }
        left += 16.0 + 14.0 * noise::unit(seed, word + 7_000);
        word += 1;
    }
}

impl At {
    fn moved(self, by: At) -> At {
        At(self.0 + by.0, self.1 + by.1)
    }
}

/// Pockets for a week: seven columns, four times of day. Of the pockets that are due the first
/// are empty, except the forgotten ones, which lie in the evening row.
pub(super) fn medicine_calendar(width: u16, seed: u64, due: u8, forgotten: u8) -> Canvas {
    let mut canvas = Canvas::painted(width, |at| {
        let plaster = noise::smooth(seed, at.0 / 14.0, at.1 / 14.0);
        light(colour(0xDD_D6_C8), 0.96 + 0.05 * plaster)
    });
    let cloth = (At(600.0, 455.0), (500.0, 415.0));
    canvas.shape(ALL, ink(0x40_38_30).opacity(0.45).edge(40.0), |at| {
        rectangle(at, At(612.0, 472.0), cloth.1, 14.0)
    });
    canvas.shape(ALL, ink(0x8F_A9_B8), |at| rectangle(at, cloth.0, cloth.1, 12.0));
    canvas.line(At(600.0, 10.0), At(600.0, 44.0), 10.0, ink(0x77_70_66));
    for time in 0_u8..4 {
        for day in 0_u8..7 {
            let centre = At(f32::from(day) * 134.0 + 198.0, f32::from(time) * 178.0 + 216.0);
            let header = [0xE8_8F_6A, 0xE9_C4_5C, 0x6F_9F_D0, 0x7E_6F_AE][usize::from(time)];
            let number = day * 4 + time;
            let left_in = is_left_in(seed, number, due.min(28), forgotten);
            pocket(&mut canvas, seed + u64::from(number), centre, (header, left_in));
        }
    }
    for day in 0_u8..7 {
        let at = At(f32::from(day) * 134.0 + 198.0, 82.0);
        let tone = if day == 6 { 0xC0_50_50 } else { 0xF3_F1_EA };
        canvas.shape(around(&[at], 80.0), ink(tone), |it| rectangle(it, at, (44.0, 15.0), 8.0));
    }
    canvas
}

/// Pocket numbers run through the day first. Evening pockets are forgotten first.
fn is_left_in(seed: u64, number: u8, due: u8, forgotten: u8) -> bool {
    if number >= due {
        return true;
    }
    let evenings = (0..due).filter(|it| it % 4 == 2);
    let mut order: Vec<u8> = evenings.collect();
    order.sort_by_key(|it| noise::hash(seed, u64::from(*it)));
    order.extend((0..due).filter(|it| it % 4 != 2));
    order.iter().take(usize::from(forgotten)).any(|it| *it == number)
}

/// One clear pocket with a coloured rim, and a packet of pills in it or not.
fn pocket(canvas: &mut Canvas, seed: u64, centre: At, (header, left_in): (u32, bool)) {
    let part = around(&[centre], 110.0);
    let half = (58.0, 78.0);
    canvas.shape(part, ink(0xC9_D9_E1).opacity(0.75), |at| rectangle(at, centre, half, 7.0));
    let rim = At(centre.0, centre.1 - 66.0);
    canvas.shape(part, ink(header), |at| rectangle(at, rim, (58.0, 13.0), 5.0));
    if left_in {
        let tilt = (noise::unit(seed, 3) - 0.5) * 0.24;
        let packet = At(centre.0, centre.1 + 16.0);
        canvas.shape(part, ink(0x30_40_48).opacity(0.35).edge(10.0), |at| {
            rectangle(at.within(packet, tilt), At(3.0, 4.0), (40.0, 46.0), 3.0)
        });
        canvas.shape(part, ink(0xF6_F5_F0), |at| {
            rectangle(at.within(packet, tilt), At(0.0, 0.0), (40.0, 46.0), 3.0)
        });
        for pill in 0_u8..4 {
            let (column, row) = (f32::from(pill % 2), f32::from(pill / 2));
            let at = At(packet.0 - 17.0 + 34.0 * column, packet.1 - 4.0 + 26.0 * row);
            let tone = [0xE6_B8_A0, 0xF2_E3_A8, 0xFF_FF_FF, 0xB9_CF_E4][usize::from(pill)];
            canvas.line(at, At(at.0 + 5.0, at.1), 17.0, ink(0x80_80_80).opacity(0.4));
            canvas.line(at, At(at.0 + 5.0, at.1), 14.0, ink(tone));
        }
    }
    // The shine of the clear foil.
    let tone = mix(colour(header), [1.0; 3], 0.8);
    let shine = At(centre.0 - 40.0, centre.1 - 40.0);
    let ink = ink(0xFF_FF_FF).opacity(0.3);
    canvas.shaded(part, ink, |at| rectangle(at, shine, (4.0, 30.0), 4.0), |_| tone);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_packets_are_left_as_should_be() {
        for (due, forgotten) in [(0, 0), (13, 2), (14, 0), (28, 28), (5, 9)] {
            let left = (0..28).filter(|it| is_left_in(9, *it, due, forgotten)).count();
            assert_eq!(left, usize::from(28 - due + forgotten.min(due)), "{due} {forgotten}");
        }
    }

    #[test]
    fn evenings_are_forgotten_first() {
        let left: Vec<u8> = (0..16).filter(|it| is_left_in(9, *it, 16, 2)).collect();
        assert_eq!(left.len(), 2);
        assert!(left.iter().all(|it| it % 4 == 2), "{left:?}");
    }

    #[test]
    fn a_sheet_is_on_the_table() {
        let (table, sheet) = (wood(1, At(5.0, 5.0), 0x8A_74_60), colour(0xFB_F8_EF));
        assert!(table[0] < sheet[0] && table[2] < sheet[2]);
    }
}
