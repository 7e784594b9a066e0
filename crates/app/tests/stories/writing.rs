//! What is written, corrected, taken back, delivered and refused.

use tasuki_app::attachment::{Size, Upload};
use tasuki_app::compose::{Correction, Draft};
use tasuki_app::timeline::Matter;
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, EntryId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note, photo};

use crate::{enter, items, texts};

fn with_id(id: u8, words: &str) -> Draft {
    Draft { entry: Some(EntryId::from_bytes([id; 16])), ..note(words) }
}

#[test]
fn what_one_writes_the_team_reads_and_nobody_else() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        region.write(&people.nurse, region.rooms.team, note("体温37.8℃")).await;
        for reader in [&people.nurse, &people.doctor, &people.care_manager, &people.helper] {
            let found = texts(&region, reader, region.rooms.team).await;
            assert!(found.contains(&"体温37.8℃".to_owned()), "{}", reader.name);
        }
        for stranger in [&people.outsider, &people.leaver, &people.relative] {
            let session = region.session(stranger).await;
            let problem = region.app.room(&session, region.rooms.team).await.err().unwrap();
            assert_eq!(problem.code, Code::NotFound, "{}", stranger.name);
        }
    });
}

#[test]
fn sending_twice_is_harmless_and_another_content_is_refused() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        let draft = Draft { photos: vec![photo()], ..with_id(7, "1回だけ") };
        let first = region.try_write(nurse, team, draft.clone()).await.unwrap();
        let again = region.try_write(nurse, team, draft.clone()).await.unwrap();
        assert!(first.fresh && !again.fresh);
        assert_eq!((first.sequence, first.head), (again.sequence, again.head));
        let found = texts(&region, nurse, team).await;
        assert_eq!(found.iter().filter(|it| *it == "1回だけ").count(), 1);
        let others = [
            with_id(7, "別の言葉"),
            with_id(7, "1回だけ"),
            Draft { importance: Importance::Urgent, ..draft.clone() },
            Draft { sensitivity: Sensitivity::High, ..draft },
        ];
        for other in others {
            let problem = region.try_write(nurse, team, other).await.unwrap_err();
            assert_eq!(problem.code, Code::EntryIdTaken);
        }
        let theirs = with_id(7, "他人の番号");
        let problem = region.try_write(&region.people.doctor, team, theirs).await.unwrap_err();
        assert_eq!(problem.code, Code::EntryIdTaken, "another author's id in the same log");
    });
}

#[test]
fn a_correction_keeps_the_old_words_in_sight() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, note("水分 250mL")).await;
        let correction = |words: &str| Correction {
            text: words.into(),
            reason: "量の誤り".into(),
            ..Correction::default()
        };
        let room = enter(&region, nurse, team).await;
        room.correct(id, correction("水分 200mL")).await.unwrap();
        room.correct(id, correction("水分 180mL")).await.unwrap();
        let seen = items(&region, doctor, team).await;
        let record = seen.iter().find(|item| item.entry == id).unwrap();
        let Matter::Note { note, before, corrected } = &record.matter else { panic!("a note") };
        assert_eq!(note.text, "水分 180mL");
        let old: Vec<&str> = before.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(old, ["水分 250mL", "水分 200mL"]);
        assert_eq!(corrected.as_ref().unwrap().reason, "量の誤り");
        let marks =
            seen.iter().filter(|it| matches!(it.matter, Matter::Amendment { of } if of == id));
        assert_eq!(marks.count(), 2, "each correction stands at its own place too");
        let theirs = enter(&region, doctor, team).await;
        let problem = theirs.correct(id, correction("私が直す")).await.unwrap_err();
        assert_eq!(problem.code, Code::NotAllowed, "only the author corrects");
    });
}

