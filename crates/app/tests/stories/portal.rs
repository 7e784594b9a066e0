//! What the region says about itself: kept as it was said, refused where it makes no sense.

use tasuki_app::portal::PALETTES;
use tasuki_domain::content::Portal;
use tasuki_kernel::Clock as _;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, applicant};

fn good() -> Portal {
    Portal {
        palette: "green".into(),
        municipality: "141097".into(),
        about: "市の連絡帳です。".into(),
        joining: "市内の施設".into(),
        privacy: "同意をいただいた方だけ".into(),
        desk: "高齢福祉課".into(),
        phone: "000-123-4567".into(),
        mail: "Desk@Minato.example.jp".into(),
        hours: "平日 9:00–17:00".into(),
    }
}

#[test]
fn what_was_said_is_kept_in_one_spelling() {
    block_on(async {
        let region = Region::new().await;
        assert_eq!(region.app.portal_texts().await.unwrap(), Portal::default());
        let desk = region.desk().await;
        for palette in PALETTES {
            desk.set_portal(Portal { palette: palette.into(), ..good() }).await.unwrap();
            let kept = region.app.portal_texts().await.unwrap();
            let mail = "desk@minato.example.jp".into();
            assert_eq!(kept, Portal { palette: palette.into(), mail, ..good() });
        }
        let little = Portal { palette: "blue".into(), ..Portal::default() };
        desk.set_portal(little.clone()).await.unwrap();
        assert_eq!(region.app.portal_texts().await.unwrap(), little);
    });
}

#[test]
fn what_makes_no_sense_is_refused_by_name_and_nothing_changes() {
    block_on(async {
        let region = Region::new().await;
        let desk = region.desk().await;
        desk.set_portal(good()).await.unwrap();
        let before = region.app.portal_texts().await.unwrap();
        let long = "あ".repeat(20_001);
        let line = "あ".repeat(101);
        for (field, wrong) in [
            ("palette", Portal { palette: "#ff0000".into(), ..good() }),
            ("municipality", Portal { municipality: "141098".into(), ..good() }),
            ("about", Portal { about: long.clone(), ..good() }),
            ("joining", Portal { joining: long.clone(), ..good() }),
            ("privacy", Portal { privacy: "\u{0}".into(), ..good() }),
            ("desk", Portal { desk: line.clone(), ..good() }),
            ("phone", Portal { phone: "0\n1".into(), ..good() }),
            ("hours", Portal { hours: line, ..good() }),
            ("mail", Portal { mail: "desk".into(), ..good() }),
        ] {
            let problem = desk.set_portal(wrong).await.unwrap_err();
            assert_eq!(problem.field, Some(field));
            assert_eq!(region.app.portal_texts().await.unwrap(), before);
        }
    });
}

#[test]
fn terms_count_up_and_the_newest_holds() {
    block_on(async {
        let region = Region::new().await;
        assert_eq!(region.app.terms_now().await.unwrap(), None);
        let desk = region.desk().await;
        for version in 1..=3 {
            region.clock.advance(60);
            assert_eq!(desk.publish_terms(&format!("第{version}版\r\n")).await.unwrap(), version);
            let now = region.app.terms_now().await.unwrap().unwrap();
            assert_eq!((now.version, now.text), (version, format!("第{version}版")));
            assert_eq!(now.from, region.clock.now());
        }
        let all: Vec<_> =
            region.app.terms().await.unwrap().into_iter().map(|it| it.version).collect();
        assert_eq!(all, [3, 2, 1]);
    });
}

#[test]
fn who_takes_part_is_listed_by_place_and_kind_without_those_who_wait() {
    block_on(async {
        let region = Region::new().await;
        let applied = region.apply("midori").await;
        let names = || async {
            let all = region.app.taking_part().await.unwrap();
            all.into_iter().map(|it| (it.name, it.municipality)).collect::<Vec<_>>()
        };
        assert_eq!(names().await.len(), 2);
        region.desk().await.approve(applied.id, applied.revision).await.unwrap();
        let new = (applicant("midori").facility, Some("141097".to_owned()));
        assert!(names().await.contains(&new));
    });
}
