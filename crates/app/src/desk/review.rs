//! Which facilities confirmed the rights of their staff, and the mail that asks them to.

use tasuki_domain::content::Touched;
use tasuki_domain::quarter::Quarter;
use tasuki_kernel::{FacilityId, PersonId, Result};
use tasuki_store::letter::{self, NewLetter};
use tasuki_store::people;
use tasuki_store::review::{self, ReviewedFacility};

use super::Desk;
use crate::App;
use crate::access::{self, Record};
use crate::house::Due;
use crate::letter::{Addressee, review_due, sender};

impl Desk {
    /// Every facility that takes part, with where its review of this quarter stands.
    pub async fn reviews(&self) -> Result<(Quarter, Vec<(ReviewedFacility, Due)>)> {
        let (region, now) = (self.app.region, self.app.clock.now());
        let read = self.app.store.read(move |conn| review::facilities(conn, region, now));
        let with_state = |it: ReviewedFacility| {
            let due = Due::of(now, it.since, it.last.as_ref().map(|it| it.quarter));
            (it, due)
        };
        Ok((Quarter::of(now), read.await?.into_iter().map(with_state).collect()))
    }
}

impl App {
    /// Tells the managers of every facility whose review is due, by mail and once a quarter. Who
    /// joined in this quarter looked at everybody while entering them.
    pub async fn remind_of_reviews(&self) -> Result<usize> {
        let (region, now) = (self.region, self.clock.now());
        let quarter = Quarter::of(now);
        let due = self.store.read(move |conn| {
            let mut due = Vec::new();
            for it in review::facilities(conn, region, now)? {
                let last = it.last.as_ref().map(|it| it.quarter);
                let waits = Due::of(now, it.since, last) != Due::Done;
                let there = it.people > 0 && it.since.is_some_and(|at| at < quarter.start());
                if waits && there && review::reminded(conn, it.id)? != Some(quarter.code()) {
                    due.push((it.id, it.name, review::managers(conn, it.id, now)?));
                }
            }
            Ok(due)
        });
        let due = due.await?;
        let told = due.len();
        for (facility, name, managers) in due {
            self.remind(facility, &name, (&managers, quarter)).await?;
        }
        if told > 0 {
            self.written.notify_one();
        }
        Ok(told)
    }

    async fn remind(
        &self,
        facility: FacilityId,
        name: &str,
        (managers, quarter): (&[PersonId], Quarter),
    ) -> Result<()> {
        let sender = sender(self.settings().await?, self.portal_texts().await?);
        let link = format!("{}/facility/review?at={facility}", self.addresses().staff);
        let mut letters: Vec<NewLetter> = Vec::new();
        for person in managers.iter().copied() {
            let found = self.store.read(move |conn| people::person(conn, person)).await?;
            let Some(row) = found else { continue };
            let Some(mail) = row.mail.as_deref() else { continue };
            let name_of = row.name.full();
            let (sender, facility, lang) = (&sender, name, "ja");
            let to = Addressee { sender, facility, person, name: name_of, mail, lang };
            letters.push(self.sealed_letter(&review_due(&to, &link)?));
        }
        let record = self.access_entry(Record::operator(Touched::Letters)).await?;
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                if review::reminded(t.conn(), facility)? == Some(quarter.code()) {
                    return Ok(());
                }
                review::remind(t, facility, quarter.code())?;
                letters.iter().try_for_each(|it| letter::insert(t, it))?;
                access::append(t, &record)
            })
            .await
    }
}