#[test]
fn what_is_taken_back_stays_visible_as_taken_back() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, note("書き間違い")).await;
        let room = enter(&region, nurse, team).await;
        room.withdraw(id, "別の日の記録").await.unwrap();
        let seen = items(&region, doctor, team).await;
        let record = seen.iter().find(|item| item.entry == id).unwrap();
        let Matter::Withdrawn { note, by } = &record.matter else { panic!("withdrawn") };
        assert_eq!((note.text.as_str(), by.reason.as_str()), ("書き間違い", "別の日の記録"));
        let problem = room.withdraw(id, "もう一度").await.unwrap_err();
        assert_eq!(problem.code, Code::Conflict);
    });
}

#[test]
fn what_stands_under_the_wrong_patient_is_for_its_author_only() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let draft = Draft { photos: vec![photo()], ..note("別の患者さんのこと") };
        let id = region.write(nurse, team, draft).await;
        let before = items(&region, doctor, team).await.len();
        enter(&region, nurse, team).await.misfiled(id, "取り違え").await.unwrap();
        let seen = items(&region, doctor, team).await;
        assert_eq!(seen.len(), before - 1, "neither the entry nor its mark is left");
        let theirs = enter(&region, doctor, team).await;
        assert_eq!(theirs.entry(id).await.unwrap_err().code, Code::NotFound);
        let picture = theirs.picture(id, 0, Size::Full).await.unwrap_err();
        assert_eq!(picture.code, Code::NotFound);
        let mine = enter(&region, nurse, team).await.entry(id).await.unwrap();
        assert!(matches!(mine.matter, Matter::Misfiled { .. }));
    });
}

#[test]
fn a_delivery_leaves_no_trace_for_others() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let team = region.rooms.team;
        let unread =
            async |who: &Somebody| enter(&region, who, team).await.unread_count().await.unwrap();
        let before = (unread(&people.care_manager).await, unread(&people.doctor).await);
        let id = region.deliver("検査の結果は先生だけに").await;
        assert_eq!(unread(&people.care_manager).await, before.0);
        assert_eq!(unread(&people.doctor).await, before.1 + 1);
        let doctor = enter(&region, &people.doctor, team).await;
        let item = doctor.entry(id).await.unwrap();
        let mut names: Vec<&str> = item.addressees.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        let mut expected = [people.nurse.name, people.doctor.name];
        expected.sort_unstable();
        assert_eq!(names, expected);
        let third = enter(&region, &people.care_manager, team).await;
        assert_eq!(third.entry(id).await.unwrap_err().code, Code::NotFound);
        assert!(
            !texts(&region, &people.care_manager, team).await.iter().any(|it| it.contains("検査"))
        );
        let page = third.page(None).await.unwrap();
        let theirs = doctor.page(None).await.unwrap();
        assert_eq!(page.live.len(), theirs.live.len(), "a cursor's length tells nothing");
        assert_eq!(third.news(&page.live).await.unwrap().fresh.len(), 0);
    });
}

#[test]
fn an_audience_has_one_log_and_a_stranger_is_no_addressee() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let team = region.rooms.team;
        let to =
            |who: &Somebody, words: &str| Draft { deliver_to: vec![who.person], ..note(words) };
        let first = region.try_write(&people.nurse, team, to(&people.doctor, "一")).await.unwrap();
        let second = region.try_write(&people.doctor, team, to(&people.nurse, "二")).await.unwrap();
        assert_eq!(first.log, second.log, "the same two people");
        let third = region.try_write(&people.nurse, team, to(&people.helper, "三")).await.unwrap();
        assert_ne!(first.log, third.log);
        let problem =
            region.try_write(&people.nurse, team, to(&people.outsider, "四")).await.unwrap_err();
        assert_eq!((problem.code, problem.field), (Code::Invalid, Some("deliver_to")));
        let alone = region.try_write(&people.nurse, team, to(&people.nurse, "五")).await;
        assert_eq!(alone.unwrap_err().field, Some("deliver_to"));
    });
}

