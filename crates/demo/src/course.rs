//! What is measured of a patient over a year: usual values, a little chance, and what happens.

use crate::noise;

/// What can be measured, in the order of [`Usual`].
pub(crate) const KINDS: [&str; 8] =
    ["temperature", "systolic", "diastolic", "pulse", "spo2", "respiration", "weight", "glucose"];

/// Usual values of a patient in the order of [`KINDS`]; 0 for what is not measured.
pub(crate) type Usual = [f32; 8];

/// How far chance takes a value to either side.
const CHANCE: Usual = [0.2, 7.0, 5.0, 4.0, 0.8, 1.4, 0.2, 22.0];

/// What an event does to a value: days from its first day, and how much is added then; straight
/// lines between.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drift {
    pub kind: &'static str,
    pub points: &'static [(i32, f32)],
}

pub(crate) const fn drift(kind: &'static str, points: &'static [(i32, f32)]) -> Drift {
    Drift { kind, points }
}

impl Drift {
    /// What is added so many days after the event began.
    #[expect(clippy::cast_precision_loss, reason = "days of a year")]
    pub(crate) fn at(&self, day: i64) -> f32 {
        let day = day as f32;
        let place = |point: &(i32, f32)| (point.0 as f32, point.1);
        let after = self.points.iter().map(place).find(|point| point.0 >= day);
        let before = self.points.iter().map(place).rfind(|point| point.0 <= day);
        match (before, after) {
            (Some((from, a)), Some((to, b))) if to > from => {
                a + (b - a) * (day - from) / (to - from)
            }
            (Some((_, a)), Some(_)) => a,
            _ => 0.0,
        }
    }
}

/// The values of the kinds in `letters` (T temperature, B pressure, P pulse, S SpO₂,
/// R respiration, W weight, G glucose) as they are written down.
pub(crate) fn measure(
    letters: &str,
    usual: &Usual,
    added: &Usual,
    seed: u64,
) -> Vec<(&'static str, String)> {
    let value = |at: usize| {
        let chance = (noise::unit(seed, at as u64) * 2.0 - 1.0) * CHANCE[at];
        usual[at] + added[at] + chance
    };
    let whole = |at: usize| format!("{}", value(at).round() as i64);
    let mut measured = Vec::new();
    for letter in letters.chars() {
        let at = match letter {
            'T' => 0,
            'B' => 1,
            'P' => 3,
            'S' => 4,
            'R' => 5,
            'W' => 6,
            _ => 7,
        };
        if usual[at] <= 0.0 {
            continue;
        }
        match letter {
            'B' => {
                let low = value(2).min(value(1) - 25.0).round() as i64;
                measured.push(("blood_pressure", format!("{}/{low}", whole(1))));
            }
            'S' => measured.push(("spo2", format!("{}", value(at).round().clamp(70.0, 99.0)))),
            'T' | 'W' => measured.push((KINDS[at], format!("{:.1}", value(at)))),
            _ => measured.push((KINDS[at], whole(at))),
        }
    }
    measured
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Usual = [36.4, 128.0, 74.0, 72.0, 97.0, 16.0, 52.0, 0.0];

    #[test]
    fn values_stay_near_the_usual_ones() {
        for seed in 0..200 {
            let values = measure("TBPSRWG", &USUAL, &[0.0; 8], seed);
            assert_eq!(values.len(), 6, "what has no usual value is not measured");
            let number = |at: usize| values[at].1.parse::<f32>().unwrap();
            assert!((36.2..=36.6).contains(&number(0)) && values[0].1.contains('.'));
            let (high, low) = values[1].1.split_once('/').unwrap();
            assert!(high.parse::<i32>().unwrap() - low.parse::<i32>().unwrap() >= 25);
            assert!((96.0..=99.0).contains(&number(3)));
        }
    }

    #[test]
    fn an_event_comes_and_goes() {
        let weight = drift("weight", &[(-6, 0.0), (0, 2.4), (4, 0.0)]);
        let near = |day, what: f32| (weight.at(day) - what).abs() < 1e-5;
        assert!(near(-9, 0.0) && near(-6, 0.0) && near(-3, 1.2));
        assert!(near(0, 2.4) && near(2, 1.2) && near(4, 0.0) && near(30, 0.0));
    }

    #[test]
    fn a_value_that_an_event_moves_is_written_moved() {
        let mut added: Usual = [0.0; 8];
        added[0] = 2.0;
        added[6] = -1.5;
        let values = measure("TW", &USUAL, &added, 1);
        let number = |at: usize| values[at].1.parse::<f32>().unwrap();
        assert!((38.1..=38.7).contains(&number(0)), "{values:?}");
        assert!((50.2..=50.8).contains(&number(1)), "{values:?}");
        assert_eq!(values.iter().map(|it| it.0).collect::<Vec<_>>(), ["temperature", "weight"]);
    }
}
