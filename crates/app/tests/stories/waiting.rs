//! What waits for somebody, and the one line of each notebook.

use std::sync::Arc;

use tasuki_app::compose::Draft;
use tasuki_app::my_notebooks::{Card, Shelf, WaitsFor};
use tasuki_app::session::Session;
use tasuki_domain::importance::Importance;
use tasuki_kernel::Timestamp;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note};

use crate::enter;

async fn shelf(region: &Region, session: &Arc<Session>) -> Shelf {
    region.app.my_notebooks(session).await.unwrap()
}

async fn session(region: &Region, who: &Somebody) -> Arc<Session> {
    region.session(who).await
}

fn line(card: &Card) -> &str {
    card.line.as_ref().map_or("", |it| it.note.text.as_str())
}

fn urgent(text: &str) -> Draft {
    Draft { importance: Importance::Urgent, ..note(text) }
}

fn words(shelf: &Shelf) -> Vec<(WaitsFor, &str)> {
    shelf.waiting.iter().map(|it| (it.waits_for, it.line.note.text.as_str())).collect()
}

#[test]
fn an_urgent_note_waits_until_it_is_confirmed() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let eyes = session(&region, doctor).await;
        assert!(shelf(&region, &eyes).await.waiting.is_empty());
        let id = region.write(nurse, team, urgent("熱が39度あります")).await;
        region.write(nurse, team, note("そのほかの記録")).await;
        let seen = shelf(&region, &eyes).await;
        assert_eq!(words(&seen), [(WaitsFor::Confirmation, "熱が39度あります")]);
        assert_eq!(
            line(&seen.cards[0]),
            "熱が39度あります",
            "what matters most, not what is newest"
        );
        assert_eq!(seen.cards[0].unread, 2);
        // Opening is not confirming.
        let room = enter(&region, doctor, team).await;
        room.mark_read().await.unwrap();
        let seen = shelf(&region, &eyes).await;
        assert_eq!((seen.cards[0].unread, seen.waiting.len()), (0, 1));
        assert_eq!(line(&seen.cards[0]), "そのほかの記録", "the newest, now that all is read");
        room.confirm(id).await.unwrap();
        assert!(shelf(&region, &eyes).await.waiting.is_empty());
        let own = session(&region, nurse).await;
        assert!(shelf(&region, &own).await.waiting.is_empty(), "one's own note does not wait");
    });
}

#[test]
fn a_delivery_waits_for_its_addressee_alone() {
    block_on(async {
        let region = Region::new().await;
        region.deliver("ご相談です").await;
        let doctor = session(&region, &region.people.doctor).await;
        let seen = shelf(&region, &doctor).await;
        assert_eq!(words(&seen), [(WaitsFor::Confirmation, "ご相談です")]);
        assert!(seen.waiting[0].delivery);
        let manager = session(&region, &region.people.care_manager).await;
        let seen = shelf(&region, &manager).await;
        assert!(seen.waiting.is_empty());
        assert!(seen.cards.iter().all(|card| card.unread == 0 && card.line.is_none()));
    });
}

#[test]
fn an_answer_waits_until_it_is_opened() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let asked = region.write(nurse, team, note("軟膏はこのままでよいですか")).await;
        let eyes = session(&region, nurse).await;
        shelf(&region, &eyes).await;
        let answer = Draft { answers: Some(asked), ..note("はい、このままで") };
        region.write(doctor, team, answer).await;
        let seen = shelf(&region, &eyes).await;
        assert_eq!(words(&seen), [(WaitsFor::Opening, "はい、このままで")]);
        assert_eq!(seen.waiting[0].byline.name, doctor.name);
        let others = session(&region, &region.people.helper).await;
        assert!(shelf(&region, &others).await.waiting.is_empty(), "it answers nobody else");
        enter(&region, nurse, team).await.mark_read().await.unwrap();
        assert!(shelf(&region, &eyes).await.waiting.is_empty());
    });
}

#[test]
fn what_was_taken_back_or_is_too_sensitive_or_old_does_not_wait() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, urgent("まちがえました")).await;
        let eyes = session(&region, doctor).await;
        assert_eq!(shelf(&region, &eyes).await.waiting.len(), 1);
        enter(&region, nurse, team).await.withdraw(id, "").await.unwrap();
        let seen = shelf(&region, &eyes).await;
        assert!(seen.waiting.is_empty() && seen.cards.iter().all(|card| !card.urgent));
        region.write_high("検査の結果").await;
        let manager = session(&region, &region.people.care_manager).await;
        let seen = shelf(&region, &manager).await;
        assert!(seen.cards.iter().all(|card| card.line.is_none() && card.unread == 0));
        region.write(nurse, team, urgent("二週間まえのこと")).await;
        region.clock.advance(14 * 86_400 + 1);
        let eyes = session(&region, doctor).await;
        assert!(shelf(&region, &eyes).await.waiting.is_empty());
    });
}

/// The list is put together from memory; it must say the same as what is read anew.
#[test]
fn many_notes_are_counted_right_from_memory_and_anew() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let eyes = session(&region, doctor).await;
        for n in 0..60_u64 {
            let draft = if n % 7 == 0 { urgent("至急") } else { note(&format!("記録{n}")) };
            let id = region.write(nurse, team, draft).await;
            if n % 9 == 0 {
                let room = enter_quietly(&region, nurse).await;
                let words = tasuki_app::compose::Correction {
                    text: format!("訂正{n}"),
                    ..Default::default()
                };
                room.correct(id, words).await.unwrap();
            }
            let from_memory = summary(&shelf(&region, &eyes).await);
            region.app.forget();
            assert_eq!(summary(&shelf(&region, &eyes).await), from_memory, "{n}");
            // Further back than twenty notes the counters tell, which count corrections too.
            let corrections = if n < 20 { 0 } else { n / 9 + 1 };
            let right = n + 1..=n + 1 + corrections;
            assert!(right.contains(&from_memory.0), "{n}: {}", from_memory.0);
        }
    });
}

async fn enter_quietly(region: &Region, who: &Somebody) -> tasuki_app::room::Room {
    let session = Arc::new(region.app.receiver(who.login).await.unwrap());
    region.app.room(&session, region.rooms.team).await.unwrap()
}

fn summary(shelf: &Shelf) -> (u64, bool, String, Option<Timestamp>, Vec<String>) {
    let card = &shelf.cards[0];
    let waiting = shelf.waiting.iter().map(|it| it.line.note.text.clone()).collect();
    (card.unread, card.urgent, line(card).to_owned(), card.newest, waiting)
}
