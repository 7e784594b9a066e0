//! PostgreSQL on another machine: the connection is encrypted and its server verified.

use tasuki_kernel::{Clock, Code, SystemClock};
use tasuki_pki::Authority;
use tasuki_store::{Engine, Store};
use tasuki_testkit::block_on;
use tasuki_testkit::engines::options;
use tasuki_testkit::postgres::Cluster;
use tasuki_testkit::sealed::new_author;

use crate::team_log;

/// Fails unless somebody of ours is connected by TLS.
const SOMEBODY_SPEAKS_TLS: &str = "DO $$ BEGIN \
     IF NOT EXISTS (SELECT 1 FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                    WHERE usename = 'tasuki' AND ssl) \
     THEN RAISE EXCEPTION 'nobody speaks TLS'; END IF; END $$";

fn authority(name: &str) -> Authority {
    Authority::create(name, SystemClock.now()).unwrap()
}

#[test]
fn the_server_is_verified_and_what_is_said_encrypted() {
    let (ours, foreign) = (authority("みなと市"), authority("よその市"));
    let issued = ours.issue_server(&["127.0.0.1".into()], SystemClock.now(), 2).unwrap();
    let cluster = Cluster::new();
    cluster.offer_tls(&issued.chain_pem, &issued.key_pem);

    let folder = tempfile::tempdir().unwrap();
    let by = |authority: &Authority, name: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, authority.certificate_pem()).unwrap();
        let place = cluster.fresh_database();
        let url = format!("{place}?sslmode=verify-full&sslrootcert={}", file.display());
        Store::open(options(Engine::Postgres(url)))
    };
    let refused = by(&foreign, "foreign.pem").err().expect("another authority's server");
    assert_eq!(refused.code, Code::Unavailable, "{refused}");

    let store = by(&ours, "ours.pem").unwrap();
    block_on(async {
        let log = team_log(&store).await;
        let note = log.sealed_note(new_author(log.region), "暗号化された道");
        log.append(&store, note).await.unwrap();
    });
    cluster.run_sql("postgres", SOMEBODY_SPEAKS_TLS);
}
