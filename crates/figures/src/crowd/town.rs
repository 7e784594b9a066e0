//! The region with many people: made through the real use cases, without waiting for the disk.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use serde::{Deserialize, Serialize};
use tasuki_app::App;
use tasuki_app::application::{Filled, FilledIn, Rest, State};
use tasuki_app::desk::Desk;
use tasuki_app::notice::NoticeDraft;
use tasuki_app::region::{NewNotebook, NewPerson};
use tasuki_domain::application::{self, SELF_CHECK};
use tasuki_domain::content::PersonKind;
use tasuki_domain::patient::Birth;
use tasuki_domain::system::System;
use tasuki_domain::{facility, notice};
use tasuki_kernel::{Clock, DeviceId, FacilityId, FixedClock, NotebookId, PostId, SystemClock};
use tasuki_testkit::region::PASSWORD;

use super::names::name;
use crate::region::{MANY, Newcomer, Region, Somebody, TOGETHER, YEAR, begin, patient};

/// Facilities, of which the first is a hospital with many people.
const FACILITIES: usize = 500;
/// One of so many people is at the hospital.
const AT_HOSPITAL: usize = 20;
/// Members of a team.
const TEAM: usize = 4;
/// Applications that wait.
const WAITING: usize = 300;
/// Notices to everybody.
const NOTICES: usize = 20;
/// Nurses who search the register: each may do so often, but not as often as one likes.
pub const REGISTRARS: usize = 10;
/// Births lie in so many years from 1925 on.
const YEARS: usize = 40;
/// Places of those who sign in.
pub const DESK: usize = 0;
/// The hospital's manager.
pub const MANAGER: usize = 1;
/// The nurse with many notebooks.
pub const NURSE: usize = 2;
/// The first of those who search the register.
pub const REGISTRAR: usize = 3;
const PROFESSIONS: [&str; 4] = ["nurse", "physician", "care_manager", "home_helper"];

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Staff of all facilities.
    pub staff: usize,
    /// Patients with a notebook each.
    pub patients: usize,
}

/// A region with many people.
#[derive(Debug, Serialize, Deserialize)]
pub struct Town {
    size: Size,
    /// Who signs in: somebody of the desk, the hospital's manager, a nurse of [`MANY`] teams, and
    /// [`REGISTRARS`] others.
    pub region: Region,
    /// One of the nurse's notebooks.
    pub notebook: String,
    /// A notice that some have opened.
    pub notice: String,
    /// An application that waits.
    pub application: String,
}

impl Town {
    /// The town in `folder`: the one that is there when it is as big, else a new one.
    ///
    /// # Errors
    /// When it cannot be made, or another one is there.
    pub async fn at(folder: &Path, size: Size, postgres: Option<String>) -> Result<Self> {
        let kept = folder.join("crowd.json");
        if let Ok(bytes) = std::fs::read(&kept) {
            let town: Self = serde_json::from_slice(&bytes)?;
            anyhow::ensure!(town.size == size, "{} holds another town", folder.display());
            return Ok(town);
        }
        let town = make(folder, size, postgres).await?;
        std::fs::write(&kept, serde_json::to_vec(&town)?)?;
        Ok(town)
    }
}

async fn make(folder: &Path, size: Size, postgres: Option<String>) -> Result<Town> {
    let begun = std::time::Instant::now();
    let start = SystemClock.now().plus_seconds(-YEAR);
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(start));
    let app = Arc::new(begin(folder, postgres.clone(), clock, false).await?);
    let facilities = facilities(&app).await?;
    let people = signing_in(&app, facilities[0]).await?;
    let all = stream::iter(0..size.staff).map(|number| staff(&app, &facilities, number));
    let all: Vec<PostId> = all.buffered(TOGETHER).try_collect().await?;
    eprintln!("entered {} people after {:.0} s", all.len(), begun.elapsed().as_secs_f64());
    let nurse = people[NURSE].post()?;
    let team = |number| team(&all, nurse, number);
    let made = stream::iter(0..size.patients)
        .map(|number| notebook(&app, team(number), facilities[number % FACILITIES], number));
    let notebooks: Vec<NotebookId> = made.buffered(TOGETHER).try_collect().await?;
    eprintln!("opened {} notebooks after {:.0} s", notebooks.len(), begun.elapsed().as_secs_f64());
    let desk = Arc::new(app.receiver(&people[DESK].login).await?);
    let application = applications(&app, &app.desk(&desk)?).await?;
    let notice = notices(&app, &people[DESK], &people[MANAGER..]).await?;
    app.checkpoint().await?;
    let authority = app.authority()?.anchor_pem().to_owned();
    let (folder, rooms) = (folder.to_owned(), Vec::new());
    let region = Region { folder, postgres, entries: 0, rooms, people, authority };
    let notebook = notebooks.first().context("a notebook")?.to_string();
    eprintln!("made the town in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(Town { size, region, notebook, notice, application })
}

async fn facilities(app: &App) -> Result<Vec<FacilityId>> {
    let made = stream::iter(0..FACILITIES).map(|number| async move {
        let kind = &facility::TABLE[number % facility::TABLE.len()];
        let name = if number == 0 { "中央病院".into() } else { format!("{}{number}", kind.ja) };
        app.add_facility(kind.code, &name).await
    });
    Ok(made.buffered(TOGETHER).try_collect().await?)
}

async fn signing_in(app: &App, hospital: FacilityId) -> Result<Vec<Somebody>> {
    let nurse = |manages| Some((hospital, "nurse", manages));
    let mut wanted = vec![("desk".to_owned(), None), ("manager".to_owned(), nurse(true))];
    wanted.push(("nurse".to_owned(), nurse(false)));
    wanted.extend((0..REGISTRARS).map(|it| (format!("registrar-{it}"), nurse(false))));
    let mut people = Vec::new();
    for (number, (login, post)) in wanted.into_iter().enumerate() {
        let kind = if post.is_some() { PersonKind::Staff } else { PersonKind::Desk };
        people.push(Newcomer { kind, login, name: name(number)?, post }.enter(app).await?);
    }
    Ok(people)
}

