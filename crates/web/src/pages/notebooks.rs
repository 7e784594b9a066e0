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
    /// The day of birth, where another patient of the list has the same name.
    pub birth: String,
    pub portrait: Option<String>,
    /// From [`crate::show::age`].
    pub age: String,
    pub sex: String,
    pub care_level: String,
    /// 独居 and the like; empty when nothing is worth saying.
    pub living: String,
    /// 変化期, 看取り期; empty while stable.
    pub phase: String,
    /// Where they are when not at home (入院中 …); empty at home. Shown in bold.
    pub place: String,
    /// What was measured out of range in it: ▲, 37.8℃.
    pub out: Vec<(MarkView, String)>,
    /// The most important change in one line, else the newest note; empty when there is none.
    pub line: String,
    /// How many more are new beside the line.
    pub more: u32,
    /// Name and kana in folded form, for the filter as one types.
    pub key: String,
    /// From [`crate::show::recent`]: 14:32, 昨日, 木曜, 11月3日.
    pub time: String,
    /// The same in RFC 3339.
    pub time_iso: String,
    pub unread: u32,
    /// Something unread is urgent.
    pub urgent: bool,
    /// Since when and why it is closed; empty while it is open.
    pub closed: String,
}

/// Something that waits for the reader.
#[derive(Debug, Clone, Default)]
pub struct WaitingRow {
    /// The entry's page.
    pub url: String,
    /// The answer to one's own note has come; otherwise it is to be confirmed.
    pub answer: bool,
    pub urgent: bool,
    /// 特別便.
    pub delivery: bool,
    /// Whose notebook, with kana.
    pub name: String,
    /// Who wrote it.
    pub author: String,
    pub line: String,
    /// From [`crate::show::recent`].
    pub time: String,
    /// The same in RFC 3339.
    pub time_iso: String,
}

/// A choice of order.
#[derive(Debug, Clone, Default)]
pub struct OrderChoice {
    /// The value in the form.
    pub value: &'static str,
    pub label: &'static str,
    pub chosen: bool,
}

/// The list in the order chosen.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notebooks.html")]
pub struct Notebooks {
    pub frame: Frame,
    pub rows: Vec<NotebookRow>,
    /// Those that are closed, below the others.
    pub closed: Vec<NotebookRow>,
    /// Invitations that wait for an answer.
    pub invitations: u32,
    pub said: Option<String>,
    /// All notebooks, whatever was searched for.
    pub all: u32,
    /// What waits, at most a few.
    pub waiting: Vec<WaitingRow>,
    /// How much waits altogether.
    pub waiting_count: u32,
    pub orders: Vec<OrderChoice>,
    /// What was searched for; empty when nothing was.
    pub search: String,
    /// Stream that says `changed` when the list would look different; none without one.
    pub live: Option<String>,
    /// The last day of this device's certificate, when it is near.
    pub ends: Option<String>,
    /// Whether the reader is staff, who may register patients.
    pub staff: bool,
}

impl Notebooks {
    fn unread(&self) -> usize {
        self.rows.iter().filter(|row| row.unread > 0).count()
    }

    fn order(&self) -> &'static str {
        self.orders.iter().find(|it| it.chosen).map_or("", |it| it.label)
    }
}

/// Everything that waits for the reader.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "waiting.html")]
pub struct Waiting {
    pub frame: Frame,
    pub waiting: Vec<WaitingRow>,
}

impl NotebookRow {
    /// Age, sex, care level and way of living, without gaps for what is unknown.
    fn facts(&self) -> String {
        let who = [&self.age, &self.sex].into_iter().filter(|s| !s.is_empty());
        let who = who.map(String::as_str).collect::<Vec<_>>().join(" ");
        let rest =
            [&self.care_level, &self.living, &self.phase].into_iter().filter(|s| !s.is_empty());
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
