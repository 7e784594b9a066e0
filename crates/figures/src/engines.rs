//! F10: PostgreSQL against SQLite, the same region on both, in alternating rounds. F13: a small
//! region against a big one, likewise.

use anyhow::{Context as _, Result};
use tasuki_testkit::postgres::Cluster;

use crate::append::notes;
use crate::line::Line;
use crate::load::{Client, once, run};
use crate::region::Region;
use crate::run::Run;
use crate::sample::{median, ratio};
use crate::served::{Guest, Served, Settings};

/// Entries of the regions that are compared on two engines: PostgreSQL is filled slowly.
const ENTRIES: u64 = 100_000;
/// F13's small region.
const SMALL: u64 = 10_000;
/// Connections.
const CONNECTIONS: usize = 32;

/// A region that is served, with everything ready to be asked.
struct Side {
    read: Vec<Client>,
    append: Vec<Client>,
    // Ends with the side.
    _served: Served,
}

impl Side {
    async fn begin(run: &Run, region: &Region) -> Result<Self> {
        let served = Served::start(&run.program, region, &Settings::default())?;
        let people: Vec<usize> = (0..CONNECTIONS.min(region.people.len() - 1)).collect();
        let guests = served.sign_in(&people).await?;
        let (mut read, mut append) = (Vec::new(), Vec::new());
        for number in 0..CONNECTIONS {
            let at = number % guests.len();
            read.push(Client::new(&guests[at].door, timeline(&served, &guests, at)?).await?);
            let written = notes(&served, &guests, at, number);
            append.push(Client::new(&guests[at].door, written).await?);
        }
        once(&mut read, 200).await?;
        once(&mut append, 201).await?;
        Ok(Self { read, append, _served: served })
    }
}

/// Each reads a room of its own again and again, so that memory plays the same part on both sides.
fn timeline(served: &Served, guests: &[Guest], at: usize) -> Result<Vec<Vec<u8>>> {
    let rooms = served.region.rooms_of(at);
    let room = rooms.first().context("a room")?;
    Ok(vec![guests[at].get(&format!("/api/v1/rooms/{}/entries", room.id))])
}

/// The median ratios of reading and of appending, of `one` to `other`.
async fn compare(run_: &Run, one: &mut Side, other: &mut Side) -> Result<(f64, f64)> {
    let mut rates: [Vec<f64>; 4] = Default::default();
    for _ in 0..run_.rounds {
        rates[0].push(run(&mut one.read, 200, run_.seconds).await?.rate());
        rates[1].push(run(&mut other.read, 200, run_.seconds).await?.rate());
        rates[2].push(run(&mut one.append, 201, run_.seconds).await?.rate());
        rates[3].push(run(&mut other.append, 201, run_.seconds).await?.rate());
    }
    eprintln!(
        "reads {:.0} and {:.0}, appends {:.0} and {:.0} per second",
        median(&rates[0]),
        median(&rates[1]),
        median(&rates[2]),
        median(&rates[3])
    );
    Ok((ratio(&rates[0], &rates[1]), ratio(&rates[2], &rates[3])))
}

/// Takes F10.
pub async fn take(run: &mut Run) -> Result<()> {
    let cluster = Cluster::new();
    let entries = ENTRIES.min(run.entries());
    let embedded = run.region_of(entries, None).await?;
    // Its database goes with the cluster: never one that was kept.
    let folder = tempfile::tempdir_in(&embedded.folder)?;
    let url = cluster.fresh_database();
    let networked = Region::at(folder.path(), entries, Some(url)).await?;
    let (mut embedded, mut networked) =
        (Side::begin(run, &embedded).await?, Side::begin(run, &networked).await?);
    let (read, append) = compare(run, &mut networked, &mut embedded).await?;
    run.say(Line::least("F10", "PostgreSQL/SQLite read", read, 0.45));
    run.say(Line::least("F10", "PostgreSQL/SQLite append", append, 0.9));
    Ok(())
}

/// Takes F13: how much more a read and an append cost when there is more.
pub async fn grow(run: &mut Run, ten_million: bool) -> Result<()> {
    let small = run.region_of(SMALL, None).await?;
    let mut sizes = vec![run.entries()];
    if ten_million {
        sizes.push(10_000_000);
    }
    for entries in sizes {
        let big = run.region_of(entries, None).await?;
        let (mut small, mut big) = (Side::begin(run, &small).await?, Side::begin(run, &big).await?);
        let (read, append) = compare(run, &mut small, &mut big).await?;
        run.say(Line::most("F13", format!("read {SMALL} to {entries}"), read, 1.3));
        run.say(Line::most("F13", format!("append {SMALL} to {entries}"), append, 1.3));
    }
    Ok(())
}
