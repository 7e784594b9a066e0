//! Live streams: everybody who looks on at one room is served by one task.
//!
//! What was written is read once for all of them. Each has rights of its own, though: for every
//! one the session and the room are entered anew and policy is asked about each entry, whatever
//! it said before. What a turn tells was read at one moment, under the rights of that moment.

mod sweep;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tasuki_domain::content::Touched;
use tasuki_kernel::{LogId, Problem, Result, RoomId};
use tasuki_store::Watch;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::App;
use crate::cursor::{CursorKind, Positions};
use crate::live::sweep::{Outcome, sweep};
use crate::room::Room;
use crate::session::Shown;
use crate::timeline::News;

/// How often a quiet stream is asked whether it may go on: for the idle lock, which nobody tells
/// of.
const ASK_AGAIN: Duration = Duration::from_secs(15);
/// How soon somebody is served again who had not taken the last turns.
const BEHIND: Duration = Duration::from_millis(200);
/// Turns that a reader may be behind; more is read when there is room again.
const TURNS: usize = 4;
/// Readers served in one reading: few enough that the first are told while it goes on.
const SWEEP: usize = 64;

/// What a stream is told.
pub enum Turn {
    /// Something is new, or looks different, in the room as it was entered for this.
    News(Arc<Room>, News),
    /// The right to look on has ended; it is the last turn.
    End(Problem),
}

/// Somebody who looks on.
struct Reader {
    room: Arc<Room>,
    shown: Shown,
    positions: Positions,
    turns: mpsc::Sender<Turn>,
    /// Had not taken what there was when there was more: is asked again soon. The queue itself does
    /// not tell, for it may have been emptied since.
    behind: bool,
}

/// Where those wait who want to look on at a room.
struct Door {
    waiting: Vec<Reader>,
    bell: Arc<Notify>,
}

/// The rooms at which somebody looks on.
#[derive(Default)]
pub(crate) struct Doors(Mutex<HashMap<RoomId, Door>>);

impl Doors {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<RoomId, Door>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Room {
    /// Looks on from a live cursor, or from where the room stood when it was entered. Without a
    /// [`Turn::End`] the turns end when the server stops or the database fails: come again. The
    /// reading is recorded first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor that was not made here for this reader.
    pub async fn look_on(self, shown: Shown, after: Option<&str>) -> Result<mpsc::Receiver<Turn>> {
        self.record(Touched::Timeline).await?;
        let positions = match after {
            Some(text) => self.app.cursors.open(CursorKind::After, &self.reader(), text)?,
            None => self.ends(),
        };
        let (turns, receiver) = mpsc::channel(TURNS);
        let (app, id) = (Arc::clone(&self.app), self.id());
        let reader = Reader { room: Arc::new(self), shown, positions, turns, behind: false };
        app.doors.with(|doors| {
            let door = doors.entry(id).or_insert_with(|| {
                let bell = Arc::<Notify>::default();
                let watch = app.store.watch();
                let host = Host { app: Arc::clone(&app), id, watch, bell: Arc::clone(&bell) };
                tokio::spawn(host.serve());
                Door { waiting: Vec::new(), bell }
            });
            door.waiting.push(reader);
            door.bell.notify_one();
        });
        Ok(receiver)
    }
}

impl App {
    /// Ends all streams without a last word: the server stops, and whoever looks on comes again.
    pub fn end_streams(&self) {
        let doors = self.doors.with(std::mem::take);
        for door in doors.values() {
            door.bell.notify_one();
        }
        self.ending.notify_waiters();
    }

    /// Waits until all streams are to end.
    pub async fn streams_end(&self) {
        self.ending.notified().await;
    }
}

/// What readers are asked and told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// What is new.
    News,
    /// Only whether they may go on.
    Rights,
}

/// The task of one room.
struct Host {
    app: Arc<App>,
    id: RoomId,
    watch: Watch,
    bell: Arc<Notify>,
}

impl Host {
    async fn serve(mut self) {
        let mut readers: Vec<Reader> = Vec::new();
        let mut last = Instant::now();
        loop {
            let behind = readers.iter().any(|it| it.behind);
            let asked = self.wait(behind, last).await;
            let Some(fresh) = self.let_in() else { return };
            self.follow(readers.iter().chain(&fresh));
            // Whoever comes in wants to know at once what was written meanwhile.
            let fresh = self.turn(fresh, Asked::News).await;
            if let Some(asked) = asked {
                readers = self.turn(readers, asked).await;
                last = Instant::now();
            }
            readers.extend(fresh);
            // A log that is new to somebody may have grown before it was followed.
            while self.follow(&readers) {
                readers = self.turn(readers, Asked::News).await;
            }
            if readers.is_empty() && self.close() {
                return;
            }
        }
    }

