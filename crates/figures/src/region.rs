//! The region that is measured: made through the real use cases, its entries through the real
//! sealing, chain and views, in big groups.

mod begin;
mod fill;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use serde::{Deserialize, Serialize};
use tasuki_app::region::NewNotebook;
use tasuki_app::{App, AppOptions, DataFolder, Engine};
use tasuki_domain::content::PersonKind;
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Patient, Sex};
use tasuki_kernel::{Clock, FacilityId, FixedClock, PatientId, PostId, SystemClock, Timestamp};
use tasuki_ledger::recipient::Identity;

pub use begin::{Newcomer, begin};

/// The birth of everybody whose age does not matter.
const BIRTH: Birth = Birth { year: 1942, month: 3, day: 2 };
/// Entries of a room.
pub const PER_ROOM: u64 = 500;
/// Members of a team.
pub const TEAM: usize = 10;
/// Staff at most.
const STAFF: usize = 200;
/// Notebooks of the one who has many.
pub const MANY: usize = 40;
/// Things made at a time.
pub const TOGETHER: usize = 16;
/// Seconds of a year.
pub const YEAR: i64 = 31_536_000;

/// Somebody with an account and a device.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Somebody {
    /// The name to sign in with.
    pub login: String,
    /// The device's certificate (PEM).
    pub certificate: String,
    /// Its key (PEM).
    pub key: String,
    /// The post's id, for who has one.
    post: Option<String>,
}

/// A team's room.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Room {
    /// Its id.
    pub id: String,
    /// Who is in it, as places in [`Region::people`].
    pub team: Vec<usize>,
}

/// A region that was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Region {
    /// Its folder.
    pub folder: PathBuf,
    /// PostgreSQL, when its database is not in the folder.
    pub postgres: Option<String>,
    /// Entries in its rooms.
    pub entries: u64,
    /// Its rooms.
    pub rooms: Vec<Room>,
    /// Its staff; the last one is a member of [`MANY`] rooms.
    pub people: Vec<Somebody>,
    /// The authority that the server's certificate is from (PEM).
    pub authority: String,
}

impl Somebody {
    /// The post.
    pub fn post(&self) -> Result<PostId> {
        let post = self.post.as_deref().context("no post")?;
        post.parse().context("a post's id")
    }
}

impl Region {
    /// The region in `folder`: the one that is there when it has as many entries, else a new one.
    ///
    /// # Errors
    /// When it cannot be made, or another one is there.
    pub async fn at(folder: &Path, entries: u64, postgres: Option<String>) -> Result<Self> {
        let kept = folder.join("figures.json");
        if let Ok(bytes) = std::fs::read(&kept) {
            let region: Self = serde_json::from_slice(&bytes)?;
            anyhow::ensure!(
                region.entries == entries,
                "{} holds a region of {} entries: choose another folder",
                folder.display(),
                region.entries
            );
            return Ok(region);
        }
        let region = make(folder, entries, postgres).await?;
        std::fs::write(&kept, serde_json::to_vec(&region)?)?;
        Ok(region)
    }

    /// Where its database is.
    pub fn engine(&self) -> Engine {
        match &self.postgres {
            Some(url) => Engine::Postgres(url.clone()),
            None => Engine::Sqlite(DataFolder::new(&self.folder).database()),
        }
    }

    /// The rooms of somebody, by place in [`Self::people`].
    pub fn rooms_of(&self, person: usize) -> Vec<&Room> {
        self.rooms.iter().filter(|room| room.team.contains(&person)).collect()
    }

    /// The one with many notebooks.
    pub fn busy(&self) -> usize {
        self.people.len() - 1
    }

    /// Opens it in this process.
    pub async fn open(&self, clock: Arc<dyn Clock>, serving: bool) -> Result<App> {
        let folder = DataFolder::new(&self.folder);
        let text = std::fs::read_to_string(folder.region_key())?;
        let identity = Identity::parse(text.trim()).context("the region's key")?;
        let options = begin::options(folder, self.engine(), clock);
        Ok(App::open(AppOptions { serving, ..options }, identity).await?)
    }
}

async fn make(folder: &Path, entries: u64, postgres: Option<String>) -> Result<Region> {
    let begun = std::time::Instant::now();
    let start = SystemClock.now().plus_seconds(-YEAR);
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(start));
    let app = begin(folder, postgres.clone(), clock, true).await?;
    let rooms = usize::try_from(entries / PER_ROOM)?;
    let (people, station) = staff(&app, STAFF.min(rooms * TEAM)).await?;
    let made = stream::iter(0..rooms).map(|number| notebook(&app, &people, station, number));
    let rooms: Vec<Room> = made.buffered(TOGETHER).try_collect().await?;
    let authority = app.authority()?.anchor_pem().to_owned();
    let folder = folder.to_owned();
    let region = Region { folder, postgres, entries, rooms, people, authority };
    fill::fill(&region, start).await?;
    // The tree grows beside the appends, not while something is measured.
    app.checkpoint().await?;
    eprintln!("made {entries} entries in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(region)
}

