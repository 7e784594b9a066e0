//! Registering a patient and keeping consents, as pages.

use tasuki_domain::content::ConsentKind;
use tasuki_testkit::block_on;
use tasuki_testkit::region::photo;

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

const FORM: [(&str, &str); 12] = [
    ("family", "渡邉\u{E0101}"),
    ("given", "ハル"),
    ("family_kana", "ﾜﾀﾅﾍﾞ"),
    ("given_kana", "はる"),
    ("birth", "昭和17年3月4日"),
    ("sex", "female"),
    ("address", "みなと市本町1-2-3"),
    ("agreed", "team"),
    ("agreed", "emergency"),
    ("consenter", "self"),
    ("way", "paper"),
    ("said", "R8.11.20"),
];

async fn check(client: &Client, stage: &Stage, form: &[(&'static str, &str)]) -> Answer {
    let fields = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    client.send(&stage.staff, ("POST", "/patients/new"), Load::Form(fields)).await
}

/// The form of the confirmation page, sent on with more.
async fn send_on(client: &Client, stage: &Stage, page: &str, more: Vec<Part>) -> Answer {
    let known = ["notebook", "at", "family", "given", "family_kana", "given_kana", "birth", "sex"];
    let rest = ["address", "agreed", "consenter", "way", "said"];
    let document = scraper::Html::parse_document(page);
    let hidden = scraper::Selector::parse("form input[type=hidden]").expect("a selector");
    let mut parts = Vec::new();
    for input in document.select(&hidden) {
        let (name, value) = (input.attr("name").unwrap_or(""), input.attr("value").unwrap_or(""));
        let name = known.iter().chain(&rest).find(|it| **it == name);
        parts.extend(name.map(|name| Part::text(name, value)));
    }
    parts.extend(more);
    client.send(&stage.staff, ("POST", "/patients"), Load::Parts(parts)).await
}

#[test]
fn one_form_one_look_and_the_notebook_is_open() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let begin = client.get(&stage.staff, "/patients").await.text();
        assert!(begin.contains("href=\"/patients/new\""), "{begin}");
        let answer = check(&client, &stage, &FORM).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = answer.text();
        for words in ["渡邉\u{E0101} ハル", "ワタナベ ハル", "昭和17年3月4日生（84歳）", "同意なし"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Going back loses nothing.
        let back = send_on(&client, &stage, &page, vec![Part::text("step", "back")]).await.text();
        for words in ["value=\"ﾜﾀﾅﾍﾞ\"", "value=\"昭和17年3月4日\"", "value=\"emergency\" checked"]
        {
            assert!(back.contains(words), "{words}: {back}");
        }
        let paper = Part::file("paper", "同意書.jpg", photo().bytes);
        let opened = send_on(&client, &stage, &page, vec![paper.clone()]).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
        let again = send_on(&client, &stage, &page, vec![paper]).await;
        assert_eq!(again.header("location"), opened.header("location"), "pressed twice");
        let there = opened.header("location").to_owned();
        let basics = client.get(&stage.staff, &there).await.text();
        assert!(basics.contains("みなと市本町1-2-3") && basics.contains("登録しました。"));
        let (notebook, _) = there.split_once('?').expect("what was said");
        let consents = client.get(&stage.staff, &format!("{notebook}/consent")).await.text();
        assert!(consents.contains("/consent-papers/") && consents.contains("佐藤 美咲"));
    });
}

#[test]
fn everything_wrong_stands_beside_its_field() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let wrong: Vec<_> = FORM
            .map(|(name, value)| match name {
                "birth" => (name, "平成40年1月1日"),
                "said" => (name, "2026-11-22"),
                "agreed" => (name, "family"),
                _ => (name, value),
            })
            .into();
        let answer = check(&client, &stage, &wrong).await;
        assert_eq!(answer.status, 422);
        let page = answer.text();
        for words in [
            "その元号に、その日はありません",
            "同意した日が、今日よりあとになっています",
            "連絡帳は作れません",
            "value=\"平成40年1月1日\"",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
    });
}

#[test]
fn somebody_who_is_registered_already_is_told_and_nothing_of_the_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let page = check(&nurse, &stage, &FORM).await.text();
        assert_eq!(send_on(&nurse, &stage, &page, Vec::new()).await.status, 303);
        let doctor = stage.client(&stage.region.people.doctor).await;
        let mut typed = FORM;
        typed[0] = ("family", "渡辺");
        typed[6] = ("address", "");
        let page = check(&doctor, &stage, &typed).await.text();
        assert!(page.contains("すでに登録されているようです"), "{page}");
        assert!(page.contains("訪問看護ステーションあさがお が管理しています。"));
        assert!(!page.contains("渡邉") && !page.contains("本町"), "of the other registration");
        assert!(!page.contains("/rooms/"), "no way in for who is not a member");
        let refused = send_on(&doctor, &stage, &page, Vec::new()).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("別の人であることを確かめたら"));
        let another = Part::text("another", "yes");
        assert_eq!(send_on(&doctor, &stage, &page, vec![another]).await.status, 303);
        // For a member the register shows the way.
        let page = check(&nurse, &stage, &FORM).await.text();
        assert!(page.contains("その連絡帳を開く"), "{page}");
    });
}