/// Somebody who never signs in: without a password, with a device.
async fn staff(app: &App, facilities: &[FacilityId], number: usize) -> Result<PostId> {
    let at = if number.is_multiple_of(AT_HOSPITAL) { 0 } else { number % FACILITIES };
    let login = format!("staff-{number}");
    let new = NewPerson { kind: PersonKind::Staff, login, name: name(number)?, portrait: None };
    let person = app.add_person(new).await?;
    let profession = PROFESSIONS[number % PROFESSIONS.len()];
    let post = app.add_post(person, facilities[at], profession, false).await?;
    let mut print = [0; 32];
    app.random().fill(&mut print);
    let until = app.clock().now().plus_seconds(2 * YEAR);
    let device = DeviceId::new(app.clock(), app.random());
    app.add_device(device, person, Some(print), "業務端末", until).await?;
    Ok(post)
}

/// Teams lie across the whole staff; the first ones have the nurse among them.
fn team(staff: &[PostId], nurse: PostId, number: usize) -> Vec<PostId> {
    let member = |at| staff[(number * 7 + at * 1_237) % staff.len()];
    let with = (number < MANY).then_some(nurse);
    (0..TEAM).map(member).chain(with).collect()
}

async fn notebook(
    app: &App,
    team: Vec<PostId>,
    managing_facility: FacilityId,
    number: usize,
) -> Result<NotebookId> {
    let birth = Birth {
        year: 1925 + (number % YEARS) as i16,
        month: 1 + (number % 12) as u8,
        day: 1 + (number % 28) as u8,
    };
    let consent_from = app.clock().now();
    let patient = patient(app, name(number)?, birth, None);
    let new = NewNotebook { patient, managing_facility, team, consent_from };
    Ok(app.open_notebook(new).await?.0)
}

/// Applications wait; the id of one of them.
async fn applications(app: &Arc<App>, desk: &Desk) -> Result<String> {
    let sent = stream::iter(0..WAITING).map(|number| apply(app, number));
    let _: Vec<u64> = sent.buffered(TOGETHER).try_collect().await?;
    let queue = desk.queue(State::Waiting).await?;
    Ok(queue.rows.first().context("an application")?.id.to_string())
}

async fn apply(app: &Arc<App>, number: usize) -> Result<u64> {
    let contact = name(number)?;
    let mail = format!("applicant-{number}@facility.example.jp");
    let typed = application::Typed {
        facility: format!("あたらしい診療所{number}"),
        prefecture: "14".into(),
        municipality: "142077".into(),
        kind: "clinic".into(),
        family: contact.family,
        given: contact.given,
        family_kana: contact.family_kana,
        given_kana: contact.given_kana,
        profession: "physician".into(),
        mail_again: mail.clone(),
        mail,
        login: format!("applicant-{number}"),
    };
    let filled = Filled { typed: &typed, password: PASSWORD, lang: "ja", address: &typed.login };
    let token = match app.fill_in(None, filled).await? {
        FilledIn::Good(token) => token,
        FilledIn::Wrong(problems) => bail!("the form is wrong: {problems:?}"),
    };
    let in_place: Vec<String> = SELF_CHECK.iter().map(|it| (*it).to_owned()).collect();
    let system = System::from_name("windows");
    let rest = Rest { system, remark: "", in_place: &in_place, terms: None };
    Ok(app.send(&token, rest).await?)
}

/// Notices to everybody, some opened by those who sign in; the id of the last.
async fn notices(app: &Arc<App>, desk: &Somebody, readers: &[Somebody]) -> Result<String> {
    let session = Arc::new(app.receiver(&desk.login).await?);
    let id = app.desk(&session)?.open_channel(None, "高齢福祉課", false).await?;
    let channel = app.channel(&session, id).await?;
    let mut last = None;
    for number in 0..NOTICES {
        let text = "別紙のとおり、よろしくお願いします。".into();
        let title = format!("多職種研修会のお知らせ 第{number}回");
        let typed = notice::Typed { title, text, confirm: true, ..notice::Typed::default() };
        let sent = channel.send(NoticeDraft { typed, ..NoticeDraft::default() }).await;
        let sent = sent.map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        for reader in readers {
            let session = Arc::new(app.receiver(&reader.login).await?);
            app.open_notice(&session, sent).await?;
        }
        last = Some(sent);
    }
    Ok(last.context("a notice")?.to_string())
}

#[cfg(test)]
mod tests {
    use tasuki_testkit::block_on;

    use super::*;

    #[test]
    fn a_small_town_is_made_and_kept() {
        block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let size = Size { staff: 60, patients: 50 };
            let town = Town::at(folder.path(), size, None).await.unwrap();
            assert_eq!(town.region.people.len(), REGISTRAR + REGISTRARS);
            let app = town.region.open(Arc::new(SystemClock), false).await.unwrap();
            assert_eq!(app.notebooks().await.unwrap().len(), 50);
            assert_eq!(app.facilities().await.unwrap().len(), FACILITIES);
            let nurse = Arc::new(app.receiver("nurse").await.unwrap());
            let shelf = Arc::new(app).my_notebooks(&nurse).await.unwrap();
            assert_eq!(shelf.cards.len(), MANY);
            let again = Town::at(folder.path(), size, None).await.unwrap();
            assert_eq!(again.notebook, town.notebook);
            assert!(Town::at(folder.path(), Size { staff: 61, ..size }, None).await.is_err());
        });
    }
}
