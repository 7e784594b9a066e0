//! Pages before one is signed in.

use tasuki_domain::system::System;
use tasuki_kernel::Code;
use tasuki_web::pages::{
    DemoGroup, DemoPerson, Desk, Device, DeviceState, FieldError, HandOver, Help, Password,
    PasswordOccasion, Pickup, PickupPasskey, PickupReady, Portal, SignIn, SystemChoice, TakeOver,
    Unlock,
};
use tasuki_web::show::moment;
use tasuki_web::texts::{self, Lang};

use super::{NOW, frame, nurse, picture, word};

pub fn sign_ins(lang: Lang) -> Vec<(&'static str, SignIn)> {
    let label = word(lang, "訪問用スマートフォン 3", "Visiting phone 3");
    let page = |device| SignIn {
        frame: frame(lang, "/sign-in"),
        region: word(lang, "あおば市", "Aoba City"),
        device,
        passkeys: true,
        next: "/notebooks".into(),
        ..SignIn::default()
    };
    let refused = SignIn {
        login: "misaki-s".into(),
        problem: Some(texts::problem(lang, Code::SignInRefused)),
        ..page(DeviceState::Recognised { label: label.clone() })
    };
    vec![
        ("sign-in", page(DeviceState::Recognised { label: label.clone() })),
        ("sign-in-missing", page(DeviceState::Missing)),
        ("sign-in-foreign", page(DeviceState::Foreign)),
        ("sign-in-revoked", page(DeviceState::Revoked { label })),
        ("sign-in-refused", refused),
        (
            "sign-in-demo",
            SignIn {
                demo_people: demo_people(lang),
                demo_groups: demo_groups(lang),
                ..page(DeviceState::Missing)
            },
        ),
    ]
}

pub fn pickups(lang: Lang) -> Vec<(&'static str, Pickup)> {
    let form = Pickup { frame: frame(lang, "/pickup"), ..Pickup::default() };
    let refused = Pickup {
        number: "123-456-789".into(),
        problem: Some(texts::problem(lang, Code::PickUpRefused)),
        ..form.clone()
    };
    vec![("pickup", form), ("pickup-refused", refused)]
}

pub fn ready(lang: Lang) -> Vec<(&'static str, PickupReady)> {
    let page = |system: System| PickupReady {
        frame: frame(lang, "/pickup"),
        number: "123-456-789".into(),
        code: "kxp3-9vt7-mw2a".into(),
        label: word(lang, "訪問用スマートフォン 3", "Visiting phone 3"),
        until: moment(NOW.plus_seconds(604_800), NOW, lang),
        system,
        systems: SystemChoice::all(Some(system)),
        check_url: "https://tasuki.example/device".into(),
        passkey: PickupPasskey::No,
    };
    let elsewhere = PickupPasskey::At("/pickup?number=123-456-789".into());
    vec![
        ("pickup-windows", page(System::Windows)),
        ("pickup-mac", PickupReady { passkey: elsewhere, ..page(System::Mac) }),
        ("pickup-ios", PickupReady { passkey: PickupPasskey::Here, ..page(System::Ios) }),
    ]
}

pub fn hand_over(lang: Lang) -> HandOver {
    HandOver {
        frame: frame(lang, "/pickup"),
        number: "123-456-789".into(),
        code: "kxp3-9vt7-mw2a".into(),
        label: word(lang, "訪問用スマートフォン 3", "Visiting phone 3"),
        until: moment(NOW.plus_seconds(600), NOW, lang),
        side: 29,
        path: "M4 4h7v1h-7zM4 5h1v1h-1zM10 5h1v1h-1z".into(),
        address: "https://tasuki.example/pickup".into(),
    }
}

pub fn take_over(lang: Lang) -> TakeOver {
    TakeOver { frame: frame(lang, "/pickup"), action: "/pickup/from/abc".into() }
}

pub fn helps(lang: Lang) -> Vec<(&'static str, Help)> {
    let page = |system: Option<System>| Help {
        frame: frame(lang, "/help"),
        system,
        systems: SystemChoice::all(system),
    };
    vec![("help", page(None)), ("help-android", page(Some(System::Android)))]
}

