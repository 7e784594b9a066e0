//! A facility's manager, and colleagues to be kept up.

use std::sync::Arc;

use tasuki_app::house::House;
use tasuki_app::region::NewPerson;
use tasuki_domain::content::PersonKind;
use tasuki_domain::name::Name;
use tasuki_domain::staff::Typed;
use tasuki_kernel::{DeviceId, PostId};

use super::{PASSWORD, Region, Somebody};

/// The fingerprint of the manager's device, made up.
const PRINT: [u8; 32] = [40; 32];

/// A good form; everything in it that must be unique is made of `login`.
pub fn newcomer(login: &str) -> Typed {
    Typed {
        family: "森".into(),
        given: "はるか".into(),
        family_kana: "ﾓﾘ".into(),
        given_kana: "はるか".into(),
        profession: "nurse".into(),
        mail: format!("{login}@asagao.example.jp"),
        login: login.into(),
        system: "android".into(),
        manager: false,
    }
}

impl Region {
    /// The manager of the station, entered when first asked for; in no room.
    ///
    /// # Panics
    /// When a use case refuses something.
    pub async fn manager(&self) -> Somebody {
        let (app, login, name) = (&self.app, "shicho", "森田 節子");
        if let Some(row) = app.person_by_login(login).await.expect("a database") {
            let post = app.posts_of(row.id).await.expect("a database").first().map(|it| it.id);
            let device = app.devices_of(row.id).await.expect("a database")[0].id;
            return Somebody { person: row.id, post, login, name, device, fingerprint: PRINT };
        }
        let station = app.posts_of(self.people.nurse.person).await.expect("posts")[0].facility;
        let of = Name::new("森田", "節子", "もりた", "せつこ").expect("a name");
        let new =
            NewPerson { kind: PersonKind::Staff, login: login.into(), name: of, portrait: None };
        let person = app.add_person(new).await.expect("a person");
        let post = app.add_post(person, station, "nurse", true).await.expect("a post");
        app.set_password(person, PASSWORD).await.expect("a password");
        let device = DeviceId::new(app.clock(), app.random());
        let until = app.clock().now().plus_seconds(86_400 * 365);
        app.add_device(device, person, Some(PRINT), "管理者の机", until).await.expect("a device");
        Somebody { person, post: Some(post), login, name, device, fingerprint: PRINT }
    }

    /// What the station's manager keeps up.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn house(&self) -> House {
        let manager = self.manager().await;
        let session = Arc::new(self.app.receiver(manager.login).await.expect("the manager"));
        let post = manager.post.expect("a post");
        self.app.house_of(&session, post).await.expect("the manager's facility")
    }

    /// The manager of a facility of their own at work; it manages no notebook, so that it can go.
    ///
    /// # Panics
    /// When a use case refuses something.
    pub async fn another_house(&self, login: &str) -> House {
        let app = &self.app;
        let at = app.add_facility("clinic", &format!("{login}診療所")).await.expect("a facility");
        let name = Name::new("原", "久子", "はら", "ひさこ").expect("a name");
        let new = NewPerson { kind: PersonKind::Staff, login: login.into(), name, portrait: None };
        let person = app.add_person(new).await.expect("a person");
        app.add_post(person, at, "clerk", true).await.expect("a post");
        let session = Arc::new(app.receiver(login).await.expect("the manager"));
        app.house(&session, at).expect("the manager's facility")
    }

    /// Somebody new of the station, with a device.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn colleague(&self, login: &str) -> (PostId, DeviceId) {
        let app = &self.app;
        let post = self.house().await.add(&newcomer(login), "ja").await.expect("a good form");
        let person = app.person_by_login(login).await.expect("a database").expect("entered").id;
        let device = DeviceId::new(app.clock(), app.random());
        let mut print = [0; 32];
        app.random().fill(&mut print);
        let until = app.clock().now().plus_seconds(86_400);
        app.add_device(device, person, Some(print), "電話", until).await.expect("a device");
        (post, device)
    }
}
