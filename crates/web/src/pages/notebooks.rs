//! `/notebooks`: my notebooks, those with something new first.

use askama::Template;

use super::{Frame, MarkView};

/// One notebook in the list.
#[derive(Debug, Clone, Default)]
pub struct NotebookRow {
    /// The room that opens: the team room, or the first that has something new.
    pub url: String,
    pub name: String,
    pub kana: String,
    pub portrait: Option<String>,
    /// From [`crate::show::age`].
    pub age: String,
    pub sex: String,
    pub care_level: String,
    /// 独居 and the like; empty when nothing is worth saying.
    pub living: String,
    /// Where they are when not at home (入院中 …); empty at home. Shown in bold.
    pub place: String,
    /// What was measured out of range in it: ▲, 37.8℃.
    pub out: Vec<(MarkView, String)>,
    /// The newest change in one line; empty when there is none.
    pub line: String,
    /// From [`crate::show::recent`]: 14:32, 昨日, 木曜, 11月3日.
    pub time: String,
    /// The same in RFC 3339.
    pub time_iso: String,
    pub unread: u32,
    /// Something unread is urgent.
    pub urgent: bool,
}

/// The list, in the order given: urgent, unread, then by time.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notebooks.html")]
pub struct Notebooks {
    pub frame: Frame,
    pub rows: Vec<NotebookRow>,
    /// Stream that says `changed` when the list would look different; none without one.
    pub live: Option<String>,
}

impl Notebooks {
    fn unread(&self) -> usize {
        self.rows.iter().filter(|row| row.unread > 0).count()
    }
}

impl NotebookRow {
    /// Age, sex, care level and way of living, without gaps for what is unknown.
    fn facts(&self) -> String {
        let who = [&self.age, &self.sex].into_iter().filter(|s| !s.is_empty());
        let who = who.map(String::as_str).collect::<Vec<_>>().join(" ");
        let rest = [&self.care_level, &self.living].into_iter().filter(|s| !s.is_empty());
        std::iter::once(who.as_str())
            .filter(|s| !s.is_empty())
            .chain(rest.map(String::as_str))
            .collect::<Vec<_>>()
            .join("・")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_leave_no_gap_for_what_is_unknown() {
        let row = NotebookRow {
            age: "84歳".into(),
            sex: "女性".into(),
            living: "独居".into(),
            ..NotebookRow::default()
        };
        assert_eq!(row.facts(), "84歳 女性・独居");
        assert_eq!(NotebookRow::default().facts(), "");
    }
}