    /// Waits until there is something to ask those who are in, who were asked at `last`, or
    /// somebody wants to come in.
    async fn wait(&self, behind: bool, last: Instant) -> Option<Asked> {
        let (patience, then) =
            if behind { (BEHIND, Asked::News) } else { (ASK_AGAIN, Asked::Rights) };
        // Due before the door: whoever comes and goes all the time must not put off the others.
        let due = last + patience;
        tokio::select! {
            biased;
            _ = self.watch.told() => Some(Asked::News),
            () = tokio::time::sleep_until(due) => Some(then),
            () = self.bell.notified() => None,
        }
    }

    /// Those who wait at the door; none when all streams were ended.
    fn let_in(&self) -> Option<Vec<Reader>> {
        self.app.doors.with(|doors| {
            let door = doors.get_mut(&self.id).filter(|it| Arc::ptr_eq(&it.bell, &self.bell))?;
            Some(std::mem::take(&mut door.waiting))
        })
    }

    /// Closes the door when nobody waits there.
    fn close(&self) -> bool {
        self.app.doors.with(|doors| match doors.get(&self.id) {
            Some(door) if Arc::ptr_eq(&door.bell, &self.bell) => {
                let nobody = door.waiting.is_empty();
                if nobody {
                    doors.remove(&self.id);
                }
                nobody
            }
            _ => true,
        })
    }

    /// Follows the logs of everybody who is in; whether that is more than before.
    fn follow<'a>(&mut self, readers: impl IntoIterator<Item = &'a Reader>) -> bool {
        let mut logs: Vec<LogId> = Vec::new();
        let mut last: Option<&Room> = None;
        for reader in readers {
            // Nearly everybody reads the same.
            if last.is_none_or(|it| !it.log_ids().eq(reader.room.log_ids())) {
                logs.extend(reader.room.log_ids());
            }
            last = Some(&reader.room);
        }
        self.watch.follow(logs)
    }

    async fn turn(&self, readers: Vec<Reader>, asked: Asked) -> Vec<Reader> {
        let mut kept = Vec::with_capacity(readers.len());
        let mut readers = readers.into_iter();
        loop {
            let some: Vec<Reader> = readers.by_ref().take(SWEEP).collect();
            if some.is_empty() {
                return kept;
            }
            self.serve_some(some, asked, &mut kept).await;
        }
    }

    async fn serve_some(&self, readers: Vec<Reader>, asked: Asked, kept: &mut Vec<Reader>) {
        let (app, id) = (Arc::clone(&self.app), self.id);
        let swept = self.app.store.read(move |conn| sweep(conn, &app, id, readers, asked)).await;
        // Without the database nobody can be told why: the streams end, and whoever comes again
        // is answered.
        let Ok(mut swept) = swept else { return };
        record(&mut swept).await;
        kept.extend(swept.into_iter().filter_map(|(reader, outcome)| tell(reader, outcome)));
    }
}

/// Records for everybody who is about to be shown something that it was; whom it cannot be
/// recorded for is shown nothing.
async fn record(swept: &mut [(Reader, Result<Outcome>)]) {
    let mut records = JoinSet::new();
    for (at, (_, outcome)) in swept.iter().enumerate() {
        if let Ok(Outcome { room, news: Some(_), .. }) = outcome
            && !room.is_recorded(Touched::Timeline)
        {
            let room = Arc::clone(room);
            records.spawn(async move { (at, room.record(Touched::Timeline).await) });
        }
    }
    while let Some(recorded) = records.join_next().await {
        if let Ok((at, Err(problem))) = recorded {
            swept[at].1 = Err(problem);
        }
    }
}

/// Tells a reader the outcome; none when that was the last.
fn tell(mut reader: Reader, outcome: Result<Outcome>) -> Option<Reader> {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(problem) => {
            // Whoever is too far behind for a last word finds the stream ended.
            drop(reader.turns.try_send(Turn::End(problem)));
            return None;
        }
    };
    reader.behind = outcome.behind;
    if let Some(news) = outcome.news {
        let turn = Turn::News(Arc::clone(&outcome.room), news);
        match reader.turns.try_send(turn) {
            Ok(()) => reader.positions = outcome.positions,
            Err(mpsc::error::TrySendError::Full(_)) => reader.behind = true,
            Err(mpsc::error::TrySendError::Closed(_)) => return None,
        }
    } else {
        reader.positions = outcome.positions;
    }
    reader.room = outcome.room;
    (!reader.turns.is_closed()).then_some(reader)
}
