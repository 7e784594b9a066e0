//! F5: memory when nobody asks and with 2,000 streams, and the time from start to the first byte
//! of a timeline.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::line::Line;
use crate::live::{STREAMS, open};
use crate::run::Run;
use crate::sample::median;
use crate::served::{Guest, Served, Settings};

/// How long memory is left to settle.
const QUIET: Duration = Duration::from_secs(3);

/// Takes F5.
pub async fn take(run: &mut Run) -> Result<()> {
    let region = run.region().await?;
    let mut idle = Vec::new();
    let mut first = Vec::new();
    let served = Served::start(&run.program, &region, &Settings::default())?;
    let guest = served.sign_in(&[0]).await?;
    let mut served = Some(served);
    for _ in 0..run.rounds {
        // The one before holds the folder.
        drop(served.take());
        let begun = Instant::now();
        let again = Served::start(&run.program, &region, &Settings::default())?;
        first_byte(&again, &guest[0]).await?;
        first.push(begun.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(QUIET).await;
        idle.push(again.private_memory()?);
        served = Some(again);
    }
    let served = served.context("a server")?;
    run.say(Line::most("F5", "idle", median(&idle), 24.0).unit("MB"));
    run.say(Line::most("F5", "start to first byte", median(&first), 50.0).unit("ms"));
    let room = region.rooms[0].clone();
    let guests = served.sign_in(&room.team).await?;
    let before = served.private_memory()?;
    let streams = open(&guests, &room.id, STREAMS).await?;
    tokio::time::sleep(QUIET).await;
    let with = served.private_memory()?;
    let label = format!("{STREAMS} streams");
    run.say(Line::most("F5", label, with, 110.0).unit("MB"));
    let each = (with - before) * 1e3 / STREAMS as f64;
    run.say(Line::most("F4", "memory of a stream", each, 32.0).unit("kB"));
    drop(streams);
    Ok(())
}

/// The session of before goes on at the new server.
async fn first_byte(served: &Served, guest: &Guest) -> Result<()> {
    let who = &served.region.people[0];
    let door = crate::http::Door::of(served.server.port(), &served.region.authority, who)?;
    let room = &served.region.rooms_of(0).first().context("a room")?.id;
    let asked = guest.get(&format!("/api/v1/rooms/{room}/entries"));
    let answer = door.connect().await?.ask(&asked).await?;
    anyhow::ensure!(answer.status == 200, "{} instead of a timeline", answer.status);
    Ok(())
}
