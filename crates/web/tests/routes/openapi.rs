//! The OpenAPI document: whole, honest, and with examples that the routes accept.

use std::collections::BTreeSet;

use serde_json::Value;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::{Client, Load};
use crate::stage::{Stage, routes_listed};

fn document() -> Value {
    serde_json::to_value(tasuki_web::routes::api::openapi()).expect("JSON")
}

/// Every operation with its method and path.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let of = |(path, item): (&String, &Value)| {
        let item = item.as_object().expect("an object").clone();
        let path = path.clone();
        item.into_iter().map(move |(method, it)| (method.to_uppercase(), path.clone(), it))
    };
    paths.iter().flat_map(of).collect()
}

/// Every `$ref` in a document.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                match inner.as_str() {
                    Some(target) if name == "$ref" => drop(found.insert(target.to_owned())),
                    _ => references(inner, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|it| references(it, found)),
        _ => {}
    }
}

#[test]
fn anybody_may_read_it_and_it_is_the_one_of_the_routes() {
    block_on(async {
        let stage = Stage::new().await;
        let answer = Client::default().get(&stage.staff, "/api/v1/openapi.json").await;
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.json(), document());
        let document = answer.json();
        assert!(document["openapi"].as_str().is_some_and(|it| it.starts_with("3.1")));
        assert_eq!(document["info"]["title"], "Tasuki");
        let schemes = &document["components"]["securitySchemes"];
        assert_eq!(schemes["session"]["name"], tasuki_web::visitor::COOKIE);
        assert_eq!(schemes["device"]["type"], "mutualTLS");
    });
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 10, "{found:?}");
    for target in found {
        let pointer = target.strip_prefix('#').expect("inside the document");
        assert!(document.pointer(pointer).is_some(), "{target}");
    }
}

#[test]
fn every_operation_says_what_it_does_and_how_it_refuses() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let at = format!("{method} {path}");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty() && !summary.contains('\n'), "{at}: {summary}");
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(!id.is_empty() && ids.insert(id.clone()), "{at}: {id}");
        let responses = operation["responses"].as_object().expect("responses");
        let good = responses.keys().any(|it| it.starts_with('2'));
        assert!(good, "{at} never answers well");
        let mut expected = vec!["400", "401", "404", "500", "503"];
        if method != "GET" {
            expected.extend(["403", "409", "413", "415", "422", "429", "507"]);
        }
        for status in expected {
            let content = &responses.get(status).unwrap_or_else(|| panic!("{at}: {status}"))["content"]
                ["application/problem+json"];
            let schema = content["schema"]["$ref"].as_str().unwrap_or_default();
            assert_eq!(schema, "#/components/schemas/ProblemDetails", "{at}: {status}");
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for name in path.split('{').skip(1).filter_map(|it| it.split('}').next()) {
            let described = parameters.iter().any(|it| it["name"] == name && it["in"] == "path");
            assert!(described, "{at}: {name}");
        }
        let token = parameters.iter().any(|it| it["name"] == "X-CSRF-Token");
        let signs_in = (at.starts_with("POST /api/v1/session") && !at.contains("/unlock"))
            || at.starts_with("POST /api/v1/pickup");
        assert_eq!(token, method != "GET" && !signs_in, "{at} and its token");
    }
    let served = routes_listed().iter().filter(|it| it.path.starts_with("/api/")).count();
    assert_eq!(ids.len(), served);
}

/// The example of an operation's JSON body, if it has one.
fn example<'a>(document: &'a Value, operation: &'a Value) -> Option<&'a Value> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let target = schema["$ref"].as_str()?;
    let schema = document.pointer(target.strip_prefix('#')?)?;
    Some(schema.get("example").unwrap_or_else(|| panic!("{target} has no example")))
}

/// An example that is read, and refused for what it says.
async fn refused_for_its_challenge(stage: &Stage, path: &str, example: &Value) {
    let client = stage.client(&stage.region.people.nurse).await;
    let answer = client.send(&stage.staff, ("POST", path), Load::Json(example.clone())).await;
    let field = answer.json()["errors"][0]["field"].clone();
    let told = (answer.code(), field.as_str().unwrap_or_default());
    let good = [
        (Some(Code::PasskeyRefused), ""),
        (Some(Code::Invalid), "passkey"),
        (Some(Code::PickUpRefused), ""),
    ];
    assert!(good.contains(&told), "{path}: {}", answer.text());
}

#[test]
fn the_examples_are_accepted() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let document = document();
        let mut tried = 0;
        for (method, path, operation) in operations(&document) {
            let Some(example) = example(&document, &operation) else { continue };
            if path.contains("/passkey") || path.contains("/unlock") {
                // What answers a challenge cannot be written down beforehand; its form can.
                refused_for_its_challenge(&stage, &path, example).await;
                continue;
            }
            let room = stage.region.rooms.team;
            let entry = stage.region.write(&people.nurse, room, note("はじめ")).await;
            let path =
                path.replace("{room}", &room.to_string()).replace("{entry}", &entry.to_string());
            let client = stage.client(&people.nurse).await;
            let load = Load::Json(example.clone());
            let answer = client.send(&stage.staff, (&method, &path), load).await;
            let good = if method == "PUT" { 200 } else { 201 };
            assert_eq!(answer.status, good, "{method} {path}: {}", answer.text());
            tried += 1;
        }
        assert_eq!(
            tried, 7,
            "sign-in, preferences, entry, upload, correction, withdrawal, misfiled"
        );
    });
}

/// The fields that a schema says are there always.
fn required<'a>(document: &'a Value, name: &str) -> Vec<&'a str> {
    let fields = document["components"]["schemas"][name]["required"].as_array();
    fields.unwrap_or_else(|| panic!("{name}")).iter().filter_map(Value::as_str).collect()
}

#[test]
fn answers_are_as_described() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let room = stage.region.rooms.team;
        let entry = stage.region.deliver("医師へ").await;
        let client = stage.client(&people.nurse).await;
        let document = document();
        for (path, schema) in [
            ("/api/v1/session".to_owned(), "SessionView"),
            ("/api/v1/notebooks".to_owned(), "Notebooks"),
            (format!("/api/v1/rooms/{room}"), "RoomView"),
            (format!("/api/v1/rooms/{room}/entries"), "Entries"),
            (format!("/api/v1/rooms/{room}/entries/{entry}"), "Entry"),
        ] {
            let body = client.get(&stage.staff, &path).await.json();
            let described = &document["components"]["schemas"][schema]["properties"];
            for field in required(&document, schema) {
                assert!(body.get(field).is_some(), "{path} lacks {field}");
            }
            for field in body.as_object().expect("an object").keys() {
                assert!(described.get(field).is_some(), "{path}: {field} is not described");
            }
        }
        let refused = client.get(&stage.staff, "/api/v1/rooms/x").await.json();
        for field in required(&document, "ProblemDetails") {
            assert!(refused.get(field).is_some(), "a problem lacks {field}");
        }
    });
}
