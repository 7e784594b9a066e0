//! Numbers from many measurements: percentiles, medians, rates.

use std::time::Duration;

/// What a round of requests took.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// How long each took, in no order.
    pub took: Vec<Duration>,
    /// How long the round was.
    pub length: Duration,
    /// Bytes of bodies that came back.
    pub bytes: u64,
}

impl Sample {
    /// Requests per second.
    pub fn rate(&self) -> f64 {
        if self.length.is_zero() {
            return 0.0;
        }
        self.took.len() as f64 / self.length.as_secs_f64()
    }

    /// Bytes of a body on average.
    pub fn mean_bytes(&self) -> f64 {
        self.bytes as f64 / (self.took.len().max(1)) as f64
    }

    /// Adds another round's requests and bytes; lengths add up.
    pub fn add(&mut self, other: &Self) {
        self.took.extend_from_slice(&other.took);
        self.length += other.length;
        self.bytes += other.bytes;
    }

    /// The time within which so many of a hundred were answered, in milliseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        percentile(&sorted, percent).as_secs_f64() * 1000.0
    }
}

/// The smallest of `sorted` that so many of a hundred do not exceed (nearest rank); zero of none.
pub fn percentile(sorted: &[Duration], percent: f64) -> Duration {
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    let at = rank.clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).copied().unwrap_or_default()
}

/// The middle one; of an even number the mean of the middle two; zero of none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.len(), sorted.len() % 2) {
        (0, _) => 0.0,
        (_, 1) => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// The median over rounds of `measured / bare`, each pair from one round. Noise that lasts longer
/// than a round falls out of it.
pub fn ratio(measured: &[f64], bare: &[f64]) -> f64 {
    let pairs = measured.iter().zip(bare).filter(|(_, bare)| **bare > 0.0);
    median(&pairs.map(|(measured, bare)| measured / bare).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(values: &[u64]) -> Vec<Duration> {
        values.iter().map(|it| Duration::from_millis(*it)).collect()
    }

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let hundred = millis(&(1..=100).collect::<Vec<_>>());
        assert_eq!(percentile(&hundred, 50.0), Duration::from_millis(50));
        assert_eq!(percentile(&hundred, 99.0), Duration::from_millis(99));
        assert_eq!(percentile(&hundred, 100.0), Duration::from_millis(100));
        assert_eq!(percentile(&millis(&[7]), 1.0), Duration::from_millis(7));
        assert_eq!(percentile(&[], 99.0), Duration::ZERO);
    }

    #[test]
    fn a_sample_sorts_for_itself() {
        let it = Sample { took: millis(&[9, 1, 5]), length: Duration::from_secs(2), bytes: 12 };
        assert!((it.percentile(50.0) - 5.0).abs() < 1e-9);
        assert!((it.rate() - 1.5).abs() < 1e-9);
        assert!((it.mean_bytes() - 4.0).abs() < 1e-9);
        assert!(Sample::default().rate().abs() < 1e-9);
    }

    #[test]
    fn rounds_add_up() {
        let mut all = Sample::default();
        let one = Sample { took: millis(&[1, 2]), length: Duration::from_secs(1), bytes: 3 };
        all.add(&one);
        all.add(&one);
        assert_eq!((all.took.len(), all.length, all.bytes), (4, Duration::from_secs(2), 6));
    }

    #[test]
    fn the_median_is_the_middle() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median(&[]).abs() < 1e-9);
    }

    #[test]
    fn one_disturbed_round_does_not_move_a_ratio() {
        let (measured, bare) = ([50.0, 5.0, 52.0], [100.0, 11.0, 90.0]);
        assert!((ratio(&measured, &bare) - 0.5).abs() < 1e-9);
        assert!(ratio(&[1.0], &[0.0]).abs() < 1e-9);
    }
}