async fn staff(app: &App, count: usize) -> Result<(Vec<Somebody>, FacilityId)> {
    let station = app.add_facility("home_nursing", "訪問看護ステーションあさがお").await?;
    let made = stream::iter(0..=count).map(|number| somebody(app, station, number));
    Ok((made.buffered(TOGETHER).try_collect().await?, station))
}

async fn somebody(app: &App, station: FacilityId, number: usize) -> Result<Somebody> {
    let profession = ["nurse", "physician", "care_manager", "home_helper"][number % 4];
    let newcomer = Newcomer {
        kind: PersonKind::Staff,
        login: format!("staff-{number}"),
        name: Name::new("測定", &format!("花子{number}"), "そくてい", "はなこ")?,
        post: Some((station, profession, false)),
    };
    newcomer.enter(app).await
}

async fn notebook(
    app: &App,
    people: &[Somebody],
    station: FacilityId,
    number: usize,
) -> Result<Room> {
    let many = people.len() - 1;
    let mut team: Vec<usize> = (0..TEAM).map(|at| (number * TEAM + at) % many).collect();
    if number < MANY {
        team.push(many);
    }
    let new = NewNotebook {
        patient: patient(app, name_of(number)?, BIRTH, Some(people[team[1]].post()?)),
        managing_facility: station,
        team: team.iter().map(|at| people[*at].post()).collect::<Result<_>>()?,
        consent_from: app.clock().now(),
    };
    let (_, room) = app.open_notebook(new).await?;
    Ok(Room { id: room.to_string(), team })
}

fn name_of(number: usize) -> Result<Name> {
    Ok(Name::new("測定", &format!("ハナ{number}"), "そくてい", "はな")?)
}

/// A patient without an address.
pub fn patient(app: &App, name: Name, birth: Birth, attending: Option<PostId>) -> Patient {
    Patient {
        id: PatientId::new(app.clock(), app.random()),
        name,
        birth,
        sex: Sex::Female,
        care_level: "要介護3".into(),
        allergies: vec!["ペニシリン".into()],
        drug_risks: Vec::new(),
        living: "独居".into(),
        place: "自宅".into(),
        phase: "安定期".into(),
        conditions: vec!["心不全".into()],
        contacts: Vec::new(),
        identifiers: Vec::new(),
        attending_doctor: attending,
        deputy_doctor: None,
        lead: None,
        portrait: None,
        limits: Vec::new(),
        address: String::new(),
        phone: String::new(),
        likenesses: Vec::new(),
    }
}

/// The time of the entry of a number in its room: spread over the year before now.
fn time_of(start: Timestamp, number: u64) -> Timestamp {
    start.plus_seconds((number * (YEAR as u64 - 86_400) / PER_ROOM) as i64)
}

#[cfg(test)]
mod tests {
    use tasuki_testkit::block_on;

    use super::*;

    #[test]
    fn a_region_is_made_kept_and_whole() {
        block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let region = Region::at(folder.path(), 1_000, None).await.unwrap();
            assert_eq!((region.rooms.len(), region.people.len()), (2, 21));
            assert_eq!(region.rooms_of(region.busy()).len(), 2);
            assert_eq!(region.rooms_of(0).len(), 1);
            let again = Region::at(folder.path(), 1_000, None).await.unwrap();
            assert_eq!(again.rooms[1].id, region.rooms[1].id);
            assert!(Region::at(folder.path(), 2_000, None).await.is_err());
            let data = DataFolder::new(folder.path());
            let text = std::fs::read_to_string(data.region_key()).unwrap();
            let key = Identity::parse(text.trim()).unwrap();
            let mut what = tasuki_app::verify::Verification::embedded(data);
            what.keys = Some(key);
            let report = tasuki_app::verify::verify_folder(what).await.unwrap();
            assert!(report.findings.is_empty(), "{:?}", report.findings);
            assert!(report.entries >= 1_000);
        });
    }

    #[test]
    fn entries_lie_in_order_within_the_year() {
        let start = Timestamp::from_micros(0);
        let times: Vec<Timestamp> = (0..PER_ROOM).map(|it| time_of(start, it)).collect();
        assert!(times.is_sorted());
        assert!(times.last().unwrap().seconds_since(start) < YEAR);
    }
}