#[test]
fn withdrawn_consent_shuts_the_notebook_and_leaves_proof() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let notebook = format!("/notebooks/{}", stage.region.notebook);
        let form = nurse.get(&stage.staff, &format!("{notebook}/consent/team")).await.text();
        assert!(form.contains("同意を取り下げる"), "{form}");
        let path = format!("{notebook}/consent/team/withdraw");
        let entry = stage.region.app.new_entry_id().to_string();
        let fields = |seen: &str, entry: &str| {
            let pairs = [("entry", entry), ("seen", seen), ("w_consenter", "self")];
            Load::Form(pairs.map(|(name, value)| (name, value.to_owned())).to_vec())
        };
        let other = stage.region.app.new_entry_id().to_string();
        let late = nurse.send(&stage.staff, ("POST", &path), fields("7", &other)).await;
        assert_eq!(late.status, 409, "somebody else was faster: {}", late.text());
        let done = nurse.send(&stage.staff, ("POST", &path), fields("1", &entry)).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let again = nurse.send(&stage.staff, ("POST", &path), fields("1", &entry)).await;
        assert_eq!(again.status, 303, "pressed twice");
        let team = format!("/rooms/{}", stage.region.rooms.team);
        assert_eq!(nurse.get(&stage.staff, &team).await.status, 404);
        let proof = nurse.get(&stage.staff, &format!("{notebook}/consent-proof")).await.text();
        for words in ["山口 ハナ", "同意なし", "2026年11月21日(土) 14:32", "佐藤 美咲"]
        {
            assert!(proof.contains(words), "{words}: {proof}");
        }
        let list = nurse.get(&stage.staff, "/patients").await.text();
        assert!(list.contains(&format!("{notebook}/consent")), "{list}");
        let helper = stage.client(&stage.region.people.outsider).await;
        let closed = helper.get(&stage.staff, &format!("{notebook}/consent-proof")).await;
        assert_eq!(closed.status, 404);
    });
}

#[test]
fn a_form_is_printed_where_there_is_a_font() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let notebook = format!("/notebooks/{}", stage.region.notebook);
        let path = format!("{notebook}/consent-form.pdf");
        let none = nurse.get(&stage.staff, &path).await;
        assert_eq!(none.header("location"), format!("{notebook}/consent?said=no-font"));
        let told = nurse.get(&stage.staff, none.header("location")).await.text();
        assert!(told.contains("日本語のフォントがないため"), "{told}");
        let font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
        let Ok(bytes) = std::fs::read(font) else { return };
        stage.region.app.use_document_font(move || Some(bytes.clone()), 0);
        stage.region.consent_on_paper().await;
        for path in [path.as_str(), "/patients/consent-form.pdf"] {
            let answer = nurse.get(&stage.staff, path).await;
            assert_eq!(answer.header("content-type"), "application/pdf", "{}", answer.text());
            assert!(answer.bytes.starts_with(b"%PDF-") && answer.bytes.len() < 100_000);
        }
        let consents = stage.region.consents(&stage.region.people.nurse).await.expect("hers");
        let history = consents.history().await.expect("they can be read");
        assert!(history.newest(ConsentKind::Disaster).is_some());
    });
}

#[test]
fn a_namesake_is_counted_and_shown_to_nobody() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let page = check(&nurse, &stage, &FORM).await.text();
        assert!(!page.contains("同じ読みの名前の患者さん"), "{page}");
        assert_eq!(send_on(&nurse, &stage, &page, Vec::new()).await.status, 303);
        let mut typed = FORM;
        typed[4] = ("birth", "H1.1.8");
        typed[6] = ("address", "みなと市港町9-9");
        let page = check(&nurse, &stage, &typed).await.text();
        assert!(page.contains("同じ読みの名前の患者さんが、ほかに1人います。"), "{page}");
        assert!(!page.contains("すでに登録されているようです"), "{page}");
        assert_eq!(send_on(&nurse, &stage, &page, Vec::new()).await.status, 303, "another person");
    });
}

#[test]
fn who_asks_too_often_waits() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let mut answers = Vec::new();
        for _ in 0..22 {
            answers.push(check(&nurse, &stage, &FORM).await.status.as_u16());
        }
        assert_eq!(answers[..20], [200; 20]);
        assert_eq!(answers[20..], [429; 2]);
        // Whoever corrects a form does not ask the register.
        let empty = check(&nurse, &stage, &[]).await;
        assert_eq!(empty.status, 422);
        let doctor = stage.client(&stage.region.people.doctor).await;
        assert_eq!(check(&doctor, &stage, &FORM).await.status, 200, "each person alone");
    });
}

