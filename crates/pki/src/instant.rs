//! Certificates count whole seconds (RFC 5280 section 4.1.2.5); Tasuki counts microseconds.

use tasuki_kernel::{Problem, Result, Timestamp};
use time::OffsetDateTime;

/// The last second of the year 9999, the end of what a certificate can say.
const END_OF_TIME: i64 = 253_402_300_799;

/// `at` as a certificate writes it, rounded down to the second. Instants before 1970 or after
/// the year 9999 are a problem of `field`.
pub fn certificate_time(at: Timestamp, field: &'static str) -> Result<OffsetDateTime> {
    let seconds = at.seconds_since(Timestamp::default());
    if !(0..=END_OF_TIME).contains(&seconds) {
        return Err(Problem::invalid(field, format!("{at} is outside the years 1970 to 9999")));
    }
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|error| Problem::invalid(field, error.to_string()))
}

/// The instant of so many seconds after the Unix epoch.
pub const fn from_seconds(seconds: i64) -> Timestamp {
    Timestamp::from_micros(0).plus_seconds(seconds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn microseconds_are_dropped_downwards(micros in 0_i64..4_000_000_000_000_000) {
            let at = certificate_time(Timestamp::from_micros(micros), "not_after").unwrap();
            prop_assert_eq!(at.unix_timestamp(), micros / 1_000_000);
            prop_assert!(from_seconds(at.unix_timestamp()) <= Timestamp::from_micros(micros));
        }
    }

    #[test]
    fn the_ends_of_time_are_problems_of_the_field() {
        for seconds in [-1, END_OF_TIME + 1, i64::MAX / 1_000_000] {
            let problem = certificate_time(from_seconds(seconds), "not_after").unwrap_err();
            assert_eq!(problem.field, Some("not_after"));
        }
        assert!(certificate_time(from_seconds(END_OF_TIME), "not_after").is_ok());
    }
}
