//! Identifiers: one type per thing, so that a room cannot be passed where a log is asked for.
//!
//! All are UUIDs (RFC 9562). Tasuki makes version 7 and accepts any version that another
//! program made, but never reads a time or an order out of one.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::{Clock, Random};

/// Text that is not a UUID where an identifier was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: expected a UUID such as 018f4e2a-7c31-7b6e-9d55-0a1b2c3d4e5f")]
pub struct MalformedId;

/// A version 7 UUID from the given clock and random source (RFC 9562 section 5.7).
fn version_7(clock: &dyn Clock, random: &dyn Random) -> Uuid {
    let mut tail = [0_u8; 10];
    random.fill(&mut tail);
    let millis = u64::try_from(clock.now().as_micros() / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier, UUID version 7.
            pub fn new(clock: &dyn Clock, random: &dyn Random) -> Self {
                Self(version_7(clock, random))
            }

            /// The identifier whose 16 bytes, in network order, are given.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The identifier of a stored column; any length but 16 is refused.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, MalformedId> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| MalformedId)
            }

            /// The 16 bytes in network order.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_hyphenated())
            }
        }

        /// In CBOR an identifier is a byte string of 16 bytes.
        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.as_bytes())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                d: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                Self::from_slice(d.bytes()?).map_err(minicbor::decode::Error::custom)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                // Only the hyphenated form: one spelling in URLs, logs and exports.
                if text.len() != 36 {
                    return Err(MalformedId);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| MalformedId)
            }
        }
    )*};
}

identifiers! {
    /// 地域: the operator and tenant.
    RegionId;
    /// A running server's own identity; it owns one access log.
    NodeId;
    /// 施設・事業所.
    FacilityId;
    /// Somebody who can sign in: one person, one account.
    PersonId;
    /// A person's position in a facility with a profession.
    PostId;
    /// 端末: one browser or phone with one second factor.
    DeviceId;
    /// A signed-in session.
    SessionId;
    /// 患者さん: the one a notebook is about.
    PatientId;
    /// 連絡帳: all that Tasuki holds about one patient.
    NotebookId;
    /// 部屋: a timeline with members.
    RoomId;
    /// 招待: somebody is asked into a team.
    InvitationId;
    /// An offer to take over a notebook's managing role.
    OfferId;
    /// 記録列: the unit of order, key and chain.
    LogId;
    /// 記事: made by the writer's device, unique per author.
    EntryId;
    /// A file on its way to an entry: made by the writer's device.
    UploadId;
    /// What an entry and all its corrections are about.
    RecordId;
    /// A group of log keys: one notebook, or one room without a patient, or the region itself.
    VaultId;
    /// 利用申請: a facility that wants to take part.
    ApplicationId;
    /// 利用廃止申請: a facility that wants to take part no more.
    WithdrawalId;
    /// A mail that waits in the outbox.
    LetterId;
    /// 法にもとづく開示.
    DisclosureId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FixedClock, SeededRandom, Timestamp};

    #[test]
    fn new_identifiers_are_version_7_and_differ() {
        let clock = FixedClock::new(Timestamp::from_micros(1_700_000_000_000_000));
        let random = SeededRandom::new(1);
        let (a, b) = (RoomId::new(&clock, &random), RoomId::new(&clock, &random));
        assert_ne!(a, b);
        assert_eq!(a.to_string().as_bytes()[14], b'7');
    }

    #[test]
    fn only_the_hyphenated_form_is_read() {
        let id = RoomId::from_bytes([7; 16]);
        assert_eq!(id.to_string().parse::<RoomId>(), Ok(id));
        assert_eq!("07070707070707070707070707070707".parse::<RoomId>(), Err(MalformedId));
        assert_eq!("".parse::<RoomId>(), Err(MalformedId));
        assert_eq!(RoomId::from_slice(&[1, 2, 3]), Err(MalformedId));
    }

    /// Identifiers sort as their bytes do: the first six are the milliseconds.
    #[test]
    fn later_identifiers_begin_with_a_later_time() {
        let clock = FixedClock::new(Timestamp::from_micros(1_700_000_000_000_000));
        let random = SeededRandom::new(1);
        let mut made = Vec::new();
        for _ in 0..20 {
            made.push(EntryId::new(&clock, &random));
            clock.advance(1);
        }
        assert!(made.is_sorted());
        for (nth, id) in (0_u64..).zip(&made) {
            let mut millis = [0; 8];
            millis[2..].copy_from_slice(&id.as_bytes()[..6]);
            assert_eq!(u64::from_be_bytes(millis), 1_700_000_000_000 + nth * 1_000);
        }
    }

    #[test]
    fn a_clock_before_the_epoch_still_makes_identifiers() {
        let clock = FixedClock::new(Timestamp::from_micros(-5));
        let id = LogId::new(&clock, &SeededRandom::new(3));
        assert_eq!(&id.as_bytes()[..6], &[0; 6]);
        assert_eq!(id.to_string().as_bytes()[14], b'7');
    }

    #[test]
    fn the_variant_is_that_of_the_standard_whatever_chance_gives() {
        let clock = FixedClock::new(Timestamp::default());
        for seed in 0..64 {
            let id = PersonId::new(&clock, &SeededRandom::new(seed));
            assert_eq!(id.as_bytes()[6] >> 4, 7);
            assert_eq!(id.as_bytes()[8] >> 6, 0b10);
        }
    }

    #[test]
    fn a_stored_column_and_a_written_form_come_back() {
        let clock = FixedClock::new(Timestamp::from_micros(1_795_239_120_000_000));
        let random = SeededRandom::new(9);
        for _ in 0..32 {
            let id = NotebookId::new(&clock, &random);
            assert_eq!(NotebookId::from_slice(id.as_bytes()), Ok(id));
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(id.to_string().to_uppercase().parse(), Ok(id));
            assert_eq!(format!("{id:?}"), format!("NotebookId({id})"));
        }
    }

    #[test]
    fn what_only_looks_like_an_identifier_is_refused() {
        let id = RoomId::from_bytes([0xAB; 16]).to_string();
        for text in [
            format!("{id} "),
            format!("{{{id}}}"),
            format!("urn:uuid:{id}"),
            id.replace('-', "_"),
            id.replacen('a', "g", 1),
            id[..35].to_owned(),
            "-".repeat(36),
            "あ".repeat(12),
        ] {
            assert_eq!(text.parse::<RoomId>(), Err(MalformedId), "{text}");
        }
        for length in [0, 15, 17, 36] {
            assert_eq!(RoomId::from_slice(&vec![1; length]), Err(MalformedId), "{length}");
        }
    }

    #[test]
    fn in_cbor_an_identifier_is_sixteen_bytes_and_nothing_else() {
        let id = VaultId::from_bytes([5; 16]);
        let written = minicbor::to_vec(id).unwrap();
        assert_eq!((written.len(), written[0]), (17, 0x50));
        assert_eq!(minicbor::decode::<VaultId>(&written).unwrap(), id);
        let longer = minicbor::to_vec(minicbor::bytes::ByteVec::from(vec![5; 17])).unwrap();
        assert!(minicbor::decode::<VaultId>(&longer).is_err());
        let words = minicbor::to_vec(id.to_string()).unwrap();
        assert!(minicbor::decode::<VaultId>(&words).is_err());
        assert!(minicbor::decode::<VaultId>(&written[..16]).is_err());
    }
}
