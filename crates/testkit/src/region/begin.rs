//! How the region begins.

use std::sync::Arc;

use tasuki_app::region::{NewNotebook, NewRegion};
use tasuki_app::{App, AppOptions, DataFolder};
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Patient, Sex};
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Clock, FixedClock, PatientId, PostId, Result};
use tasuki_ledger::recipient::Identity;

use super::{CATEGORIES, IDLE_MINUTES, Region, Rooms, START, Somebody, people};

impl Region {
    /// A new region, on a database of its own.
    ///
    /// # Panics
    /// When a use case refuses something.
    pub async fn new() -> Self {
        Self::try_new().await.expect("a small region")
    }

    async fn try_new() -> Result<Self> {
        let folder = crate::engines::new_folder();
        let data = DataFolder::new(folder.path());
        let clock = Arc::new(FixedClock::new(START));
        let at: Arc<dyn Clock> = Arc::<FixedClock>::clone(&clock);
        let options = AppOptions { serving: true, clock: at, ..AppOptions::embedded(data.clone()) };
        let recovery = Identity::generate().recipient();
        let new = NewRegion {
            name: "みなと市".into(),
            notebook_name: "みなと連絡帳".into(),
            categories: CATEGORIES.map(Into::into).to_vec(),
            idle_minutes: IDLE_MINUTES,
        };
        let app = Arc::new(App::create(options, Identity::generate(), recovery, new).await?);
        let (people, station) = people::enter_all(&app).await?;
        let team = posts(&[
            &people.nurse,
            &people.doctor,
            &people.care_manager,
            &people.helper,
            &people.leaver,
        ]);
        let first = NewNotebook {
            patient: patient(&app, ["山口", "ハナ", "やまぐち", "はな"], people.doctor.post),
            managing_facility: station,
            team,
            consent_from: START,
        };
        let second = NewNotebook {
            patient: patient(&app, ["鈴木", "よし", "すずき", "よし"], people.doctor.post),
            managing_facility: station,
            team: posts(&[&people.outsider, &people.doctor]),
            consent_from: START,
        };
        let (notebook, team) = app.open_notebook(first).await?;
        let (_, other) = app.open_notebook(second).await?;
        let two = posts(&[&people.nurse, &people.doctor]);
        let selected = app.open_room(notebook, RoomKind::Selected, "褥瘡", two).await?;
        let with_family = posts(&[&people.nurse, &people.care_manager]);
        let family = app.open_room(notebook, RoomKind::Family, "", with_family).await?;
        app.add_family(family, people.relative.person).await?;
        app.set_member(team, people.leaver.post.expect("staff"), true).await?;
        let rooms = Rooms { team, selected, family, other };
        Ok(Self { app, clock, people, notebook, rooms, data, _folder: folder })
    }
}

fn posts(members: &[&Somebody]) -> Vec<PostId> {
    members.iter().filter_map(|it| it.post).collect()
}

fn patient(app: &App, name: [&str; 4], attending: Option<PostId>) -> Patient {
    let [family, given, family_kana, given_kana] = name;
    Patient {
        id: PatientId::new(app.clock(), app.random()),
        name: Name::new(family, given, family_kana, given_kana).expect("a name"),
        birth: Birth { year: 1942, month: 3, day: 2 },
        sex: Sex::Female,
        care_level: "要介護3".into(),
        allergies: vec!["ペニシリン".into()],
        drug_risks: Vec::new(),
        living: "独居".into(),
        place: "自宅".into(),
        phase: "安定期".into(),
        conditions: Vec::new(),
        contacts: Vec::new(),
        identifiers: Vec::new(),
        attending_doctor: attending,
        deputy_doctor: None,
        lead: None,
        portrait: Some(people::PORTRAIT.into()),
        limits: Vec::new(),
        address: String::new(),
        phone: String::new(),
        likenesses: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::Code;

    use super::super::People;
    use super::*;

    #[test]
    fn everybody_stands_where_the_fields_say() {
        crate::block_on(async {
            let region = Region::new().await;
            let People { nurse, outsider, leaver, relative, .. } = region.people.clone();
            for (who, room, enters) in [
                (&nurse, region.rooms.team, true),
                (&nurse, region.rooms.other, false),
                (&outsider, region.rooms.other, true),
                (&outsider, region.rooms.team, false),
                (&leaver, region.rooms.team, false),
                (&relative, region.rooms.family, true),
                (&relative, region.rooms.team, false),
            ] {
                let session = region.session(who).await;
                let entered = region.app.room(&session, room).await;
                match entered {
                    Ok(_) => assert!(enters, "{}", who.login),
                    Err(problem) => {
                        assert!(!enters && problem.code == Code::NotFound, "{}", who.login);
                    }
                }
            }
        });
    }
}
