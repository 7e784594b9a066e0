//! F4: live streams. 2,000 on one room with 20 posts a second, and 200 teams of 10 with 1,000
//! posts a second: from the press to the arrival on every stream.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use futures::future::try_join_all;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::http::{Connection, find};
use crate::line::Line;
use crate::run::Run;
use crate::sample::percentile;
use crate::served::{Guest, Served, Settings};

/// Streams on one room.
pub const STREAMS: usize = 2_000;
/// Teams, and how many of each look on.
const TEAMS: usize = 200;
const TEAM: usize = 10;
/// Stands in each note that is pressed, before its number.
const MARK: &str = "press-";
/// Digits of that number.
const DIGITS: usize = 6;
/// How long is waited for what has not come.
const PATIENCE: Duration = Duration::from_secs(10);

/// A press seen on a stream.
struct Arrival {
    number: usize,
    at: Instant,
}

/// What a run of presses gave.
struct Outcome {
    /// From press to arrival, of each arrival, sorted.
    took: Vec<Duration>,
    /// Arrivals that were wanted and did not come.
    lost: usize,
    /// Presses a second that were really made.
    rate: f64,
}

/// Takes F4.
pub async fn take(run: &mut Run) -> Result<()> {
    let region = run.region().await?;
    let served = Served::start(&run.program, &region, &Settings::default())?;
    let room = region.rooms[0].clone();
    let guests = served.sign_in(&room.team).await?;
    let seconds = run.seconds * run.rounds as f64;
    let streams = open(&guests, &room.id, STREAMS).await?;
    let wanted = vec![(streams, guests[0].clone(), room.id.clone())];
    say(run, "one room", press(wanted, 20.0, seconds).await?, Some(15.0), 30.0);
    let mut teams = Vec::new();
    let people: Vec<usize> = (0..region.people.len() - 1).collect();
    let everybody = served.sign_in(&people).await?;
    for room in region.rooms.iter().take(TEAMS) {
        let team: Vec<Guest> =
            room.team.iter().take(TEAM).map(|at| everybody[*at].clone()).collect();
        let streams = open(&team, &room.id, TEAM).await?;
        teams.push((streams, team[0].clone(), room.id.clone()));
    }
    say(run, "teams", press(teams, 1_000.0, seconds).await?, None, 8.0);
    Ok(())
}

fn say(run: &mut Run, what: &str, it: Outcome, p50: Option<f64>, p99: f64) {
    let millis = |percent| percentile(&it.took, percent).as_secs_f64() * 1000.0;
    run.say(Line::bare("F4", format!("{what} posts"), it.rate).unit("/s"));
    let label = format!("{what} p50");
    run.say(match p50 {
        Some(goal) => Line::most("F4", label, millis(50.0), goal).unit("ms"),
        None => Line::bare("F4", label, millis(50.0)).unit("ms"),
    });
    run.say(Line::most("F4", format!("{what} p99"), millis(99.0), p99).unit("ms"));
    run.say(Line::most("F4", format!("{what} lost"), it.lost as f64, 0.0));
}

/// Opens streams of a room, in turn for each of the guests.
pub async fn open(guests: &[Guest], room: &str, count: usize) -> Result<Vec<Connection>> {
    let each = (0..count).map(|at| {
        let guest = &guests[at % guests.len()];
        let asked = guest.get(&format!("/rooms/{room}/live"));
        async move {
            let mut connection = guest.door.connect().await?;
            connection.open(&asked).await?;
            Ok::<_, anyhow::Error>(connection)
        }
    });
    stream::iter(each).buffer_unordered(16).try_collect().await
}

/// Streams, somebody who writes, and the room.
type Group = (Vec<Connection>, Guest, String);

/// Presses so many times a second, in turn in each group, and waits until all has arrived.
async fn press(groups: Vec<Group>, per_second: f64, seconds: f64) -> Result<Outcome> {
    let (sender, arrivals) = unbounded_channel();
    let mut following = JoinSet::new();
    let mut writers = Vec::new();
    for (streams, guest, room) in groups {
        let looking = streams.len();
        for stream in streams {
            following.spawn(follow(stream, sender.clone()));
        }
        writers.push((guest, room, looking));
    }
    drop(sender);
    let count = ((per_second * seconds) as usize).max(1);
    let begun = Instant::now();
    let (pressed, wanted) = write_all(&writers, count, per_second).await?;
    let rate = count as f64 / begun.elapsed().as_secs_f64();
    let took = collect(arrivals, &pressed, wanted).await;
    following.shutdown().await;
    let lost = wanted - took.len().min(wanted);
    Ok(Outcome { took, lost, rate })
}

