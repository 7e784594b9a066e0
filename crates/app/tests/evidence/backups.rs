//! What was lost comes back as it was, checked, and what was destroyed does not.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tasuki_app::backup::{self, Restored, register_in};
use tasuki_app::destroy::Destruction;
use tasuki_app::verify::{Report, Verification, verify_folder};
use tasuki_app::{App, AppOptions, DataFolder};
use tasuki_kernel::{Code, Result};
use tasuki_ledger::Identity;
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{Fixture, HIGH, SECRET, TEAM, options, seen, sign_in};
use crate::passkeys::{a_passkey, goes_on_where_it_was, used_twice};

/// An empty place to restore into.
struct Place {
    folder: PathBuf,
    options: AppOptions,
}

impl Place {
    fn of(database: &Database, it: &Fixture) -> Self {
        let folder = database.folder().to_owned();
        let engine = database.engine().clone();
        Self { options: options(&folder, engine, Arc::clone(&it.clock)), folder }
    }

    async fn restore(
        &self,
        from: &Path,
        generation: Option<&str>,
        identity: Identity,
    ) -> Result<(Arc<App>, Restored)> {
        let options = self.options.clone();
        let (app, restored) = backup::restore(from, generation, options, identity).await?;
        Ok((Arc::new(app), restored))
    }

