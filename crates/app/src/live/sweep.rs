//! One reading for some of those who look on at a room.

use std::sync::Arc;

use tasuki_kernel::{Problem, Result, RoomId};
use tasuki_store::log::{self, LogRow};
use tasuki_store::{Conn, rights};

use super::{Asked, Reader};
use crate::App;
use crate::cursor::Positions;
use crate::known::{Known, Place};
use crate::room::{self, Room};
use crate::session;
use crate::timeline::{Desk, News, Sheet};

/// What became of one reader.
pub(super) struct Outcome {
    /// The room as it was entered now.
    pub(super) room: Arc<Room>,
    /// Up to where the reader has been told.
    pub(super) positions: Positions,
    /// What there is to tell.
    pub(super) news: Option<News>,
    /// What there may be was not read, because the reader has not taken what was before it.
    pub(super) behind: bool,
}

/// Reads for each of the readers, under rights that hold at the end as at the beginning: on
/// PostgreSQL each question sees a moment of its own, and nothing that was written after a right
/// ended may go out under the rights of before.
pub(super) fn sweep(
    conn: &mut Conn,
    app: &Arc<App>,
    id: RoomId,
    readers: Vec<Reader>,
    asked: Asked,
) -> Result<Vec<(Reader, Result<Outcome>)>> {
    loop {
        let known = app.known(conn)?;
        let outcomes = read(conn, app, &known, (id, &readers), asked)?;
        if rights::version(conn, app.region)? == known.version() {
            return Ok(readers.into_iter().zip(outcomes).collect());
        }
    }
}

fn read(
    conn: &mut Conn,
    app: &Arc<App>,
    known: &Arc<Known>,
    (id, readers): (RoomId, &[Reader]),
    asked: Asked,
) -> Result<Vec<Result<Outcome>>> {
    let Some(place) = known.place(conn, id)? else {
        return Ok(readers.iter().map(|_| Err(Problem::not_found())).collect());
    };
    let rows = log::of_room(conn, id)?;
    let mut desk = Desk::new(conn, known);
    let mut sheet = Sheet::default();
    let mut one = |reader: &Reader| {
        desk.turn_to_another();
        let room = enter(&mut desk, app, (&place, &rows), reader)?;
        // Whoever looks on has a page on which one writes, or does not: it begins anew.
        if room.facts.closed != reader.room.facts.closed {
            return Err(room::closed());
        }
        // Whoever has not taken what there was is read nothing more for now.
        let full = asked == Asked::News && reader.turns.capacity() == 0;
        if full || asked == Asked::Rights {
            let (positions, behind) = (reader.positions.clone(), full || reader.behind);
            return Ok(Outcome { room, positions, news: None, behind });
        }
        let mut positions = reader.positions.clone();
        let news = room.news_after(&mut desk, &mut sheet, &mut positions)?;
        Ok(Outcome { room, positions, news, behind: false })
    };
    Ok(readers.iter().map(&mut one).collect())
}

/// Enters the room for a reader, in the session as it stands now.
fn enter(
    desk: &mut Desk<'_>,
    app: &Arc<App>,
    (place, rows): (&Arc<Place>, &[LogRow]),
    reader: &Reader,
) -> Result<Arc<Room>> {
    let now = app.clock.now();
    let known = Arc::clone(&desk.known);
    let before = &reader.room.session;
    let session = session::again(desk.conn, &known, before, reader.shown, now)?;
    let place = Arc::clone(place);
    room::enter_place(desk.conn, (Arc::clone(app), known), session, (place, rows), now)
        .map(Arc::new)
}
