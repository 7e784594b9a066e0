//! Reading fixed-width fields, and the one error of every decoder here.

/// Bytes or text that are not what this crate writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {why}")]
pub struct Malformed {
    /// What was being read: `header`, `body`, `checkpoint` …
    pub what: &'static str,
    /// Why it was refused.
    pub why: &'static str,
}

impl Malformed {
    /// A refusal of `what` because of `why`.
    pub const fn new(what: &'static str, why: &'static str) -> Self {
        Self { what, why }
    }
}

/// A cursor over fixed-width fields. The caller has checked the whole length before.
pub(crate) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next `N` bytes, or nothing when fewer are left.
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*field)
    }

    /// Whether all bytes were taken.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_end_where_the_bytes_end() {
        let mut fields = Fields::new(&[1, 2, 3]);
        assert_eq!(fields.take::<2>(), Some([1, 2]));
        assert_eq!(fields.take::<2>(), None);
        assert_eq!(fields.take::<1>(), Some([3]));
        assert!(fields.is_empty());
    }
}
