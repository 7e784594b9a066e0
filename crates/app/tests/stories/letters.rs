//! Letters about notebooks: each in its reader's language, and none names a patient.

use std::sync::Arc;

use tasuki_app::disclosure::Target;
use tasuki_app::letter::Mail;
use tasuki_app::team::{Asking, Whom};
use tasuki_domain::disclosure::Typed;
use tasuki_kernel::PostId;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, lawful_request, newcomer};

use crate::lawful_looks::{opened, stand};

/// Two of the station with addresses: the first reads Japanese, the second English.
async fn two_readers(region: &Region) -> [PostId; 2] {
    let (first, _) = region.colleague("haruka").await;
    let (second, _) = region.colleague("natsuko").await;
    let session = Arc::new(region.app.receiver("natsuko").await.unwrap());
    region.app.choose(&session, |it| it.lang = Some("en".into())).await.unwrap();
    [first, second]
}

/// What has arrived since, by receiver.
async fn arrived(region: &Region) -> Vec<Mail> {
    let mut mails = region.mails().await;
    mails.sort_by(|a, b| a.receiver.cmp(&b.receiver));
    mails
}

fn names_no_patient(mail: &Mail) {
    for word in ["山口", "ハナ", "やまぐち", "第12号"] {
        let told = mail.words.contains(word) || mail.subject.contains(word);
        assert!(!told, "{word} to {}: {}", mail.receiver, mail.words);
    }
}

#[test]
fn a_disclosure_is_told_to_each_in_the_own_language() {
    block_on(async {
        let region = Region::new().await;
        for post in two_readers(&region).await {
            region.app.set_member(region.rooms.team, post, false).await.unwrap();
        }
        arrived(&region).await;
        opened(&region, Target::Notebook(region.notebook), &lawful_request()).await;
        let mails = arrived(&region).await;
        let [japanese, english] = mails.as_slice() else { panic!("{mails:?}") };
        assert!(japanese.words.contains("開示請求のため"), "{}", japanese.words);
        assert!(english.words.contains("a request for disclosure"), "{}", english.words);
        assert!(!english.words.contains("開示"), "{}", english.words);
        let link = format!("/notebooks/{}/access", region.notebook);
        for mail in &mails {
            names_no_patient(mail);
            assert!(mail.words.contains(&link), "{}", mail.words);
        }
    });
}

#[test]
fn a_disclosure_that_is_told_later_is_told_to_who_is_in_the_team_then() {
    block_on(async {
        let region = Region::new().await;
        let [first, second] = two_readers(&region).await;
        let team = region.rooms.team;
        region.app.set_member(team, first, false).await.unwrap();
        arrived(&region).await;
        let (kind, untold) = ("court".into(), "刑事訴訟法197条5項".into());
        let silent = Typed { kind, telling: "untold".into(), untold, ..lawful_request() };
        let id = opened(&region, Target::Notebook(region.notebook), &silent).await;
        assert!(arrived(&region).await.is_empty(), "the law forbids it");
        region.app.set_member(team, first, true).await.unwrap();
        region.app.set_member(team, second, false).await.unwrap();
        // That consent was withdrawn meanwhile keeps nobody from being told.
        region.app.set_consent(region.notebook, false).await.unwrap();
        region.desk().await.tell_of_disclosure(id).await.unwrap();
        let mails = arrived(&region).await;
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(mail.receiver, "natsuko@asagao.example.jp");
        assert!(mail.words.contains("the order of a court"), "{}", mail.words);
        assert!(!mail.words.contains("197"), "{}", mail.words);
        names_no_patient(mail);
    });
}

#[test]
fn an_invitation_is_told_in_the_language_it_was_sent_in() {
    block_on(async {
        let region = Region::new().await;
        let [first, second] = two_readers(&region).await;
        let facility = region.house().await.facility();
        arrived(&region).await;
        let doctor = stand(&region, &region.people.doctor, region.rooms.team).await;
        for (post, lang) in [(first, "ja"), (second, "en")] {
            let message = "山口ハナさんの褥瘡をお願いします。".into();
            let asking = Asking { facility, whom: Whom::Post(post), message };
            doctor.invite(asking, lang).await.unwrap();
        }
        let mails = arrived(&region).await;
        let [japanese, english] = mails.as_slice() else { panic!("{mails:?}") };
        assert!(japanese.subject.contains("支援チームへの招待"), "{}", japanese.subject);
        assert!(english.subject.contains("An invitation"), "{}", english.subject);
        for mail in &mails {
            names_no_patient(mail);
            assert!(mail.words.contains("/invitations") && !mail.words.contains("褥瘡"));
        }
    });
}

#[test]
fn the_end_of_a_facility_is_told_in_both_languages() {
    block_on(async {
        let region = Region::new().await;
        for (login, lang, said) in [
            ("sakura", "ja", "「sakura診療所」は、利用を終えました"),
            ("momiji", "en", "momiji診療所 takes part no more"),
        ] {
            let house = region.another_house(login).await;
            let member = format!("{login}-haruka");
            let post = house.add(&newcomer(&member), "ja").await.unwrap();
            region.app.set_member(region.rooms.team, post, false).await.unwrap();
            arrived(&region).await;
            house.withdraw("closing", lang).await.unwrap();
            let id = house.ending().await.unwrap().last.unwrap().id;
            region.desk().await.approve_withdrawal(id).await.unwrap();
            let mails = arrived(&region).await;
            let [mail] = mails.as_slice() else { panic!("{mails:?}") };
            assert!(mail.words.contains(said), "{}", mail.words);
            names_no_patient(mail);
            let session = Arc::new(region.app.receiver(&member).await.unwrap());
            assert!(region.app.room(&session, region.rooms.team).await.is_err());
        }
    });
}
