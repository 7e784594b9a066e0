//! Which facilities have opened a notice, and reminding those that have not.

use std::collections::{HashMap, HashSet};

use tasuki_domain::content::{Content, NoticeReminded, Touched};
use tasuki_domain::day;
use tasuki_kernel::{Code, EntryId, FacilityId, Problem, Result, Timestamp};
use tasuki_store::addressee::{self, Addressed, ManagerRow};
use tasuki_store::letter::{self, LetterRow, NewLetter};

use super::Channel;
use super::sending::row_of;
use crate::access::{self, Record};
use crate::letter::{Addressee, NoticeNote, day as day_of, notice_letter, sender};
use crate::sealing::Unsealed;

/// Letters about one notice at a time at most.
const LETTERS: usize = 2_000;

/// A facility that a notice was addressed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The facility.
    pub facility: FacilityId,
    /// Its name.
    pub name: String,
    /// 施設分類, the code.
    pub kind: String,
    /// 所在地市区町村, the code.
    pub municipality: Option<String>,
    /// Who opened it there, when, and when it was confirmed; the first one first.
    pub openers: Vec<(String, Timestamp, Option<Timestamp>)>,
    /// Who manages the facility, with mail address.
    pub managers: Vec<(String, Option<String>)>,
}

/// What reminding did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminded {
    /// Letters that go out.
    pub letters: usize,
    /// Facilities that no letter reaches.
    pub without: usize,
}

/// Rows of one facility follow each other.
fn lines(rows: Vec<Addressed>, managers: Vec<ManagerRow>) -> Vec<Line> {
    let mut of: HashMap<FacilityId, Vec<(String, Option<String>)>> = HashMap::new();
    for it in managers {
        of.entry(it.facility).or_default().push((it.name, it.mail));
    }
    let mut lines: Vec<Line> = Vec::new();
    // A facility that left without opening it is asked no more.
    for row in rows.into_iter().filter(|it| it.active || it.opened.is_some()) {
        match lines.last_mut().filter(|it| it.facility == row.facility) {
            Some(line) => line.openers.extend(row.opened),
            None => lines.push(Line {
                facility: row.facility,
                name: row.name,
                kind: row.kind,
                municipality: row.municipality,
                openers: row.opened.into_iter().collect(),
                managers: of.remove(&row.facility).unwrap_or_default(),
            }),
        }
    }
    lines
}

impl Channel {
    /// Every facility that a notice was addressed to, by name.
    pub async fn reach(&self, id: EntryId) -> Result<Vec<Line>> {
        let record = Record::of(&self.session, Touched::Timeline);
        self.app.record_reading(&self.session, record.within(None, Some(self.row.id))).await?;
        let (region, now) = (self.app.region, self.app.clock.now());
        let read = move |conn: &mut tasuki_store::Conn| {
            let managers = addressee::managers(conn, region, now)?;
            Ok(lines(addressee::addressed(conn, id)?, managers))
        };
        self.app.store.read(read).await
    }

    /// The letters about a notice, oldest first.
    pub async fn letters_about(&self, id: EntryId) -> Result<Vec<LetterRow>> {
        let region = self.app.region;
        self.app.store.read(move |conn| letter::about(conn, region, *id.as_bytes())).await
    }

    /// Letters to those who manage the facilities that `wanted` names, one for each person, and
    /// the facilities that they reach.
    pub(super) async fn letters(
        &self,
        (notice, shown): (EntryId, Timestamp),
        wanted: impl Fn(FacilityId) -> bool,
        urgent: bool,
    ) -> Result<(Vec<NewLetter>, HashSet<FacilityId>)> {
        let (app, region) = (&self.app, self.app.region);
        let now = app.clock.now();
        let all = app.store.read(move |conn| addressee::managers(conn, region, now)).await?;
        let sender = sender(app.settings().await?, app.portal_texts().await?);
        let link = format!("{}/notices/{notice}", app.addresses().staff);
        let (mut letters, mut reached, mut people) = (Vec::new(), HashSet::new(), HashSet::new());
        for it in all.iter().filter(|it| wanted(it.facility)) {
            let Some(mail) = it.mail.as_deref() else { continue };
            let lang = it.lang.as_deref().unwrap_or("ja");
            let note = NoticeNote {
                channel: &self.row.name,
                day: &day_of(shown, lang),
                link: &link,
                notice,
                urgent,
            };
            let to = Addressee {
                sender: &sender,
                facility: &it.facility_name,
                person: it.person,
                name: it.name.clone(),
                mail,
                lang,
            };
            // An address that is none reaches nobody.
            let Ok(letter) = notice_letter(&to, &note) else { continue };
            if letters.len() < LETTERS && people.insert(it.person) {
                letters.push(app.sealed_letter(&letter));
            }
            if people.contains(&it.person) {
                reached.insert(it.facility);
            }
        }
        Ok((letters, reached))
    }