#[test]
fn a_picture_that_is_none_comes_back_to_the_confirmation() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let before = stage.region.count("SELECT count(*) FROM notebooks");
        let page = check(&nurse, &stage, &FORM).await.text();
        let broken = Part::file("paper", "紙.jpg", b"<html>".to_vec());
        let refused = send_on(&nurse, &stage, &page, vec![broken]).await;
        assert_eq!(refused.status, 415);
        let page = refused.text();
        assert!(page.contains("id=\"e-paper\"") && page.contains("登録する内容の確認"), "{page}");
        assert_eq!(stage.region.count("SELECT count(*) FROM notebooks"), before);
        assert_eq!(send_on(&nurse, &stage, &page, Vec::new()).await.status, 303);
        assert_eq!(stage.region.count("SELECT count(*) FROM notebooks"), before + 1);
    });
}

#[test]
fn whoever_has_two_posts_chooses_the_facility() {
    block_on(async {
        let stage = Stage::new().await;
        let (app, nurse) = (&stage.region.app, &stage.region.people.nurse);
        let clinic = app.facilities().await.expect("facilities");
        let clinic = clinic.iter().find(|it| it.1.contains("診療所")).expect("the clinic").0;
        app.add_post(nurse.person, clinic, "nurse", false).await.expect("a second post");
        let client = stage.client(nurse).await;
        let form = client.get(&stage.staff, "/patients/new").await.text();
        assert!(form.contains("<select id=\"at\"") && form.contains("港の見える診療所"), "{form}");
        let list = client.get(&stage.staff, "/patients").await.text();
        assert_eq!(list.matches("/patients/consent-form.pdf?at=").count(), 2, "{list}");
        let at = clinic.to_string();
        let mut typed = FORM.to_vec();
        typed.push(("at", at.as_str()));
        let page = check(&client, &stage, &typed).await.text();
        assert!(page.contains("港の見える診療所"), "{page}");
        let opened = send_on(&client, &stage, &page, Vec::new()).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
        let managed = stage.region.count(
            "SELECT count(*) FROM notebooks JOIN facilities ON facilities.id = managing_facility \
             WHERE facilities.name LIKE '%診療所'",
        );
        assert_eq!(managed, 1);
        let foreign = tasuki_kernel::FacilityId::from_bytes([9; 16]).to_string();
        let none = client.get(&stage.staff, &format!("/patients/new?at={foreign}")).await;
        assert_eq!(none.status, 404);
    });
}

#[test]
fn who_may_not_register_is_told_why() {
    block_on(async {
        let stage = Stage::new().await;
        for who in [&stage.region.people.relative, &stage.region.people.desk] {
            let client = stage.client(who).await;
            let page = client.get(&stage.staff, "/patients").await.text();
            assert!(page.contains("登録できるのは") && !page.contains("/patients/new"), "{page}");
            assert_eq!(check(&client, &stage, &FORM).await.status, 404);
        }
        let relative = stage.client(&stage.region.people.relative).await;
        let list = relative.get(&stage.staff, "/notebooks").await.text();
        assert!(!list.contains("href=\"/patients\""), "{list}");
        let nurse = stage.client(&stage.region.people.nurse).await;
        let list = nurse.get(&stage.staff, "/notebooks").await.text();
        assert!(list.contains("href=\"/patients\""), "{list}");
    });
}

#[test]
fn address_and_phone_stand_in_the_basics_and_are_corrected_there() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let page = check(&nurse, &stage, &FORM).await.text();
        let opened = send_on(&nurse, &stage, &page, Vec::new()).await;
        let (notebook, _) = opened.header("location").split_once('?').expect("what was said");
        let edit = format!("{notebook}/edit");
        let form = nurse.get(&stage.staff, &edit).await.text();
        assert!(form.contains("value=\"みなと市本町1-2-3\""), "{form}");
        let seen = form.split("name=\"seen\" value=\"").nth(1).expect("the version");
        let seen = seen.split('"').next().expect("its end").to_owned();
        let long = "0".repeat(41);
        for (phone, status) in [(long.as_str(), 422), ("0000-00-0000", 303)] {
            let fields = [
                ("seen", seen.as_str()),
                ("family", "渡邉"),
                ("family_kana", "ワタナベ"),
                ("birth", "1942-03-04"),
                ("sex", "female"),
                ("address", "みなと市港町5"),
                ("patient_phone", phone),
            ];
            let fields = fields.map(|(name, value)| (name, value.to_owned())).to_vec();
            let sent = nurse.send(&stage.staff, ("POST", &edit), Load::Form(fields)).await;
            assert_eq!(sent.status, status, "{}", sent.text());
        }
        let basics = nurse.get(&stage.staff, notebook).await.text();
        assert!(basics.contains("0000-00-0000"), "{basics}");
        assert!(basics.contains("<del>みなと市本町1-2-3</del>"), "what was before stays: {basics}");
    });
}