#[test]
fn confirming_is_for_others_and_once() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, note("夜間の連絡先")).await;
        let mine = enter(&region, nurse, team).await.confirm(id).await.unwrap_err();
        assert_eq!(mine.code, Code::NotAllowed);
        let room = enter(&region, doctor, team).await;
        let first = room.confirm(id).await.unwrap();
        let again = room.confirm(id).await.unwrap();
        assert!(first.fresh && !again.fresh);
        let item = enter(&region, nurse, team).await.entry(id).await.unwrap();
        let names: Vec<&str> = item.confirmations.iter().map(|(it, _)| it.name.as_str()).collect();
        assert_eq!(names, [doctor.name]);
    });
}

#[test]
fn photos_are_made_anew_and_what_is_no_photo_is_refused() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        let id =
            region.write(nurse, team, Draft { photos: vec![photo()], ..Draft::default() }).await;
        let room = enter(&region, &region.people.doctor, team).await;
        let full = room.picture(id, 0, Size::Full).await.unwrap();
        assert!(full.bytes.starts_with(&[0xff, 0xd8]), "a JPEG of our own making");
        let small = room.picture(id, 0, Size::Thumbnail).await.unwrap();
        assert!(small.bytes.len() <= full.bytes.len());
        assert_eq!(room.picture(id, 1, Size::Full).await.unwrap_err().code, Code::NotFound);
        let entries = items(&region, nurse, team).await.len();
        for bytes in [&b"<svg onload='x'/>"[..], b"<html>", b"GIF89a", b"\xff\xd8\xff"] {
            let upload = Upload {
                file_name: "photo.jpg".into(),
                caption: String::new(),
                bytes: bytes.to_vec(),
            };
            let draft = Draft { photos: vec![upload], ..note("添付") };
            let problem = region.try_write(nurse, team, draft).await.unwrap_err();
            assert_eq!(problem.code, Code::FileRefused);
        }
        let draft = Draft { photos: vec![photo(); 21], ..note("多すぎる") };
        assert_eq!(region.try_write(nurse, team, draft).await.unwrap_err().field, Some("photos"));
        assert_eq!(items(&region, nurse, team).await.len(), entries, "nothing was written");
    });
}

#[test]
fn bad_words_and_choices_are_named_by_their_field() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        let tries = [
            (note(""), Code::Invalid, "text"),
            (note(&"長".repeat(20_001)), Code::TooLarge, "text"),
            (note("a\u{0}b"), Code::Invalid, "text"),
            (Draft { category: "無い".into(), ..note("x") }, Code::Invalid, "category"),
            (Draft { tags: vec!["t".into(); 11], ..note("x") }, Code::Invalid, "tags"),
            (
                Draft { answers: Some(EntryId::from_bytes([9; 16])), ..note("x") },
                Code::Invalid,
                "answers",
            ),
        ];
        for (draft, code, field) in tries {
            let problem = region.try_write(nurse, team, draft).await.unwrap_err();
            assert_eq!((problem.code, problem.field), (code, Some(field)), "{problem}");
        }
        let other_post = Draft { post: region.people.doctor.post, ..note("x") };
        let problem = region.try_write(nurse, team, other_post).await.unwrap_err();
        assert_eq!(problem.code, Code::NotYourPost);
    });
}

#[test]
fn a_correction_of_what_was_corrected_meanwhile_is_told_so() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        let id = region.write(nurse, team, note("水分 250mL")).await;
        let room = enter(&region, nurse, team).await;
        let on = |version: usize, words: &str| Correction {
            text: words.into(),
            based_on: Some(version),
            entry: Some(region.app.new_entry_id()),
            ..Correction::default()
        };
        let first = on(0, "水分 200mL");
        room.correct(id, first.clone()).await.unwrap();
        let problem = room.correct(id, on(0, "水分 180mL")).await.unwrap_err();
        assert_eq!(problem.code, Code::Conflict);
        assert!(!room.correct(id, first).await.unwrap().fresh, "a try again is no conflict");
        room.correct(id, on(1, "水分 180mL")).await.unwrap();
        // Two at the very same moment: one stands, the other is told.
        let (a, b) = tokio::join!(room.correct(id, on(2, "甲")), room.correct(id, on(2, "乙")));
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1);
        let refused = a.err().or(b.err()).unwrap();
        assert_eq!(refused.code, Code::Conflict);
    });
}
