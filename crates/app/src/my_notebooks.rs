//! わたしの連絡帳: the notebooks of one person, what is unread and urgent first, each with one line of
//! what is newest.

use std::sync::Arc;

use tasuki_domain::content::Touched;
use tasuki_domain::importance::Importance;
use tasuki_domain::patient::Patient;
use tasuki_kernel::{Code, LogId, NotebookId, Result, RoomId, Timestamp};
use tasuki_store::{Conn, log, notebook};

use crate::App;
use crate::access::Record;
use crate::room::{self, Room};
use crate::session::Session;
use crate::timeline::{Desk, Item, Matter};

/// A notebook in the list.
#[derive(Debug, Clone)]
pub struct Card {
    /// The notebook.
    pub notebook: NotebookId,
    /// The room that opens when it is pressed.
    pub room: RoomId,
    /// Whose it is.
    pub patient: Patient,
    /// Notes not opened yet, over all rooms of the notebook that the reader may enter.
    pub unread: u64,
    /// Whether something urgent is among them.
    pub urgent: bool,
    /// The newest note that the reader may see.
    pub newest: Option<Item>,
}

/// Entries looked at for the newest line and for what is urgent.
const LOOK: u64 = 20;

impl App {
    /// The notebooks of a person; the reading is recorded first.
    pub async fn my_notebooks(self: &Arc<Self>, session: &Arc<Session>) -> Result<Vec<Card>> {
        self.record_reading(session, Record::of(session, Touched::List)).await?;
        let (app, session, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        self.store.read(move |conn| cards(conn, &app, &session, now)).await
    }
}

impl App {
    /// The ends of all logs that a person may read: when they move, the list may look different.
    pub async fn reachable_ends(
        self: &Arc<Self>,
        session: &Arc<Session>,
    ) -> Result<Vec<(LogId, u64)>> {
        let (app, session, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        self.store
            .read(move |conn| {
                let mut ends = Vec::new();
                for row in notebook::rooms_of_person(conn, session.person.id)? {
                    match room::enter(conn, Arc::clone(&app), Arc::clone(&session), row.id, now) {
                        Ok(room) => {
                            ends.extend(room.logs.iter().map(|it| (it.row.id, it.row.sequence)));
                        }
                        Err(problem) if problem.code == Code::NotFound => {}
                        Err(problem) => return Err(problem),
                    }
                }
                Ok(ends)
            })
            .await
    }
}

fn cards(
    conn: &mut Conn,
    app: &Arc<App>,
    session: &Arc<Session>,
    now: Timestamp,
) -> Result<Vec<Card>> {
    let mut cards: Vec<Card> = Vec::new();
    for row in notebook::rooms_of_person(conn, session.person.id)? {
        let room = match room::enter(conn, Arc::clone(app), Arc::clone(session), row.id, now) {
            Ok(room) => room,
            Err(problem) if problem.code == Code::NotFound => continue,
            Err(problem) => return Err(problem),
        };
        let Some(notebook) = room.notebook.clone() else { continue };
        let glance = glance(conn, &room)?;
        if let Some(card) = cards.iter_mut().find(|card| card.notebook == notebook.id) {
            merge(card, glance);
            continue;
        }
        let Some(patient) = app.basics(conn, &notebook)? else { continue };
        cards.push(Card {
            notebook: notebook.id,
            room: room.id(),
            patient,
            unread: glance.unread,
            urgent: glance.urgent,
            newest: glance.newest,
        });
    }
    cards.sort_by_key(|card| {
        let newest = card.newest.as_ref().map(|item| item.received);
        std::cmp::Reverse((card.urgent, card.unread > 0, newest))
    });
    Ok(cards)
}

struct Glance {
    unread: u64,
    urgent: bool,
    newest: Option<Item>,
}

fn merge(card: &mut Card, glance: Glance) {
    card.unread += glance.unread;
    card.urgent |= glance.urgent;
    let at = |item: &Option<Item>| item.as_ref().map(|it| it.received);
    if at(&glance.newest) > at(&card.newest) {
        card.newest = glance.newest;
    }
}

/// The newest note, and what is unread: counted by looking as far as notes are new, by the
/// counters where that is further than a glance.
fn glance(conn: &mut Conn, room: &Room) -> Result<Glance> {
    let counted = room.unread(conn)?;
    let mut glance = Glance { unread: 0, urgent: false, newest: None };
    let mut seen_all = true;
    let mut desk = Desk::brief(conn);
    for log in &room.logs {
        let entries = log::entries_before(desk.conn, log.row.id, i64::MAX as u64, LOOK)?;
        let mut reached = (entries.len() as u64) < LOOK;
        let mut found = false;
        for stored in entries {
            let Some(item) = room.item(&mut desk, log, &stored)? else { continue };
            if !matches!(item.matter, Matter::Note { .. }) {
                continue;
            }
            let opened_before = !item.unread && !item.mine;
            glance.unread += u64::from(item.unread);
            glance.urgent |= item.unread && item.importance == Importance::Urgent;
            if !found {
                found = true;
                if glance.newest.as_ref().is_none_or(|it| it.received < item.received) {
                    glance.newest = Some(item);
                }
            }
            // Everything further back was opened before.
            if opened_before {
                reached = true;
                break;
            }
        }
        seen_all &= reached;
    }
    if !seen_all {
        glance.unread = counted;
    }
    Ok(glance)
}

impl Room {
    /// How many notes of this room the reader has not opened.
    pub async fn unread_count(&self) -> Result<u64> {
        let room = self.clone();
        self.app.store.read(move |conn| Ok(glance(conn, &room)?.unread)).await
    }
}
