//! Who confirmed, opened and has not opened an entry, by name and time.

/// A person with a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenLine {
    pub name: String,
    pub profession: String,
    pub facility: String,
    /// 2026年11月21日(土) 14:32; empty where none is known.
    pub at: String,
    /// RFC 3339; empty where none is known.
    pub iso: String,
}

/// The lists; empty ones are not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenBy {
    /// 確認: for everybody.
    pub confirmed: Vec<SeenLine>,
    /// 既読: for the author.
    pub opened: Vec<SeenLine>,
    /// 未読: for the author.
    pub unopened: Vec<SeenLine>,
}

impl SeenBy {
    /// The lists that hold somebody, each with its words.
    pub(crate) fn lists(
        &self,
        t: &crate::texts::Texts,
    ) -> Vec<(&'static str, &'static str, &[SeenLine])> {
        let all = [
            (t.entry.confirmed, "check", self.confirmed.as_slice()),
            (t.entry.read, "book", self.opened.as_slice()),
            (t.entry.not_read, "envelope", self.unopened.as_slice()),
        ];
        all.into_iter().filter(|(.., lines)| !lines.is_empty()).collect()
    }
}