pub fn devices(lang: Lang) -> Vec<(&'static str, Device)> {
    let label = word(lang, "訪問用スマートフォン 3", "Visiting phone 3");
    let page = |state, valid_until: String| Device {
        frame: frame(lang, "/device"),
        state,
        valid_until,
        help_url: "/help/ios".into(),
    };
    let until = moment(NOW.plus_seconds(31_536_000), NOW, lang).date;
    vec![
        ("device", page(DeviceState::Recognised { label: label.clone() }, until)),
        ("device-missing", page(DeviceState::Missing, String::new())),
        ("device-revoked", page(DeviceState::Revoked { label }, String::new())),
    ]
}

fn demo_groups(lang: Lang) -> Vec<DemoGroup> {
    vec![DemoGroup {
        name: "みなと訪問看護ステーション".into(), people: demo_people(lang)
    }]
}

fn demo_people(lang: Lang) -> Vec<DemoPerson> {
    let person =
        |id: &str, name: &str, job: (&str, &str), facility: &str, hint: (&str, &str)| DemoPerson {
            person_id: format!("0191-{id}"),
            name: name.into(),
            profession: word(lang, job.0, job.1),
            facility: facility.into(),
            portrait: Some(picture(id)),
            hint: word(lang, hint.0, hint.1),
        };
    vec![
        person(
            "misaki",
            "佐藤 美咲",
            ("看護師", "nurse"),
            "みなと訪問看護ステーション",
            ("写真つきの記録を書く", "Write a note with a photo"),
        ),
        person(
            "makoto",
            "川村 誠",
            ("医師", "physician"),
            "川村内科医院",
            ("届いた記録に返信する", "Answer what arrives"),
        ),
        person(
            "keiko",
            "田中 恵子",
            ("介護支援専門員", "care manager"),
            "青葉居宅介護支援事業所",
            ("特別便を受け取る", "Receive a special delivery"),
        ),
        person("kenta", "小林 健太", ("薬剤師", "pharmacist"), "はまかぜ薬局", ("", "")),
    ]
}

pub fn unlock(lang: Lang) -> Unlock {
    Unlock {
        frame: frame(lang, "/unlock"),
        who: nurse(lang),
        next: "/rooms/r1".into(),
        passkey: true,
        password: true,
        problem: None,
    }
}

pub fn passwords(lang: Lang) -> Vec<(&'static str, Password)> {
    let page = |occasion, action: &str| Password {
        frame: frame(lang, action),
        occasion,
        action: action.into(),
        name: "佐藤 美咲".into(),
        login: "misaki-s".into(),
        min_length: 8,
        ..Password::default()
    };
    let too_short = FieldError {
        field: "new".into(),
        message: word(lang, "8文字以上にしてください。", "Use at least 8 characters."),
    };
    vec![
        ("password-first", page(PasswordOccasion::First, "/activate/tok")),
        ("password-replace", page(PasswordOccasion::MustReplace, "/password")),
        (
            "password-change",
            Password {
                problem: Some(texts::problem(lang, Code::Invalid)),
                errors: vec![too_short],
                ..page(PasswordOccasion::Change, "/password")
            },
        ),
    ]
}

pub fn portal(lang: Lang) -> Portal {
    Portal {
        frame: frame(lang, "/"),
        region: word(lang, "あおば市", "Aoba City"),
        desk: Desk {
            name: word(
                lang,
                "あおば市 高齢福祉課 地域包括ケア係",
                "Aoba City, Care for the Elderly",
            ),
            phone: "000-123-4567".into(),
            mail: "desk@aoba.example".into(),
            hours: word(lang, "平日 9:00–17:00", "Weekdays 9:00–17:00"),
        },
        staff_url: "https://notebook.aoba.example/".into(),
        facilities: Some(6),
        palette: "palette-green".into(),
        notebook: word(lang, "あおば連絡帳", "Aoba notebook"),
        about: String::new(),
        joining: String::new(),
    }
}
