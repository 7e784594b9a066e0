//! Numbers that look like chance and are none: the same place always gives the same number.
//! The demo's pictures and timing must come out the same on every run.

/// A well mixed number of a seed and a place (the finishing steps of SplitMix64).
pub(crate) fn hash(seed: u64, place: u64) -> u64 {
    let mut z = seed.wrapping_add(place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The same as a number below `end`, which is not 0.
pub(crate) fn below(seed: u64, place: u64, end: usize) -> usize {
    (hash(seed, place) % end as u64) as usize
}

/// The same as a number from 0 to below 1.
#[expect(clippy::cast_precision_loss, reason = "24 bits fit an f32")]
pub(crate) fn unit(seed: u64, place: u64) -> f32 {
    (hash(seed, place) >> 40) as f32 / (1_u32 << 24) as f32
}

/// A number of some text, for mixing names into seeds (FNV-1a).
pub(crate) fn of_text(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// A number as the whole number at or below it and what is left. Asked twice for every pixel,
/// where the library's `floor` would be a call.
#[expect(clippy::cast_precision_loss, reason = "places of a picture are small")]
fn whole(number: f32) -> (i64, f32) {
    let towards_zero = i64::from(number as i32);
    let below = towards_zero - i64::from((towards_zero as f32) > number);
    (below, number - below as f32)
}

/// A smooth surface over the plane, from 0 to 1, with hills about one unit wide.
pub(crate) fn smooth(seed: u64, x: f32, y: f32) -> f32 {
    let ((left, beside), (above, below)) = (whole(x), whole(y));
    let corner = |dx: i64, dy: i64| {
        let (column, row) = (left + dx, above + dy);
        unit(seed, (column as u64).wrapping_mul(0x1_0000_0001).wrapping_add(row as u64))
    };
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(beside), ease(below));
    let top = corner(0, 0) * (1.0 - u) + corner(1, 0) * u;
    let bottom = corner(0, 1) * (1.0 - u) + corner(1, 1) * u;
    top * (1.0 - v) + bottom * v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_gives_the_same_number() {
        assert_eq!(hash(1, 2), hash(1, 2));
        assert_ne!(hash(1, 2), hash(1, 3));
        assert_ne!(hash(1, 2), hash(2, 2));
        assert_ne!(of_text("sato"), of_text("mori"));
    }

    #[test]
    fn a_number_is_a_whole_one_and_a_rest_on_either_side_of_zero() {
        for number in [0.0_f32, 0.25, 1.0, 7.75, -0.25, -1.0, -1.5, -250.125, 4_000.5] {
            let (below, rest) = whole(number);
            assert_eq!(below, number.floor() as i64, "{number}");
            assert!((rest - (number - number.floor())).abs() < f32::EPSILON, "{number}");
        }
    }

    #[test]
    fn numbers_spread_over_their_range() {
        let mean = (0_u16..1_000).map(|it| unit(7, u64::from(it))).sum::<f32>() / 1_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        assert!((0_u16..1_000).all(|it| (0.0..1.0).contains(&unit(7, u64::from(it)))));
    }

    #[test]
    fn the_surface_has_no_steps() {
        for step in -200_i16..200 {
            let x = f32::from(step) / 40.0;
            let here = smooth(3, x, -x * 0.7);
            assert!((0.0..=1.0).contains(&here));
            assert!((smooth(3, x + 0.001, -x * 0.7) - here).abs() < 0.01);
        }
    }
}