/// Writes at even distances, whether or not what was written before has been answered. Gives the
/// time of each press and how many arrivals are wanted.
async fn write_all(
    writers: &[(Guest, String, usize)],
    count: usize,
    per_second: f64,
) -> Result<(BTreeMap<usize, Instant>, usize)> {
    let lanes = writers.len().clamp(8, 64);
    let begun = Instant::now();
    let each = (0..lanes).map(|lane| async move {
        let mut doors: BTreeMap<usize, Connection> = BTreeMap::new();
        let mut pressed = Vec::new();
        for number in (lane..count).step_by(lanes) {
            let (guest, room, _) = &writers[number % writers.len()];
            let due = begun + Duration::from_secs_f64(number as f64 / per_second);
            tokio::time::sleep_until(due.into()).await;
            let text = format!("{MARK}{number:0DIGITS$} 体温 36.8");
            let door = match doors.entry(number % writers.len()) {
                std::collections::btree_map::Entry::Occupied(it) => it.into_mut(),
                std::collections::btree_map::Entry::Vacant(it) => {
                    it.insert(guest.door.connect().await?)
                }
            };
            pressed.push((number, Instant::now()));
            let answer = door.ask(&guest.note(room, &text)).await?;
            ensure!(answer.status == 201, "{} instead of 201", answer.status);
        }
        Ok::<_, anyhow::Error>(pressed)
    });
    let pressed: BTreeMap<usize, Instant> =
        try_join_all(each).await?.concat().into_iter().collect();
    let wanted = (0..count).map(|number| writers[number % writers.len()].2).sum();
    Ok((pressed, wanted))
}

async fn follow(mut stream: Connection, sender: UnboundedSender<Arrival>) -> Result<()> {
    let mut numbers = Numbers::default();
    loop {
        let bytes = stream.more().await.context("a stream ended")?;
        let at = Instant::now();
        for number in numbers.take(bytes) {
            if sender.send(Arrival { number, at }).is_err() {
                return Ok(());
            }
        }
    }
}

async fn collect(
    mut arrivals: UnboundedReceiver<Arrival>,
    pressed: &BTreeMap<usize, Instant>,
    wanted: usize,
) -> Vec<Duration> {
    let mut took = Vec::with_capacity(wanted);
    while took.len() < wanted {
        let Ok(Some(arrival)) = tokio::time::timeout(PATIENCE, arrivals.recv()).await else {
            break;
        };
        took.extend(pressed.get(&arrival.number).map(|begun| arrival.at - *begun));
    }
    took.sort_unstable();
    took
}

/// Finds the numbers of presses in what comes down a stream, piece by piece, each once.
#[derive(Default)]
struct Numbers {
    rest: Vec<u8>,
    seen: std::collections::BTreeSet<usize>,
}

impl Numbers {
    fn take(&mut self, bytes: &[u8]) -> Vec<usize> {
        self.rest.extend_from_slice(bytes);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = find(&self.rest[at..], MARK.as_bytes()) {
            let from = at + next + MARK.len();
            let Some(digits) = self.rest.get(from..from + DIGITS) else { break };
            let number = std::str::from_utf8(digits).ok().and_then(|it| it.parse().ok());
            found.extend(number.filter(|number| self.seen.insert(*number)));
            at = from + DIGITS;
        }
        // What may be the beginning of a mark stays for the next piece.
        let keep = self.rest.len().saturating_sub(MARK.len() + DIGITS - 1).max(at);
        self.rest.drain(..keep);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_wherever_the_pieces_are_cut() {
        let said = b"data: press-000001 and more\n\ndata: xpress-000042.press-000007";
        for cut in 1..said.len() {
            let mut numbers = Numbers::default();
            let found: Vec<usize> =
                said.chunks(cut).flat_map(|piece| numbers.take(piece)).collect();
            assert_eq!(found, [1, 42, 7], "cut {cut}");
        }
    }

    #[test]
    fn what_arrives_twice_counts_once() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.take(b"press-000003 press-000003"), [3]);
        assert!(numbers.take(b"press-000003").is_empty());
        assert!(numbers.rest.len() < 12, "nothing is kept for ever");
    }

    #[test]
    fn what_was_not_pressed_now_is_no_arrival() {
        tasuki_testkit::block_on(async {
            let (sender, arrivals) = unbounded_channel();
            let begun = Instant::now();
            for number in [1, 9, 2] {
                sender.send(Arrival { number, at: begun + Duration::from_millis(5) }).unwrap();
            }
            drop(sender);
            let pressed = BTreeMap::from([(1, begun), (2, begun)]);
            let took = collect(arrivals, &pressed, 2).await;
            assert_eq!(took, vec![Duration::from_millis(5); 2]);
        });
    }
}
