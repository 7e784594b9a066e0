//! Time enters here and nowhere else (`clippy.toml` forbids the others).

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

/// An instant in whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant so many microseconds after the Unix epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// This instant and so many seconds; negative goes back. Saturates at the ends of time.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Seconds from `earlier` to this instant, rounded down; negative when it lies after.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(1_000_000)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// RFC 3339 in UTC with microseconds, `2026-11-21T05:32:00.000000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(instant) => write!(f, "{instant:.6}"),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

/// In CBOR an instant is an integer: microseconds since the Unix epoch.
impl<C> minicbor::Encode<C> for Timestamp {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.i64(self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Timestamp {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.i64().map(Self)
    }
}

/// Where the present time comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }
}

/// A clock that stands until it is moved: for tests and for the demo region.
#[derive(Debug, Default)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `at`.
    pub const fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_micros()))
    }

    /// Moves the clock to `at`, forwards or backwards.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_micros(), Ordering::SeqCst);
    }

    /// Moves the clock on by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_as_rfc_3339() {
        let at = Timestamp::from_micros(1_795_239_120_000_000);
        assert_eq!(at.to_string(), "2026-11-21T05:32:00.000000Z");
        assert_eq!(at.plus_seconds(-60).seconds_since(at), -60);
    }

    #[test]
    fn the_machine_clock_runs() {
        assert!(SystemClock.now() > Timestamp::from_micros(1_700_000_000_000_000));
    }

    #[test]
    fn seconds_are_rounded_down_on_either_side() {
        let at = Timestamp::from_micros;
        for (now, earlier, seconds) in [
            (1_999_999, 0, 1),
            (999_999, 0, 0),
            (0, 0, 0),
            (0, 1, -1),
            (0, 1_000_000, -1),
            (0, 1_000_001, -2),
            (-1, -2_000_000, 1),
        ] {
            assert_eq!(at(now).seconds_since(at(earlier)), seconds, "{now} {earlier}");
        }
    }

    #[test]
    fn time_stops_at_its_ends() {
        let (first, last) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
        assert_eq!(last.plus_seconds(1), last);
        assert_eq!(first.plus_seconds(-1), first);
        assert_eq!(Timestamp::default().plus_seconds(i64::MAX), last);
        assert_eq!(last.seconds_since(first), i64::MAX / 1_000_000);
        assert!(last.to_string().ends_with(" µs"), "no calendar goes so far: {last}");
    }

    #[test]
    fn an_instant_shows_its_microseconds_also_before_the_epoch() {
        let at = Timestamp::from_micros(-1);
        assert_eq!(at.to_string(), "1969-12-31T23:59:59.999999Z");
        assert_eq!(format!("{at:?}"), at.to_string());
    }

    #[test]
    fn in_cbor_an_instant_is_an_integer() {
        for micros in [0, 1, -1, 1_795_239_120_000_000, i64::MIN, i64::MAX] {
            let at = Timestamp::from_micros(micros);
            let written = minicbor::to_vec(at).unwrap();
            assert_eq!(written, minicbor::to_vec(micros).unwrap());
            assert_eq!(minicbor::decode::<Timestamp>(&written).unwrap(), at);
        }
        let words = minicbor::to_vec("2026-11-21T05:32:00Z").unwrap();
        assert!(minicbor::decode::<Timestamp>(&words).is_err());
        assert!(minicbor::decode::<Timestamp>(&minicbor::to_vec(u64::MAX).unwrap()).is_err());
    }

    #[test]
    fn a_fixed_clock_moves_only_when_it_is_moved() {
        let clock = FixedClock::new(Timestamp::from_micros(5));
        assert_eq!(clock.now(), clock.now());
        clock.advance(2);
        assert_eq!(clock.now().as_micros(), 2_000_005);
        clock.advance(-3);
        assert_eq!(clock.now().as_micros(), -999_995);
        clock.set(Timestamp::default());
        assert_eq!(clock.now(), FixedClock::default().now());
    }
}
