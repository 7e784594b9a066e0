//! `/rooms/{room}`: the patient, the rooms, the timeline, the composer.

use askama::Template;

use super::{
    Banner, ChipKind, Chosen, Contact, DayJump, EntryView, Fact, Frame, Importance, Link, Narrow,
    QuietView, Standing,
};
use crate::show::Moment;

/// A room that the reader may open.
#[derive(Debug, Clone, Default)]
pub struct RoomTab {
    pub url: String,
    /// チーム, 特定メンバー, 家族 …
    pub label: String,
    /// 褥瘡 …; empty for none.
    pub theme: String,
    pub unread: u32,
    pub current: bool,
}

/// A person of the room.
#[derive(Debug, Clone, Default)]
pub struct MemberView {
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub portrait: Option<String>,
    /// 主治医, チームリーダー …; empty for none.
    pub role: String,
    pub you: bool,
}

/// The composer at the foot of the timeline; its form goes to `action` as multipart.
#[derive(Debug, Clone, Default)]
pub struct ComposerBar {
    pub action: String,
    /// The full composer.
    pub compose_url: String,
    /// Who writes: nobody else can send the form.
    pub writer: String,
    /// The id of the entry to be: made by the server for a plain form.
    pub entry: String,
    pub categories: Vec<Choice>,
    /// The category that is chosen at first.
    pub category: String,
    /// Who will see it: チーム全員 9人.
    pub audience: String,
    /// Patient and family read here too: said beside the field.
    pub family: bool,
}

/// One choice of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// What the timeline is made of, newest first.
#[derive(Debug, Clone)]
pub enum Row {
    Entry(Box<EntryView>),
    Quiet(QuietView),
}

impl Row {
    fn at(&self) -> &Moment {
        match self {
            Self::Entry(entry) => &entry.at,
            Self::Quiet(quiet) => &quiet.at,
        }
    }

    fn unread(&self) -> bool {
        match self {
            Self::Entry(entry) => entry.unread,
            Self::Quiet(quiet) => quiet.unread,
        }
    }
}

/// A row with what stands above it.
pub(crate) struct Placed<'a> {
    /// The day begins here.
    pub day: Option<&'a Moment>,
    /// From here on everything was read before.
    pub rule: bool,
    pub row: &'a Row,
}

/// The room.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "room.html")]
pub struct Room {
    pub frame: Frame,
    /// Absent in rooms that are about no patient; then `title` is the heading.
    pub banner: Option<Banner>,
    pub title: String,
    /// That it is looked at by law, and until when.
    pub looking: Option<String>,
    pub tabs: Vec<RoomTab>,
    pub rows: Vec<Row>,
    /// Filters and the way to a day.
    pub narrow: Option<Narrow>,
    /// What was chosen of them.
    pub chosen: Option<Chosen>,
    /// The day that was jumped to.
    pub day: Option<DayJump>,
    /// Older rows: `…?before=cursor`.
    pub older: Option<String>,
    /// Newer rows: `…?after=cursor`.
    pub newer: Option<String>,
    /// Back to the newest, when this is not the first page.
    pub newest: Option<String>,
    /// The event stream, beginning after the newest row shown: `…/live?after=cursor`.
    pub live: Option<String>,
    /// `None` when the reader may not write here.
    pub composer: Option<ComposerBar>,
    /// 主治医, かかりつけ薬局 … beside the timeline.
    pub about: Vec<Fact>,
    pub contacts: Vec<Contact>,
    pub members: Vec<MemberView>,
    /// A short note on top after an action (送信しました …).
    pub said: Option<String>,
    /// More ways on, below the facts.
    pub links: Vec<Link>,
}

impl Room {
    /// Whether the page ended because enough was looked at, and not because it was full.
    pub(crate) const fn is_short(&self) -> bool {
        self.chosen.is_some() && self.rows.len() < tasuki_app::timeline::PAGE
    }

    /// The rows with their day dividers and the rule above what was read before.
    pub(crate) fn placed(&self) -> Vec<Placed<'_>> {
        let last_unread = self.rows.iter().rposition(Row::unread);
        let mut before: Option<&Row> = None;
        let mut placed = Vec::with_capacity(self.rows.len());
        for (index, row) in self.rows.iter().enumerate() {
            let same_day = before.is_some_and(|b| b.at().day == row.at().day);
            placed.push(Placed {
                day: (!same_day).then(|| row.at()),
                rule: index > 0 && last_unread == Some(index - 1),
                row,
            });
            before = Some(row);
        }
        placed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, unread: bool) -> Row {
        let at = Moment { day: day.into(), ..Moment::default() };
        Row::Entry(Box::new(EntryView { at, unread, ..EntryView::default() }))
    }

    #[test]
    fn each_day_begins_once_and_the_rule_stands_once() {
        let rows = vec![row("b", true), row("b", true), row("b", false), row("a", false)];
        let room = Room { rows, ..Room::default() };
        let placed = room.placed();
        let days: Vec<bool> = placed.iter().map(|p| p.day.is_some()).collect();
        let rules: Vec<bool> = placed.iter().map(|p| p.rule).collect();
        assert_eq!(days, [true, false, false, true]);
        assert_eq!(rules, [false, false, true, false]);
    }

    #[test]
    fn no_rule_when_nothing_is_new_or_everything_is() {
        for unread in [true, false] {
            let room = Room { rows: vec![row("a", unread), row("a", unread)], ..Room::default() };
            assert!(room.placed().iter().all(|p| !p.rule));
        }
    }
}