    /// Reminds those who manage facilities that have not opened a notice, once a day.
    ///
    /// # Errors
    /// `Conflict` on `remind` when that was done today, or the notice does not ask any more;
    /// `Invalid` on `remind` when there is nobody to write to.
    pub async fn remind(&self, id: EntryId) -> Result<Reminded> {
        let (app, now) = (&self.app, self.app.clock.now());
        let region = app.region;
        let by = self.session.person.id;
        let row = app.store.read(move |conn| row_of(conn, (region, by), id)).await?;
        may_remind(&row, now)?;
        let lines = self.reach(id).await?;
        let open = lines.iter().filter(|it| it.openers.is_empty()).map(|it| it.facility);
        let open: HashSet<FacilityId> = open.collect();
        let asked = (id, row.facts.shown);
        let (letters, reached) = self.letters(asked, |it| open.contains(&it), false).await?;
        if letters.is_empty() {
            return Err(Problem::invalid("remind", "nobody: no letter reaches any of them"));
        }
        let done = Reminded { letters: letters.len(), without: open.len() - reached.len() };
        let mut facilities: Vec<FacilityId> = reached.into_iter().collect();
        facilities.sort_unstable();
        let content = Content::NoticeReminded(NoticeReminded { notice: id, facilities, by });
        let to = app.log_key(self.row.log).await?;
        let unsealed = Unsealed::plain(app.new_entry_id(), self.author()?, content);
        let new = app.seal(to, unsealed, Vec::new())?;
        let record = Record::of(&self.session, Touched::Letters);
        let access = app.access_entry(record.within(None, Some(self.row.id))).await?;
        app.store
            .write(region, vec![self.row.log, app.access_log], move |t| {
                // Two who press at once: one of them is told.
                may_remind(&row_of(t.conn(), (region, by), id)?, now)?;
                t.append(&new)?;
                letters.iter().try_for_each(|it| letter::insert(t, it))?;
                access::append(t, &access)
            })
            .await?;
        app.written.notify_one();
        Ok(done)
    }
}

fn may_remind(row: &super::NoticeRow, now: Timestamp) -> Result<()> {
    let over = row.until.is_some_and(|until| until <= now) || row.facts.withdrawn.is_some();
    let today = row.reminded.is_some_and(|at| day::number(at) == day::number(now));
    let why = match () {
        () if over || now < row.facts.shown => "over: it asks nobody now",
        () if today => "today: they were reminded today",
        () => return Ok(()),
    };
    Err(Problem { code: Code::Conflict, field: Some("remind"), detail: why.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: u8, active: bool, who: Option<&str>) -> Addressed {
        Addressed {
            facility: FacilityId::from_bytes([n; 16]),
            name: n.to_string(),
            kind: "clinic".into(),
            municipality: None,
            active,
            opened: who.map(|it| (it.to_owned(), Timestamp::from_micros(7), None)),
        }
    }

    #[test]
    fn a_facility_is_one_line_with_its_openers_in_their_order() {
        let rows = vec![
            row(1, true, Some("先")),
            row(1, true, Some("後")),
            row(2, true, None),
            row(3, false, None),
            row(4, false, Some("去った")),
        ];
        let lines = lines(rows, Vec::new());
        let openers: Vec<_> = lines.iter().map(|it| (it.name.as_str(), it.openers.len())).collect();
        assert_eq!(openers, [("1", 2), ("2", 0), ("4", 1)]);
        assert_eq!(lines[0].openers[0].0, "先");
    }

    #[test]
    fn a_day_begins_at_midnight_in_japan() {
        let at = |hours: i64| Timestamp::from_micros(hours * 3_600_000_000);
        assert_eq!(day::number(at(14)), day::number(at(-9)));
        assert_ne!(day::number(at(14)), day::number(at(15)));
    }
}
