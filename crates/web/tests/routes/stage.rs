//! A region with its routers, and the list of routes.

use std::sync::Arc;

use axum::Router;
use serde::Deserialize;
use tasuki_app::second_factor::DEMO;
use tasuki_kernel::SessionId;
use tasuki_testkit::region::{Region, Somebody};
use tasuki_web::{Web, routes};

use crate::client::Client;

/// A region, and the routers of its listeners.
pub struct Stage {
    pub region: Region,
    pub staff: Router,
    pub portal: Router,
    pub ops: Router,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with_demo(false).await
    }

    /// A stage whose region says that it is a demo, or not.
    pub async fn with_demo(demo: bool) -> Self {
        let region = Region::new().await;
        if demo {
            let both = vec!["certificate".to_owned(), DEMO.to_owned()];
            region.app.allow_second_factors(both).await.expect("the region says which");
        }
        let staff_url = "https://tasuki.example".to_owned();
        let web = Web { app: Arc::clone(&region.app), demo, staff_url, at_portal: false };
        let figures: routes::Figures = Arc::new(|| "figures\n".to_owned());
        Self {
            staff: routes::staff(web.clone()),
            portal: routes::portal(web.clone()),
            ops: routes::ops(web, figures),
            region,
        }
    }

    /// The router that a route of the list is called on.
    pub fn router(&self, route: &Route) -> &Router {
        if route.name() == "GET /metrics" { &self.ops } else { &self.staff }
    }

    /// Ends a session of somebody, as from another device of theirs.
    pub async fn end(&self, who: &Somebody, session: SessionId) {
        let app = &self.region.app;
        let reader = app.receiver(who.login).await.expect("somebody");
        app.end_own_session(&reader, session).await.expect("it ends");
    }

    /// Somebody, signed in on the own device.
    pub async fn client(&self, who: &Somebody) -> Client {
        let begun = self.region.sign_in(who).await;
        let session = self.region.app.session(&begun.token, who.shown()).await;
        Client {
            certificate: Some(who.fingerprint),
            cookie: Some(begun.token),
            csrf: session.expect("a new session holds").csrf,
            ..Client::default()
        }
    }
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    Public,
    SignedIn,
    Member,
    Manager,
    Desk,
    Auditor,
    Loopback,
}

/// What a route answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Page,
    Api,
    Asset,
    Live,
    Ops,
}

/// A route of the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Route {
    pub method: String,
    pub path: String,
    pub audience: Audience,
    pub kind: Kind,
}

impl Route {
    /// `GET /rooms/{room}`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn changes(&self) -> bool {
        self.method != "GET"
    }
}

/// All routes.
pub fn routes_listed() -> Vec<Route> {
    #[derive(Deserialize)]
    struct List {
        route: Vec<Route>,
    }
    let list: List = toml::from_str(include_str!("../../routes.toml")).expect("routes.toml");
    list.route
}
