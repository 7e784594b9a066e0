//! Every route stands in `crates/web/routes.toml`, from which the authorisation walk and the
//! list of pages are made, and every route of the list is mounted. Routes of the API are those
//! that OpenAPI describes.

use std::collections::BTreeSet;

use super::route_list::{self, Address, Kind, LIST, Listed};
use super::route_sources::{Routes, scan};
use super::{Finding, House};

pub fn check(house: &House) -> Vec<Finding> {
    let text = house.tree.text(LIST).unwrap_or_default();
    let listed = match route_list::parse(text) {
        Ok(listed) => listed,
        Err(problem) => {
            let one_line = problem.split_whitespace().collect::<Vec<_>>().join(" ");
            return vec![Finding::at(LIST, 1, one_line)];
        }
    };
    let mut routes = Routes::default();
    for source in house.tree.sources() {
        if ["web", "server"].contains(&source.krate()) && source.is_below_src() {
            scan(source, &mut routes);
        }
    }
    let mut found = std::mem::take(&mut routes.unread);
    found.extend(unlisted(&routes, &listed));
    found.extend(unmounted(text, &routes, &listed));
    found.extend(undescribed(text, &routes, &listed));
    found.extend(twice(text, &listed));
    found
}

/// Mounted, but not in the list: nobody walks it.
fn unlisted(routes: &Routes, listed: &[Listed]) -> Vec<Finding> {
    let known: BTreeSet<Address> = listed.iter().map(Listed::address).collect();
    let mounted = routes.mounted.iter().filter(|mounted| !known.contains(&mounted.address));
    mounted
        .map(|mounted| {
            let message =
                format!("{} is not in {LIST}; say there who may call it", mounted.address);
            Finding::at(&mounted.file, mounted.line, message)
        })
        .collect()
}

/// In the list, but nowhere mounted; or described for OpenAPI and never collected.
fn unmounted(text: &str, routes: &Routes, listed: &[Listed]) -> Vec<Finding> {
    let by_axum: BTreeSet<&Address> =
        routes.mounted.iter().filter(|m| m.described.is_none()).map(|m| &m.address).collect();
    let mut found = Vec::new();
    for mounted in &routes.mounted {
        let Some(handler) = &mounted.described else { continue };
        if !routes.collected.contains(handler) && !by_axum.contains(&mounted.address) {
            let message = format!("{handler} is described but not mounted; add routes!({handler})");
            found.push(Finding::at(&mounted.file, mounted.line, message));
        }
    }
    let known: BTreeSet<&Address> = routes.mounted.iter().map(|mounted| &mounted.address).collect();
    for route in listed.iter().filter(|route| !known.contains(&route.address())) {
        let message = format!("{} is mounted nowhere; mount it or remove it", route.address());
        found.push(Finding::at(LIST, line_of(text, &route.path), message));
    }
    found
}

/// Of the kind `api` and not in OpenAPI, or in OpenAPI and of a kind that people look at.
fn undescribed(text: &str, routes: &Routes, listed: &[Listed]) -> Vec<Finding> {
    let described: BTreeSet<&Address> =
        routes.mounted.iter().filter(|m| m.described.is_some()).map(|m| &m.address).collect();
    let mut found = Vec::new();
    for route in listed {
        let address = route.address();
        let line = line_of(text, &route.path);
        match (route.kind, described.contains(&address)) {
            (Kind::Api, false) => {
                let message = format!("{address} is an api without #[utoipa::path]; describe it");
                found.push(Finding::at(LIST, line, message));
            }
            (Kind::Page | Kind::Asset, true) => {
                let message = format!("{address} stands in OpenAPI but is listed as no api");
                found.push(Finding::at(LIST, line, format!("{message}; set kind = \"api\"")));
            }
            _ => {}
        }
    }
    found
}

fn twice(text: &str, listed: &[Listed]) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let again = listed.iter().filter(|route| !seen.insert(route.address()));
    again
        .map(|route| {
            let message = format!("{} is listed twice; remove one", route.address());
            Finding::at(LIST, line_of(text, &route.path), message)
        })
        .collect()
}

fn line_of(text: &str, path: &str) -> usize {
    let wanted = format!("\"{path}\"");
    text.lines().position(|line| line.contains(&wanted)).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "fn r() { Router::new().route(\"/\", get(home)) }";
    const API: &str = "#[utoipa::path(get, path = \"/api/v1/rooms\")]\nfn list() {}\n\
                       fn r() { OpenApiRouter::new().routes(routes!(list)) }";

    fn entry(method: &str, path: &str, kind: &str) -> String {
        format!(
            "[[route]]\nmethod = \"{method}\"\npath = \"{path}\"\n\
             audience = \"public\"\nkind = \"{kind}\"\n"
        )
    }

    fn messages(source: &str, list: &str) -> Vec<String> {
        let files = [("crates/web/src/routes/a.rs", source), (LIST, list)];
        check(&House::of(&files)).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn no_routes_and_no_list_agree() {
        assert!(check(&House::of(&[])).is_empty());
    }

    #[test]
    fn a_list_that_agrees_with_the_source_passes() {
        assert!(messages(PAGE, &entry("GET", "/", "page")).is_empty());
        assert!(messages(API, &entry("get", "/api/v1/rooms", "api")).is_empty());
    }

    #[test]
    fn a_route_without_a_line_is_a_finding() {
        assert!(messages(PAGE, "")[0].starts_with("GET / is not in"));
        assert!(messages(API, "")[0].starts_with("GET /api/v1/rooms is not in"));
    }

    #[test]
    fn a_line_without_a_route_is_a_finding() {
        let list = entry("GET", "/", "page") + &entry("POST", "/", "page");
        assert_eq!(messages(PAGE, &list), ["POST / is mounted nowhere; mount it or remove it"]);
    }

    #[test]
    fn an_api_comes_from_openapi_and_a_page_does_not() {
        assert!(messages(PAGE, &entry("GET", "/", "api"))[0].contains("without #[utoipa::path]"));
        let found = messages(API, &entry("GET", "/api/v1/rooms", "page"));
        assert!(found[0].contains("listed as no api"));
    }

    #[test]
    fn what_is_described_is_mounted() {
        let source = "#[utoipa::path(get, path = \"/api/v1/rooms\")]\nfn list() {}";
        let found = messages(source, &entry("GET", "/api/v1/rooms", "api"));
        assert_eq!(found, ["list is described but not mounted; add routes!(list)"]);
    }

    #[test]
    fn a_route_is_listed_once_and_in_known_words() {
        let list = entry("GET", "/", "page").repeat(2);
        assert_eq!(messages(PAGE, &list), ["GET / is listed twice; remove one"]);
        assert_eq!(messages(PAGE, &entry("GET", "/", "screen")).len(), 1);
    }
}
