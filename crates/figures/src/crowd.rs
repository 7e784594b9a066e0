//! F14: the desk's pages and the searches of a region with 10,000 staff and 20,000 patients.

mod names;
mod town;

use anyhow::Result;
use tasuki_testkit::postgres::Cluster;

use crate::http::{form, get};
use crate::line::Line;
use crate::load::{Client, once, run};
use crate::run::Run;
use crate::sample::Sample;
use crate::served::{Guest, Served, Settings};
use town::{DESK, MANAGER, NURSE, REGISTRAR, REGISTRARS, Size, Town};

/// People who look at the same page at once.
const AT_ONCE: usize = 4;
/// A search of the register by one person that is not slowed down yet, less those unmeasured.
const SEARCHES: usize = 18;
/// Milliseconds within which a search is answered (F7).
const SEARCH: f64 = 50.0;

const FULL: Size = Size { staff: 10_000, patients: 20_000 };
const QUICK: Size = Size { staff: 500, patients: 1_000 };

/// Takes F14, on both engines.
pub async fn take(run_: &mut Run) -> Result<()> {
    let size = if run_.entries() < 100_000 { QUICK } else { FULL };
    let town = Town::at(&run_.folder_of(&format!("crowd-{}", size.staff)), size, None).await?;
    measure(run_, "", &town).await?;
    let cluster = tokio::task::spawn_blocking(Cluster::new).await?;
    // Its database ends with the cluster: nothing of it is kept.
    let folder = tempfile::tempdir()?;
    let town = Town::at(folder.path(), size, Some(cluster.fresh_database())).await?;
    measure(run_, "PostgreSQL ", &town).await
}

async fn measure(run_: &mut Run, engine: &str, town: &Town) -> Result<()> {
    let served = Served::start(&run_.program, &town.region, &Settings::default())?;
    let people: Vec<usize> = (0..town.region.people.len()).collect();
    let guests = served.sign_in(&people).await?;
    for (what, who, path) in lists(town) {
        let request = guests[who].get(&path);
        let took = page(run_.seconds, &guests[who], request).await?;
        say(run_, engine, what, &took);
    }
    for (what, who, path, fields) in searches(town) {
        let guest = &guests[who];
        let request = match fields {
            Some(fields) => form(&path, &guest.cookie, &guest.csrf, fields),
            None => get(&path, &guest.cookie),
        };
        let took = page(run_.seconds, guest, request).await?;
        say(run_, engine, what, &took);
    }
    let took = register(&guests[REGISTRAR..][..REGISTRARS]).await?;
    say(run_, engine, "register", &took);
    Ok(())
}

/// Pages that list.
fn lists(town: &Town) -> Vec<(&'static str, usize, String)> {
    let it = |what, who, path: &str| (what, who, path.to_owned());
    vec![
        it("desk queue", DESK, "/desk"),
        it("desk application", DESK, &format!("/desk/applications/{}", town.application)),
        it("desk mail", DESK, "/desk/mail"),
        it("desk reviews", DESK, "/desk/reviews"),
        it("desk notices", DESK, "/desk/notices"),
        it("desk one notice", DESK, &format!("/desk/notices/{}", town.notice)),
        it("desk withdrawals", DESK, "/desk/withdrawals"),
        it("desk disclosures", DESK, "/desk/disclosures"),
        it("facilities", DESK, "/facilities"),
        it("staff of 500", MANAGER, "/facility/staff"),
        it("review of 500", MANAGER, "/facility/review"),
        it("notebooks of 40", NURSE, "/notebooks"),
    ]
}

type Searched = (&'static str, usize, String, Option<&'static str>);

/// Pages that search, by address or by form.
fn searches(town: &Town) -> [Searched; 3] {
    let find = format!("/notebooks/{}/team/find", town.notebook);
    [
        ("find a colleague", NURSE, format!("{find}?q=%E4%BD%90%E8%97%A4"), None),
        ("find a facility", NURSE, format!("{find}?q=%E8%96%AC%E5%B1%80"), None),
        ("my notebooks", NURSE, "/notebooks".into(), Some("q=%E3%81%95%E3%81%A8")),
    ]
}

/// One page for some seconds, by several at once.
async fn page(seconds: f64, guest: &Guest, request: Vec<u8>) -> Result<Sample> {
    let mut clients = Vec::new();
    for _ in 0..AT_ONCE {
        clients.push(Client::new(&guest.door, vec![request.clone()]).await?);
    }
    once(&mut clients, 200).await?;
    run(&mut clients, 200, seconds).await
}

fn say(run_: &mut Run, engine: &str, what: &str, took: &Sample) {
    let what = format!("{engine}{what}");
    run_.say(Line::bare("F14", format!("{what} size"), took.mean_bytes() / 1000.0).unit("kB"));
    run_.say(Line::bare("F14", format!("{what} p50"), took.percentile(50.0)).unit("ms"));
    run_.say(Line::most("F14", format!("{what} p99"), took.percentile(99.0), SEARCH).unit("ms"));
}

/// Who is in the register already: everybody asks until the next one would have to wait.
async fn register(guests: &[Guest]) -> Result<Sample> {
    const FIELDS: &str = "family=%E4%BD%90%E8%97%A4&given=%E5%92%8C%E5%AD%90&family_kana=%E3%82%B5\
        %E3%83%88%E3%82%A6&given_kana=%E3%82%AB%E3%82%BA%E3%82%B3&birth=1925-01-01&sex=female&\
        agreed=team&consenter=self&way=oral&witness=%E8%A8%AA%E5%95%8F&said=2026-01-05";
    let mut took = Sample::default();
    for guest in guests {
        let request = form("/patients/new", &guest.cookie, &guest.csrf, FIELDS);
        let mut clients = [Client::new(&guest.door, vec![request]).await?];
        for _ in 0..SEARCHES {
            took.add(&once(&mut clients, 200).await?);
        }
    }
    Ok(took)
}
