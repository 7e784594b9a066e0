//! A region with its routers, and the list of routes.

use std::sync::Arc;

use axum::Router;
use serde::Deserialize;
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

/// Of which listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Staff,
    Portal,
    Ops,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with_demo(false).await
    }

    /// A stage whose region says that it is a demo, or not.
    pub async fn with_demo(demo: bool) -> Self {
        let region = Region::new().await;
        let staff_url = "https://tasuki.example".to_owned();
        let web = Web { app: Arc::clone(&region.app), demo, staff_url };
        let figures: routes::Figures = Arc::new(|| "figures\n".to_owned());
        Self {
            staff: routes::staff(web.clone()),
            portal: routes::portal(web.clone()),
            ops: routes::ops(web, figures),
            region,
        }
    }

    pub const fn router(&self, door: Door) -> &Router {
        match door {
            Door::Staff => &self.staff,
            Door::Portal => &self.portal,
            Door::Ops => &self.ops,
        }
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
