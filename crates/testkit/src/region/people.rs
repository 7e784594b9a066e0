//! Who is in the region.

use tasuki_app::App;
use tasuki_app::region::NewPerson;
use tasuki_domain::content::PersonKind;
use tasuki_domain::name::Name;
use tasuki_kernel::{DeviceId, FacilityId, Result};

use super::{START, Somebody};

/// Everybody's password.
pub const PASSWORD: &str = "kumo-to-tanuki-39";

/// A drawing of nothing.
pub(super) const PORTRAIT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

/// Seconds for which the devices' certificates are valid: a year.
const VALID: i64 = 31_536_000;

/// Everybody.
#[derive(Debug, Clone)]
pub struct People {
    /// 看護師 of the home nursing station.
    pub nurse: Somebody,
    /// 医師 of the clinic, attending.
    pub doctor: Somebody,
    /// 介護支援専門員: not a medical profession.
    pub care_manager: Somebody,
    /// 訪問介護員.
    pub helper: Somebody,
    /// A nurse of the clinic who is not in the patient's team.
    pub outsider: Somebody,
    /// A nurse who was in the team.
    pub leaver: Somebody,
    /// The patient's son.
    pub relative: Somebody,
    /// 運営事務局.
    pub desk: Somebody,
}

/// A person to be entered.
struct New {
    login: &'static str,
    family: &'static str,
    name: &'static str,
    /// The first byte of the made-up fingerprint.
    number: u8,
}

const fn new(login: &'static str, family: &'static str, name: &'static str, number: u8) -> New {
    New { login, family, name, number }
}

async fn enter(
    app: &App,
    new: New,
    kind: PersonKind,
    at: Option<(FacilityId, &str)>,
) -> Result<Somebody> {
    let given = new.name.trim_start_matches(new.family).trim();
    let name = Name::new(new.family, given, "てすと", "てすと")?;
    let login = new.login.to_owned();
    let portrait = Some(PORTRAIT.to_owned());
    let person = app.add_person(NewPerson { kind, login, name, portrait }).await?;
    let post = match at {
        Some((facility, profession)) => {
            Some(app.add_post(person, facility, profession, false).await?)
        }
        None => None,
    };
    app.set_password(person, PASSWORD).await?;
    let device = DeviceId::new(app.clock(), app.random());
    let fingerprint = [new.number; 32];
    let until = app.clock().now().plus_seconds(VALID);
    app.add_device(device, person, Some(fingerprint), "電話", until).await?;
    Ok(Somebody { person, post, login: new.login, name: new.name, device, fingerprint })
}

/// Enters two facilities and everybody.
pub(super) async fn enter_all(app: &App) -> Result<(People, FacilityId)> {
    debug_assert_eq!(app.clock().now(), START);
    let station = app.add_facility("home_nursing", "訪問看護ステーションあさがお").await?;
    let clinic = app.add_facility("clinic", "港の見える診療所").await?;
    let staff = PersonKind::Staff;
    let nurse = new("misaki", "佐藤", "佐藤 美咲", 1);
    let doctor = new("kenji", "高橋", "高橋 健二", 2);
    let manager = new("yumi", "伊藤", "伊藤 由美", 3);
    let helper = new("taro", "渡辺", "渡辺 太郎", 4);
    let outsider = new("soto", "中村", "中村 外", 5);
    let leaver = new("moto", "小林", "小林 元", 6);
    let relative = new("musuko", "山口", "山口 一郎", 7);
    let desk = new("jimukyoku", "石井", "石井 洋子", 8);
    let people = People {
        nurse: enter(app, nurse, staff, Some((station, "nurse"))).await?,
        doctor: enter(app, doctor, staff, Some((clinic, "physician"))).await?,
        care_manager: enter(app, manager, staff, Some((station, "care_manager"))).await?,
        helper: enter(app, helper, staff, Some((station, "home_helper"))).await?,
        outsider: enter(app, outsider, staff, Some((clinic, "nurse"))).await?,
        leaver: enter(app, leaver, staff, Some((station, "nurse"))).await?,
        relative: enter(app, relative, PersonKind::Family, None).await?,
        desk: enter(app, desk, PersonKind::Desk, None).await?,
    };
    Ok((people, station))
}
