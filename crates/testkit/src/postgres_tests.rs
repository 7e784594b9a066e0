use std::net::TcpStream;

use super::*;

#[test]
fn a_cluster_stops_starts_and_leaves_nothing() {
    let cluster = Cluster::new();
    let (folder, port) = (cluster.folder.clone(), cluster.port);
    let url = cluster.fresh_database();
    assert_ne!(url, cluster.fresh_database());
    cluster.run_sql(database_name(&url), "CREATE TABLE a (b BIGINT)");
    let mode = std::fs::read_to_string(cluster.data_folder().join("postgresql.conf")).unwrap();
    assert!(mode.lines().any(|line| line == "fsync = on"));

    cluster.stop_immediate();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    cluster.start();
    cluster.run_sql(database_name(&url), "INSERT INTO a VALUES (1)");

    drop(cluster);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(!folder.exists());
}

#[test]
#[should_panic(expected = "syntax error")]
fn what_psql_refuses_fails_the_test() {
    Cluster::shared().run_sql("postgres", "CREATE NONSENSE");
}

#[test]
fn the_database_of_a_connection_string_is_its_last_part() {
    assert_eq!(database_name("postgres://tasuki@127.0.0.1:20000/t7"), "t7");
}
