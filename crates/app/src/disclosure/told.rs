//! Letters to those concerned by a disclosure: the members of what was opened. They name the
//! notebook's page of records and no patient.

use std::collections::BTreeMap;
use std::sync::Arc;

use tasuki_kernel::{PersonId, Result, RoomId};
use tasuki_store::disclosure::DisclosureRow;
use tasuki_store::letter::NewLetter;
use tasuki_store::people::PersonRow;
use tasuki_store::{Conn, log, notebook, people, preference};

use super::{Desk, open_rooms};
use crate::letter::{Addressee, disclosed, sender};

/// Somebody who is told: account, facility, language.
type Concerned = (PersonRow, String, String);

impl Desk {
    /// One letter for each member with an address.
    pub(super) async fn letters_to_concerned(&self, row: &DisclosureRow) -> Result<Vec<NewLetter>> {
        let (app, row) = (Arc::clone(&self.app), row.clone());
        let now = app.clock.now();
        let link = format!("{}/notebooks/{}/access", app.addresses().staff, row.notebook);
        let sender = sender(app.settings().await?, app.portal_texts().await?);
        let kind = row.kind;
        let read = move |conn: &mut Conn| {
            let mut concerned: BTreeMap<PersonId, Concerned> = BTreeMap::new();
            for room in rooms(conn, &row)? {
                for member in notebook::members(conn, room)? {
                    let over = member.facts.until.is_some_and(|until| until <= now);
                    if over || concerned.contains_key(&member.person) {
                        continue;
                    }
                    let Some(person) = people::person(conn, member.person)? else { continue };
                    let post = match member.facts.post {
                        Some(post) => people::post(conn, post)?,
                        None => None,
                    };
                    let facility = post.map(|it| it.facility_name).unwrap_or_default();
                    let lang = preference::find(conn, member.person)?.lang;
                    let lang = lang.unwrap_or_else(|| "ja".into());
                    concerned.insert(member.person, (person, facility, lang));
                }
            }
            Ok(concerned)
        };
        let mut letters = Vec::new();
        for (person, facility, lang) in self.app.store.read(read).await?.into_values() {
            let Some(mail) = person.mail.as_deref().filter(|_| person.active) else { continue };
            let to = Addressee {
                sender: &sender,
                facility: &facility,
                person: person.id,
                name: person.name.full(),
                mail,
                lang: &lang,
            };
            letters.push(self.app.sealed_letter(&disclosed(&to, kind, &link)?));
        }
        Ok(letters)
    }
}

/// Of an orphaned 特別便 the room in which it was written; of a notebook all rooms.
fn rooms(conn: &mut Conn, row: &DisclosureRow) -> Result<Vec<RoomId>> {
    if let Some(id) = row.log {
        return Ok(log::find(conn, id)?.and_then(|it| it.room).into_iter().collect());
    }
    Ok(open_rooms(conn, row)?.into_iter().map(|it| it.0).collect())
}
