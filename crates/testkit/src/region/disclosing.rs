//! 法にもとづく開示 and audits: two persons of the desk, and an auditor.

use tasuki_app::desk::Desk;
use tasuki_app::disclosure::Target;
use tasuki_app::region::NewPerson;
use tasuki_domain::content::PersonKind;
use tasuki_domain::disclosure::Typed;
use tasuki_domain::name::Name;
use tasuki_kernel::{DeviceId, DisclosureId};

use super::{PASSWORD, Region, Somebody};

/// The second person's certificate, and the auditor's.
const PRINTS: [[u8; 32]; 2] = [[72; 32], [73; 32]];

/// A form that is filled in well.
pub fn lawful_request() -> Typed {
    Typed {
        kind: "request".into(),
        reason: "ご本人から、すべての記事の開示を求められた。".into(),
        basis: "開示請求書 令和8年11月20日 第12号".into(),
        receiver: "山口 はな（ご本人）".into(),
        telling: "told".into(),
        untold: String::new(),
        days: "7".into(),
    }
}

impl Region {
    async fn outside_of_teams(
        &self,
        kind: PersonKind,
        (login, family, name): (&'static str, &str, &'static str),
        print: [u8; 32],
    ) -> Somebody {
        let app = &self.app;
        if let Some(row) = app.person_by_login(login).await.expect("a database") {
            let device = app.devices_of(row.id).await.expect("a database")[0].id;
            return Somebody {
                person: row.id,
                post: None,
                login,
                name,
                device,
                fingerprint: print,
            };
        }
        let of = Name::new(family, "明", "テスト", "アキラ").expect("a name");
        let new = NewPerson { kind, login: login.into(), name: of, portrait: None };
        let person = app.add_person(new).await.expect("a person");
        app.set_password(person, PASSWORD).await.expect("a password");
        let device = DeviceId::new(app.clock(), app.random());
        let until = app.clock().now().plus_seconds(86_400 * 365);
        app.add_device(device, person, Some(print), "机", until).await.expect("a device");
        Somebody { person, post: None, login, name, device, fingerprint: print }
    }

    /// A second person of the desk, entered when first asked for.
    ///
    /// # Panics
    /// When a use case refuses something.
    pub async fn second(&self) -> Somebody {
        let who = ("kubo", "久保", "久保 明");
        self.outside_of_teams(PersonKind::Desk, who, PRINTS[0]).await
    }

    /// The region's auditor, entered when first asked for.
    ///
    /// # Panics
    /// When a use case refuses something.
    pub async fn auditor(&self) -> Somebody {
        let who = ("kansa", "大野", "大野 明");
        self.outside_of_teams(PersonKind::Auditor, who, PRINTS[1]).await
    }

    /// The desk of the second person.
    ///
    /// # Panics
    /// When its person may not.
    pub async fn second_desk(&self) -> Desk {
        let session = self.session(&self.second().await).await;
        self.app.desk(&session).expect("the desk")
    }

    /// A disclosure of the notebook that the second person asked for, so that the desk answers.
    ///
    /// # Panics
    /// When a use case refuses something.
    pub async fn asked(&self, typed: &Typed) -> DisclosureId {
        let id = DisclosureId::new(self.app.clock(), self.app.random());
        let of = Target::Notebook(self.notebook);
        self.second_desk().await.ask_disclosure(id, of, typed).await.expect("a good form");
        id
    }
}
