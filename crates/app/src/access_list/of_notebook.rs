//! The records of one notebook, put together to stays.

use tasuki_domain::content::Access;
use tasuki_kernel::{PersonId, Result, Timestamp};
use tasuki_store::Conn;
use tasuki_store::access::{self, OfNotebook};
use tasuki_store::disclosure;

use super::{PAGE, STAY, Seen, Stay, WhoLooked, byline_of, cursor};
use crate::author::{AuthorKind, Byline};
use crate::room::Room;

/// Records looked at for one page at most.
const DEPTH: usize = 2_000;

impl Room {
    pub(super) fn read_who_looked(
        &self,
        conn: &mut Conn,
        mut what: OfNotebook,
    ) -> Result<WhoLooked> {
        // Of a disclosure that the law keeps silent, those concerned see nothing yet.
        let untold = disclosure::untold(conn, what.notebook)?;
        let mut stays: Vec<Stay> = Vec::new();
        let mut older = None;
        let mut looked_at = 0;
        'pages: loop {
            let places = access::of_notebook(conn, &what, 100)?;
            let last_page = places.len() < 100;
            for at in places {
                let Some(access) = self.app.open_access(conn, &at)? else { continue };
                let full = stays.len() == PAGE && !continues(stays.last(), &access, at.received);
                if full || looked_at == DEPTH {
                    older = Some(cursor(&what.before));
                    break 'pages;
                }
                looked_at += 1;
                what.before = at;
                if untold.iter().any(|it| access.disclosure == Some(it.id)) {
                    continue;
                }
                self.add(conn, &mut stays, &access, at.received)?;
            }
            if last_page {
                break;
            }
        }
        let mut people = Vec::new();
        for person in access::people(conn, what.notebook)? {
            if untold.iter().any(|it| it.is_by(person)) {
                continue;
            }
            people.push(self.byline_here(conn, person)?);
        }
        people.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(WhoLooked { stays, older, people })
    }

    fn add(
        &self,
        conn: &mut Conn,
        stays: &mut Vec<Stay>,
        access: &Access,
        at: Timestamp,
    ) -> Result<()> {
        let seen = access.touched.iter().map(|it| Seen::of(*it));
        if continues(stays.last(), access, at)
            && let Some(last) = stays.last_mut()
        {
            last.from = at;
            last.seen.extend(seen);
            return Ok(());
        }
        let byline = match access.person {
            Some(person) => self.byline_here(conn, person)?,
            None => Byline::nobody(AuthorKind::System),
        };
        stays.push(Stay {
            byline,
            from: at,
            until: at,
            seen: seen.collect(),
            purpose: access.purpose,
            session: access.session,
        });
        Ok(())
    }

    /// A person in the post of the team, else in any.
    fn byline_here(&self, conn: &mut Conn, person: PersonId) -> Result<Byline> {
        let member = self.known.membership(conn, self.place.row.id, person)?;
        match member.and_then(|it| it.post) {
            Some(post) => self.known.member(conn, person, Some(post)),
            None => byline_of(conn, &self.known, person),
        }
    }
}

/// Whether a record, next back in time, belongs to the same stay.
fn continues(last: Option<&Stay>, access: &Access, at: Timestamp) -> bool {
    last.is_some_and(|it| {
        it.session == access.session
            && it.byline.person == access.person
            && it.purpose == access.purpose
            && access.session.is_some()
            && it.from.seconds_since(at) <= STAY
    })
}
