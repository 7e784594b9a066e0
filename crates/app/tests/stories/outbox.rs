//! Letters go out: late rather than never, once they can, and their words are forgotten.

use tasuki_app::letter::{LetterState, Undelivered};
use tasuki_kernel::{Clock as _, Code};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Post, Region};

#[test]
fn a_server_that_is_away_for_an_hour_loses_no_letter() {
    block_on(async {
        let region = Region::new().await;
        region.apply("midori").await;
        let post = Post::default();
        post.meet(Some(Undelivered::Later("connection refused".into())));
        let (mut attempts, begin) = (0, region.clock.now());
        while region.clock.now().seconds_since(begin) < 3_600 {
            let pause = region.app.deliver(&post).await.unwrap();
            attempts += 1;
            region.clock.advance(i64::try_from(pause.as_secs()).unwrap().max(1));
        }
        assert!(attempts > 5);
        assert!(post.arrived().is_empty());
        let (rows, counts) = region.desk().await.letters(LetterState::Waiting).await.unwrap();
        assert_eq!(counts, [1, 0, 0]);
        assert_eq!(rows[0].trouble, "connection refused");
        post.meet(None);
        for _ in 0..60 {
            region.clock.advance(15);
            region.app.deliver(&post).await.unwrap();
        }
        assert_eq!(post.arrived().len(), 1, "a quarter of an hour later it is there, once");
    });
}

#[test]
fn an_address_that_bounces_is_told_and_can_be_tried_again() {
    block_on(async {
        let region = Region::new().await;
        let applied = region.apply("midori").await;
        let post = Post::default();
        post.meet(Some(Undelivered::Never("550 5.1.1 no such user\r\n".into())));
        region.app.deliver(&post).await.unwrap();
        let desk = region.desk().await;
        let case = desk.case(applied.id).await.unwrap();
        assert_eq!(case.letters[0].state, LetterState::GivenUp);
        assert!(case.letters[0].trouble.starts_with("550 5.1.1"));
        region.clock.advance(86_400);
        region.app.deliver(&post).await.unwrap();
        let attempts = desk.case(applied.id).await.unwrap().letters[0].attempts;
        assert_eq!(attempts, 1, "it is not tried again by itself");
        post.meet(None);
        desk.send_again(case.letters[0].id).await.unwrap();
        region.app.deliver(&post).await.unwrap();
        assert_eq!(post.arrived().len(), 1);
        let late = desk.send_again(case.letters[0].id).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
    });
}

#[test]
fn a_letter_that_nobody_takes_is_given_up_after_three_days() {
    block_on(async {
        let region = Region::new().await;
        region.apply("midori").await;
        let post = Post::default();
        post.meet(Some(Undelivered::Later("busy".into())));
        for _ in 0..80 {
            region.clock.advance(3_600);
            region.app.deliver(&post).await.unwrap();
        }
        let (_, counts) = region.desk().await.letters(LetterState::GivenUp).await.unwrap();
        assert_eq!(counts, [0, 0, 1]);
    });
}

#[test]
fn the_words_of_letters_lie_in_no_file() {
    block_on(async {
        let region = Region::new().await;
        let applied = region.apply("midori").await;
        region.desk().await.approve(applied.id, applied.revision).await.unwrap();
        let codes = region.count("SELECT count(*) FROM letters WHERE sealed IS NOT NULL");
        assert_eq!(codes, 4);
        let mails = region.mails().await;
        let code = mails
            .iter()
            .find_map(|it| it.words.lines().find_map(|line| line.strip_prefix("受け取りコード:")))
            .expect("a code")
            .trim()
            .to_owned();
        assert_eq!(region.count("SELECT count(*) FROM letters WHERE sealed IS NOT NULL"), 0);
        for entry in std::fs::read_dir(region.folder()).unwrap() {
            let path = entry.unwrap().path();
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let found = bytes.windows(code.len()).any(|it| it == code.as_bytes());
            assert!(!found, "{}", path.display());
        }
    });
}

#[test]
fn a_letter_that_waits_is_sent_at_once_when_the_desk_presses() {
    block_on(async {
        let region = Region::new().await;
        region.apply("midori").await;
        let post = Post::default();
        post.meet(Some(Undelivered::Later("421 away".into())));
        region.app.deliver(&post).await.unwrap();
        post.meet(None);
        region.app.deliver(&post).await.unwrap();
        assert!(post.arrived().is_empty(), "its turn has not come");
        let desk = region.desk().await;
        let waiting = desk.letters(LetterState::Waiting).await.unwrap().0.remove(0);
        assert!(waiting.next > region.clock.now());
        desk.send_again(waiting.id).await.unwrap();
        region.app.deliver(&post).await.unwrap();
        assert_eq!(post.arrived().len(), 1);
        let delivered = desk.letters(LetterState::Delivered).await.unwrap().0.remove(0);
        assert_eq!((delivered.id, delivered.trouble.as_str()), (waiting.id, ""));
    });
}
