//! F1: the newest 50 entries of a room, as a share of the rate at which the same server sends
//! 29 kB of static bytes.

use anyhow::{Context as _, Result};

use crate::http::find;
use crate::line::Line;
use crate::load::{Client, once, run};
use crate::run::Run;
use crate::sample::{Sample, median, ratio};
use crate::served::{Guest, Served, Settings};

/// Connections, each somebody else's.
pub const CONNECTIONS: usize = 32;
/// What the timeline is compared with.
const STATIC: f64 = 29_000.0;

/// The rates of one variant, a number for each round.
#[derive(Default)]
struct Rates {
    fixed: Vec<f64>,
    json: Vec<f64>,
    html: Vec<f64>,
    took: Sample,
}

/// Takes F1 with nothing kept opened in memory, and with the program's own bounds.
pub async fn take(run: &mut Run) -> Result<()> {
    let unkept = measure(run, &Settings { opened: Some(0) }, usize::MAX).await?;
    let kept = measure(run, &Settings::default(), 1).await?;
    run.say(Line::bare("F1", "static 29kB c=32", median(&kept.fixed)).unit("/s"));
    run.say(Line::bare("F1", "timeline c=32", median(&kept.json)).unit("/s"));
    run.say(Line::bare("F1", "timeline size", kept.took.mean_bytes() / 1000.0).unit("kB"));
    run.say(Line::least("F1", "timeline unkept", ratio(&unkept.json, &unkept.fixed), 0.3));
    run.say(Line::least("F1", "timeline kept", ratio(&kept.json, &kept.fixed), 0.6));
    run.say(Line::bare("F1", "timeline p50", kept.took.percentile(50.0)).unit("ms"));
    run.say(Line::most("F1", "timeline p99", kept.took.percentile(99.0), 5.0).unit("ms"));
    run.say(Line::least("F1", "html/json", ratio(&kept.html, &kept.json), 0.9));
    Ok(())
}

async fn measure(run_: &mut Run, settings: &Settings, rooms: usize) -> Result<Rates> {
    let region = run_.region().await?;
    let served = Served::start(&run_.program, &region, settings)?;
    let people: Vec<usize> = (0..CONNECTIONS.min(region.people.len() - 1)).collect();
    let guests = served.sign_in(&people).await?;
    let fixed = assets(&served, &guests[0]).await?;
    let mut json = clients(&served, &guests, rooms, |id| format!("/api/v1/rooms/{id}/entries"));
    let mut html = clients(&served, &guests, rooms, |id| format!("/rooms/{id}"));
    let (mut json, mut html) = (json.connect().await?, html.connect().await?);
    let mut near = same(&guests, &fixed[0].0).await?;
    let mut far = same(&guests, &fixed[1].0).await?;
    // The first reading of a notebook is recorded and its keys are opened: not each time.
    once(&mut json, 200).await?;
    once(&mut html, 200).await?;
    let mut rates = Rates::default();
    for _ in 0..run_.rounds {
        let seconds = run_.seconds;
        let near = run(&mut near, 200, seconds / 2.0).await?.rate();
        let far = run(&mut far, 200, seconds / 2.0).await?.rate();
        rates.fixed.push(at_size(STATIC, (fixed[0].1, near), (fixed[1].1, far)));
        let sample = run(&mut json, 200, seconds).await?;
        rates.json.push(sample.rate());
        rates.took.add(&sample);
        rates.html.push(run(&mut html, 200, seconds).await?.rate());
    }
    Ok(rates)
}

/// What each guest asks for.
struct Asking {
    each: Vec<(Guest, Vec<Vec<u8>>)>,
}

fn clients(
    served: &Served,
    guests: &[Guest],
    rooms: usize,
    path: impl Fn(&str) -> String,
) -> Asking {
    let each = guests.iter().enumerate().map(|(at, guest)| {
        let rooms = served.region.rooms_of(at).into_iter().take(rooms);
        (guest.clone(), rooms.map(|room| guest.get(&path(&room.id))).collect())
    });
    Asking { each: each.collect() }
}

impl Asking {
    async fn connect(&mut self) -> Result<Vec<Client>> {
        let mut connected = Vec::new();
        for (guest, requests) in self.each.drain(..) {
            connected.push(Client::new(&guest.door, requests).await?);
        }
        Ok(connected)
    }
}

/// Every guest asks for the same.
pub async fn same(guests: &[Guest], path: &str) -> Result<Vec<Client>> {
    let mut connected = Vec::new();
    for guest in guests {
        connected.push(Client::new(&guest.door, vec![guest.get(path)]).await?);
    }
    Ok(connected)
}

/// The two static files of a room's page that are nearest to 29 kB, with their lengths, the
/// nearest first.
async fn assets(served: &Served, guest: &Guest) -> Result<[(String, f64); 2]> {
    let room = &served.region.rooms_of(0).first().context("a room")?.id;
    let mut connection = guest.door.connect().await?;
    let page = connection.ask(&guest.get(&format!("/rooms/{room}"))).await?.body;
    let mut found = Vec::new();
    for path in asset_paths(&page) {
        let answer = connection.ask(&guest.get(&path)).await?;
        if answer.status == 200 {
            found.push((path, answer.body.len() as f64));
        }
    }
    found.sort_by(|a, b| (a.1 - STATIC).abs().total_cmp(&(b.1 - STATIC).abs()));
    let mut nearest = found.into_iter();
    let mut next = || nearest.next().context("a page has two static files");
    Ok([next()?, next()?])
}

/// The paths below `/assets/` that a page names.
fn asset_paths(page: &[u8]) -> Vec<String> {
    let mut paths = Vec::new();
    let mut rest = page;
    while let Some(at) = find(rest, b"\"/assets/") {
        rest = &rest[at + 1..];
        let Some(end) = rest.iter().position(|it| *it == b'"') else { break };
        let path = String::from_utf8_lossy(&rest[..end]).into_owned();
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The rate at `size` bytes, from the rates at two sizes near to it: an answer costs a fixed time
/// and a time for each byte, of which the second is small and never negative.
fn at_size(size: f64, near: (f64, f64), far: (f64, f64)) -> f64 {
    let (cost, other) = (1.0 / near.1, 1.0 / far.1);
    let slope = (cost - other) / (near.0 - far.0);
    let slope = if slope.is_finite() { slope.clamp(0.0, 2e-9) } else { 0.0 };
    1.0 / (cost + (size - near.0) * slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn static_files_of_a_page_are_found_once() {
        let page = br#"<link href="/assets/a.css"><script src="/assets/b.js"></script>
            <a href="/rooms/1">"/assets/a.css" "/assets/"#;
        assert_eq!(asset_paths(page), ["/assets/a.css", "/assets/b.js"]);
    }

    #[test]
    fn the_rate_at_a_size_lies_on_the_line_through_two() {
        // 10 µs and 1 ns a byte.
        let rate = |bytes: f64| 1.0 / (10e-6 + bytes * 1e-9);
        let found = at_size(29_000.0, (20_000.0, rate(20_000.0)), (10_000.0, rate(10_000.0)));
        assert!((found / rate(29_000.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn noise_does_not_make_more_bytes_cheaper() {
        let found = at_size(29_000.0, (20_000.0, 10_000.0), (10_000.0, 9_000.0));
        assert!((found - 10_000.0).abs() < 1e-6);
        let equal = at_size(29_000.0, (20_000.0, 10_000.0), (20_000.0, 9_000.0));
        assert!(equal <= 10_000.0);
    }
}
