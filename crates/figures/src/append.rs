//! F3: writing, answered when it is on disk, against one transaction per request.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tasuki_kernel::SystemClock;
use tasuki_pki::ClientCertificates;

use crate::bare::durable_writes;
use crate::http::{Door, post};
use crate::line::Line;
use crate::load::{Client, once, run};
use crate::naive;
use crate::region::Region;
use crate::run::Run;
use crate::sample::{Sample, median, ratio};
use crate::served::{Guest, Served, Settings};
use crate::words;

/// Rooms that one connection writes in, in turn.
const ROOMS: usize = 20;

/// The write-ahead log of the server, at its longest while it is written.
const LOG_MOST: f64 = 512.0;

/// What one number of connections gave.
#[derive(Default)]
struct Rates {
    ours: Vec<f64>,
    naive: Vec<f64>,
    disk: Vec<f64>,
    took: Sample,
}

/// Takes F3 at 32 and at 256 connections.
pub async fn take(run: &mut Run) -> Result<()> {
    let region = run.region().await?;
    let folder = tempfile::tempdir_in(&region.folder)?;
    let naive = serve_naive(&region, folder.path()).await?;
    let served = Served::start(&run.program, &region, &Settings::default())?;
    let people: Vec<usize> = (0..region.people.len() - 1).collect();
    let guests = served.sign_in(&people).await?;
    let wal = watch(region.folder.join("tasuki.db-wal"));
    let mut disk = Vec::new();
    for (connections, factor, limit) in [(32, 3.0, 8.0), (256, 4.5, 25.0)] {
        let rates = measure(run, &served, &guests, naive.port, connections).await?;
        let c = format!("c={connections}");
        run.say(Line::bare("F3", format!("append {c}"), median(&rates.ours)).unit("/s"));
        run.say(Line::bare("F3", format!("naive {c}"), median(&rates.naive)).unit("/s"));
        let gain = ratio(&rates.ours, &rates.naive);
        run.say(Line::least("F3", format!("append {c}"), gain, factor));
        let p50 = rates.took.percentile(50.0);
        run.say(Line::bare("F3", format!("append p50 {c}"), p50).unit("ms"));
        let p99 = rates.took.percentile(99.0);
        run.say(Line::most("F3", format!("append p99 {c}"), p99, limit).unit("ms"));
        disk.push((ratio(&rates.ours, &rates.disk), median(&rates.disk)));
    }
    if let Some((gain, rate)) = disk.pop() {
        run.say(Line::bare("F3", "fdatasync", rate).unit("/s"));
        run.say(Line::least("F3", "append c=256/fdatasync", gain, 1.5));
    }
    if region.postgres.is_none() {
        let longest = wal.longest() as f64 / 1e6;
        run.say(Line::most("F3", "WAL at its longest", longest, LOG_MOST).unit("MB"));
    }
    Ok(())
}

/// The naive server behind a certificate that the region's devices trust.
async fn serve_naive(region: &Region, folder: &Path) -> Result<naive::Server> {
    let app = region.open(Arc::new(SystemClock), false).await?;
    let authority = app.authority()?;
    let names = ["localhost".to_owned()];
    let issued = authority.issue_server(&names, app.clock().now(), 30)?;
    let chain = issued.chain_pem.as_bytes();
    let identity = tasuki_pki::ServerIdentity::from_pem(chain, issued.key_pem.as_bytes())?;
    let ask = ClientCertificates::Ask { authority_der: vec![authority.certificate_der().to_vec()] };
    naive::serve(folder, region.rooms.len(), Arc::new(identity), &ask).await
}

async fn measure(
    run_: &Run,
    served: &Served,
    guests: &[Guest],
    naive: u16,
    connections: usize,
) -> Result<Rates> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..connections {
        let at = number % guests.len();
        ours.push(Client::new(&guests[at].door, notes(served, guests, at, number)).await?);
        let door = Door::of(naive, &served.region.authority, &served.region.people[at])?;
        let texts = (0..ROOMS).map(|it| words::note((number * ROOMS + it) as u64));
        let requests = texts.map(|text| post("/", naive::TOKEN, "", &text)).collect();
        theirs.push(Client::new(&door, requests).await?);
    }
    once(&mut ours, 201).await?;
    let mut rates = Rates::default();
    for _ in 0..run_.rounds {
        rates.naive.push(run(&mut theirs, 201, run_.seconds).await?.rate());
        let sample = run(&mut ours, 201, run_.seconds).await?;
        rates.ours.push(sample.rate());
        rates.took.add(&sample);
        rates.disk.push(durable_writes(&served.region.folder, run_.seconds / 4.0)?);
    }
    Ok(rates)
}

/// What one connection writes: notes into rooms of its person.
pub fn notes(served: &Served, guests: &[Guest], at: usize, number: usize) -> Vec<Vec<u8>> {
    let rooms = served.region.rooms_of(at);
    let note = |it: usize| {
        let text = words::note((number * ROOMS + it) as u64);
        guests[at].note(&rooms[(number / guests.len() + it) % rooms.len()].id, &text)
    };
    (0..ROOMS).map(note).collect()
}

/// Looks at the length of a file again and again.
struct Watched(Arc<std::sync::atomic::AtomicU64>);

fn watch(path: std::path::PathBuf) -> Watched {
    let longest = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let seen = Arc::downgrade(&longest);
    std::thread::spawn(move || {
        while let Some(seen) = seen.upgrade() {
            let length = std::fs::metadata(&path).map_or(0, |it| it.len());
            seen.fetch_max(length, std::sync::atomic::Ordering::Relaxed);
            drop(seen);
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    Watched(longest)
}

impl Watched {
    fn longest(&self) -> u64 {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}
