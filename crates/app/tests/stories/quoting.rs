//! 引用: the very words of the answered entry, and never further than that entry itself.

use tasuki_app::compose::Draft;
use tasuki_app::timeline::Matter;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, EntryId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note};

use crate::enter;

fn quoting(of: EntryId, words: &str) -> Draft {
    Draft { answers: Some(of), quote: Some(words.into()), ..note("承知しました") }
}

async fn quote(region: &Region, who: &Somebody, id: EntryId) -> Option<String> {
    let item = enter(region, who, region.rooms.team).await.entry(id).await.unwrap();
    let Matter::Note { note, .. } = item.matter else { panic!("a note") };
    note.quote
}

#[test]
fn words_that_stand_there_are_quoted_and_others_are_refused() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, note("右の肺の音が弱い。\n痰が 増えています")).await;
        let answer = region.write(doctor, team, quoting(id, " 弱い。 痰が\n増えて ")).await;
        assert_eq!(quote(&region, nurse, answer).await.as_deref(), Some("弱い。 痰が\n増えて"));
        let long = "痰".repeat(2001);
        let lone = Draft { answers: None, ..quoting(id, "痰が") };
        for (draft, why) in
            [(quoting(id, "左の肺"), "absent"), (quoting(id, &long), "long"), (lone, "alone")]
        {
            let problem = region.try_write(doctor, team, draft).await.unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("quote")), "{why}");
            assert!(problem.detail.starts_with(why), "{}", problem.detail);
        }
        let nothing = region.write(doctor, team, quoting(id, "  ")).await;
        assert_eq!(quote(&region, nurse, nothing).await, None);
    });
}

#[test]
fn a_quotation_goes_no_further_than_the_entry() {
    block_on(async {
        let region = Region::new().await;
        let people = region.people.clone();
        let team = region.rooms.team;
        let high = region.write_high("腫瘍マーカー上昇").await;
        let wider = region.try_write(&people.doctor, team, quoting(high, "上昇")).await;
        assert!(wider.unwrap_err().detail.starts_with("wider"));
        let same = Draft { sensitivity: Sensitivity::High, ..quoting(high, "上昇") };
        region.write(&people.doctor, team, same).await;

        let delivery = region.deliver("ご本人には未告知です").await;
        let to = |who: &[&Somebody]| Draft {
            deliver_to: who.iter().map(|it| it.person).collect(),
            ..quoting(delivery, "未告知")
        };
        for audience in [&[][..], &[&people.helper], &[&people.nurse, &people.helper]] {
            let refused = region.try_write(&people.doctor, team, to(audience)).await;
            assert!(refused.unwrap_err().detail.starts_with("wider"));
        }
        region.write(&people.doctor, team, to(&[&people.nurse])).await;
    });
}

#[test]
fn words_of_an_entry_that_turns_out_to_be_of_another_patient_are_not_shown() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, note("水分 250mL")).await;
        let answer = region.write(doctor, team, quoting(id, "水分")).await;
        enter(&region, nurse, team).await.misfiled(id, "").await.unwrap();
        assert_eq!(quote(&region, doctor, answer).await, None);
        assert_eq!(quote(&region, nurse, answer).await.as_deref(), Some("水分"), "its author");
    });
}
