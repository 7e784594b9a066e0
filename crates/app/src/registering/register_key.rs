//! The secret under which patients are compared. Whoever has only the database cannot make a mark
//! of a name and look for it.

use hkdf::Hkdf;
use sha2::Sha256;
use tasuki_domain::likeness::{Likeness, LikenessKind, name_and_birth, traits_of};
use tasuki_domain::patient::{Birth, Patient};
use tasuki_ledger::Secret;

/// The region's secret for its register.
pub(crate) struct RegisterKey(Secret);

impl RegisterKey {
    /// The key of these bytes.
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        Self(Secret::from_bytes(*bytes))
    }

    /// One block of HKDF-Expand (RFC 5869, 2.3): HMAC-SHA-256 of kind and text and one byte, cut.
    fn mark(&self, kind: LikenessKind, text: &str) -> Likeness {
        let mut mark = [0; 16];
        let parts: [&[u8]; 3] = [b"tasuki/register\x01", &[kind.code()], text.as_bytes()];
        let key = Hkdf::<Sha256>::from_prk(self.0.expose()).expect("32 bytes are a whole key");
        let made = key.expand_multi_info(&parts, &mut mark);
        made.expect("16 bytes are less than one block");
        Likeness { kind, mark }
    }

    /// The mark of a reading and a day of birth; none without a reading.
    pub(crate) fn mark_of(&self, reading: &[String; 2], birth: Birth) -> Option<Likeness> {
        let text = name_and_birth(&reading[0], &reading[1], birth)?;
        Some(self.mark(LikenessKind::NameBirth, &text))
    }

    /// Every mark of a patient.
    pub(crate) fn marks_of(&self, patient: &Patient) -> Vec<Likeness> {
        traits_of(patient).iter().map(|(kind, text)| self.mark(*kind, text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_depends_on_key_kind_and_text() {
        let (key, other) = (RegisterKey::new(&[7; 32]), RegisterKey::new(&[8; 32]));
        let one = key.mark(LikenessKind::Name, "やまぐちはな");
        assert_eq!(key.mark(LikenessKind::Name, "やまぐちはな"), one);
        for another in [
            other.mark(LikenessKind::Name, "やまぐちはな"),
            key.mark(LikenessKind::NameBirth, "やまぐちはな"),
            key.mark(LikenessKind::Name, "やまぐちはなこ"),
        ] {
            assert_ne!(another.mark, one.mark);
        }
    }
}