    async fn verified(&self, identity: Identity, against: Option<&str>) -> Report {
        let what = Verification {
            folder: DataFolder::new(&self.folder),
            engine: self.options.engine.clone(),
            keys: Some(identity),
            checkpoint: against.map(str::to_owned),
        };
        verify_folder(what).await.unwrap()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

async fn pages(app: &Arc<App>, it: &Fixture) -> Vec<String> {
    let mut pages = Vec::new();
    for who in [&it.doctor, &it.nurse, &it.helper] {
        let there = sign_in(app, who).await;
        pages.push(seen(app, &there, it.room).await.unwrap());
    }
    pages
}

/// A backup does not depend on the engine.
#[test]
fn a_restored_region_verifies_and_shows_the_same_pages() {
    type Make = fn() -> Database;
    let ways: [(Make, Make); 3] = [
        (Database::embedded, Database::embedded),
        (Database::embedded, Database::postgres),
        (Database::postgres, Database::embedded),
    ];
    for (from, to) in ways {
        let (from, to) = (from(), to());
        eprintln!("from {from} to {to}");
        block_on(async {
            let it = Fixture::new(&from).await;
            let mut phone = a_passkey(&it.app, &it.nurse).await;
            used_twice(&it.app, &mut phone).await;
            let outside = it.app.checkpoint().await.unwrap();
            let shelf = from.folder().join("backup");
            let made = it.app.backup(&shelf).await.unwrap();
            assert!(made.rows > 60 && made.new_objects == 2, "{made:?}");
            let before = pages(&it.app, &it).await;
            let place = Place::of(&to, &it);
            let (app, restored) = place.restore(&shelf, None, it.identity()).await.unwrap();
            let done = (&restored.generation, restored.rows);
            assert_eq!(done, (&made.generation, made.rows));
            assert_eq!(pages(&app, &it).await, before);
            goes_on_where_it_was(&app, &mut phone).await;
            let nurse = sign_in(&app, &it.nurse).await;
            let room = app.room(&nurse.session, it.room).await.unwrap();
            room.write(it.words("もどったあとの記録")).await.unwrap();
            app.checkpoint().await.unwrap();
            let report = place.verified(it.identity(), Some(&outside)).await;
            assert!(report.is_clean(), "{report}");
            assert_eq!(report.attachments, 2);
        });
    }
}

#[test]
fn the_recovery_key_restores_and_makes_a_new_region_key() {
    let (from, to) = (Database::embedded(), Database::embedded());
    block_on(async {
        let it = Fixture::new(&from).await;
        let shelf = from.folder().join("backup");
        it.app.backup(&shelf).await.unwrap();
        let place = Place::of(&to, &it);
        let (app, _) = place.restore(&shelf, None, it.recovery()).await.unwrap();
        let new = Identity::generate();
        app.rotate_region_key(&new).await.unwrap();
        app.checkpoint().await.unwrap();
        drop(app);
        let lost = App::open(place.options.clone(), it.identity()).await.err().unwrap();
        assert_eq!(lost.code, Code::KeyProblem);
        let app = Arc::new(App::open(place.options.clone(), new.clone()).await.unwrap());
        assert!(pages(&app, &it).await[0].contains(HIGH));
        let report = place.verified(new, None).await;
        assert!(report.is_clean(), "{report}");
    });
}

#[test]
fn what_was_destroyed_since_stays_destroyed_after_a_restore() {
    on_both(|from: &Database| {
        let to = Database::embedded();
        block_on(async {
            let it = Fixture::new(from).await;
            let shelf = from.folder().join("backup");
            let first = it.app.backup(&shelf).await.unwrap();
            let note = Destruction::Entry(it.photo_note.log, it.photo_note.entry);
            let register = register_in(&shelf);
            it.app.destroy(note, "ご本人の請求", Some(&register)).await.unwrap();
            let place = Place::of(&to, &it);
            let generation = Some(first.generation.as_str());
            let (app, _) = place.restore(&shelf, generation, it.identity()).await.unwrap();
            let nurse = &pages(&app, &it).await[1];
            assert!(!nurse.contains(TEAM) && nurse.contains(SECRET), "{nurse}");
            app.checkpoint().await.unwrap();
            let report = place.verified(it.identity(), None).await;
            assert!(report.is_clean() && report.destroyed == 1, "{report}");
            assert_eq!(report.attachments, 0);
        });
    });
}

#[test]
fn a_destroyed_notebook_stays_destroyed_after_a_restore() {
    let (from, to) = (Database::embedded(), Database::embedded());
    block_on(async {
        let it = Fixture::new(&from).await;
        let shelf = from.folder().join("backup");
        let first = it.app.backup(&shelf).await.unwrap();
        let what = Destruction::Notebook(it.notebook);
        it.app.destroy(what, "保存期間の満了", Some(&register_in(&shelf))).await.unwrap();
        let place = Place::of(&to, &it);
        let generation = Some(first.generation.as_str());
        let (app, _) = place.restore(&shelf, generation, it.identity()).await.unwrap();
        let nurse = sign_in(&app, &it.nurse).await;
        assert_eq!(seen(&app, &nurse, it.room).await.unwrap_err().code, Code::NotFound);
        assert_eq!(fs::read_dir(to.folder().join("keys/vaults")).unwrap().count(), 1);
        app.checkpoint().await.unwrap();
        let report = place.verified(it.identity(), None).await;
        assert!(report.is_clean() && report.destroyed > 10, "{report}");
    });
}

/// An older generation, then a life of its own in the same backup, then the first life again.
#[test]
fn generations_of_two_histories_do_not_meet() {
    let (from, to, third) = (Database::embedded(), Database::embedded(), Database::embedded());
    block_on(async {
        let it = Fixture::new(&from).await;
        let shelf = from.folder().join("backup");
        let first = it.app.backup(&shelf).await.unwrap();
        it.write(&it.nurse, it.words("はじめの歴史")).await;
        let second = it.app.backup(&shelf).await.unwrap();
        assert_eq!(second.new_objects, 0, "photos are copied once");

        let place = Place::of(&to, &it);
        let generation = Some(first.generation.as_str());
        let (app, _) = place.restore(&shelf, generation, it.identity()).await.unwrap();
        let nurse = sign_in(&app, &it.nurse).await;
        let room = app.room(&nurse.session, it.room).await.unwrap();
        for words in ["べつの歴史", "そのつづき"] {
            room.write(it.words(words)).await.unwrap();
            app.checkpoint().await.unwrap();
        }
        let report = place.verified(it.identity(), None).await;
        assert!(report.is_clean(), "{report}");
        app.backup(&shelf).await.unwrap();

        let place = Place::of(&third, &it);
        let generation = Some(second.generation.as_str());
        let (app, _) = place.restore(&shelf, generation, it.identity()).await.unwrap();
        let report = place.verified(it.identity(), None).await;
        assert!(report.is_clean(), "{report}");
        let page = &pages(&app, &it).await[0];
        assert!(page.contains("はじめの歴史") && !page.contains("べつの歴史"));
    });
}

#[test]
fn restores_that_cannot_be_are_refused_before_anything_is_written() {
    let (from, to) = (Database::embedded(), Database::embedded());
    block_on(async {
        let it = Fixture::new(&from).await;
        let shelf = from.folder().join("backup");
        let made = it.app.backup(&shelf).await.unwrap();
        let place = Place::of(&to, &it);
        let untouched = || files(to.folder()).is_empty();
        let code = |outcome: Result<(Arc<App>, Restored)>| outcome.err().unwrap().code;
        let stranger = place.restore(&shelf, None, Identity::generate()).await;
        assert_eq!(code(stranger), Code::KeyProblem);
        let none = place.restore(&from.folder().join("none"), None, it.identity()).await;
        assert_eq!(code(none), Code::Damaged);
        let unknown = place.restore(&shelf, Some("2020"), it.identity()).await;
        assert_eq!(code(unknown), Code::Damaged);
        assert!(untouched());
        // A part that somebody sealed to the region's public key, with a manifest that fits it.
        let manifest = shelf.join("generations").join(&made.generation).join("manifest.json");
        let part = manifest.with_file_name("rows-0001.age");
        let (kept, kept_part) = (fs::read_to_string(&manifest).unwrap(), fs::read(&part).unwrap());
        let before = tasuki_ledger::Hash::of(&kept_part).to_string();
        let own = tasuki_ledger::recipient::seal_to(&[it.identity().recipient()], b"").unwrap();
        fs::write(&part, &own).unwrap();
        let forged = kept.replace(&before, &tasuki_ledger::Hash::of(&own).to_string());
        assert_ne!(forged, kept);
        fs::write(&manifest, forged).unwrap();
        let slipped_in = place.restore(&shelf, None, it.identity()).await;
        assert_eq!(code(slipped_in), Code::Damaged);
        assert!(untouched());
        fs::write(&part, kept_part).unwrap();
        fs::write(&manifest, kept).unwrap();
        // Where something is already.
        let taken = Place::of(&from, &it).restore(&shelf, None, it.identity()).await;
        assert_eq!(code(taken), Code::Conflict);
        // Keys expire after thirty days, with the next backup.
        it.clock.advance(31 * 86_400);
        it.app.backup(&shelf).await.unwrap();
        let generation = Some(made.generation.as_str());
        let expired = place.restore(&shelf, generation, it.identity()).await;
        assert_eq!(code(expired), Code::KeyProblem);
        assert!(untouched());
        assert!(place.restore(&shelf, None, it.identity()).await.is_ok());
    });
}

/// Every file of a backup: changed, it is refused, or what was restored does not verify.
#[test]
fn no_change_to_a_backup_goes_unnoticed() {
    let from = Database::embedded();
    let it = block_on(Fixture::new(&from));
    let shelf = from.folder().join("backup");
    block_on(it.app.backup(&shelf)).unwrap();
    let mut refused = 0;
    for file in files(&shelf) {
        let kept = fs::read(&file).unwrap();
        let mut changed = kept.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 4;
        fs::write(&file, &changed).unwrap();
        let to = Database::embedded();
        let noticed = block_on(async {
            let place = Place::of(&to, &it);
            match place.restore(&shelf, None, it.identity()).await {
                Err(_) => {
                    refused += 1;
                    true
                }
                Ok(_) => !place.verified(it.identity(), None).await.is_clean(),
            }
        });
        assert!(noticed, "{}", file.display());
        fs::write(&file, kept).unwrap();
    }
    assert!(refused > 5, "{refused}");
}

#[test]
fn a_backup_holds_no_words_and_no_names_in_clear() {
    let from = Database::embedded();
    block_on(async {
        let it = Fixture::new(&from).await;
        let shelf = from.folder().join("backup");
        it.app.backup(&shelf).await.unwrap();
        let holds = |bytes: &[u8], words: &str| {
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        };
        let mut named = 0;
        for file in files(&shelf) {
            let bytes = fs::read(&file).unwrap();
            for words in [TEAM, HIGH, SECRET, "山田", "helper", "みなと", "kizu.jpg"] {
                assert!(!holds(&bytes, words), "{words} in {}", file.display());
            }
            named += usize::from(holds(&bytes, &it.app.region().to_string()));
        }
        assert!(named > 0, "the search finds what is there");
    });
}
