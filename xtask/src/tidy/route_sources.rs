//! The routes that the source mounts: `.route("/…", get(…).post(…))` of axum, and
//! `#[utoipa::path(get, path = "/…")]` with `routes!(handler)` of utoipa-axum.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::Finding;
use super::route_list::Address;
use crate::rust::Source;

const METHODS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options", "any"];

/// Where a route stands in the source.
#[derive(Debug, Clone)]
pub struct Mounted {
    pub address: Address,
    pub file: String,
    pub line: usize,
    /// The handler which `#[utoipa::path]` describes; for axum's own `.route` none.
    pub described: Option<String>,
}

/// What the source says about routes.
#[derive(Debug, Default)]
pub struct Routes {
    pub mounted: Vec<Mounted>,
    /// Handlers named in `routes!(…)`.
    pub collected: BTreeSet<String>,
    /// Routes that this scan cannot read.
    pub unread: Vec<Finding>,
}

/// Adds the routes of one file, its tests apart.
pub fn scan(source: &Source, routes: &mut Routes) {
    Scan { source, routes }.visit_file(&source.file);
}

struct Scan<'s> {
    source: &'s Source,
    routes: &'s mut Routes,
}

impl Scan<'_> {
    fn mount(&mut self, method: &str, path: &str, line: usize, described: Option<String>) {
        let (address, file) = (Address::new(method, path), self.source.path.clone());
        self.routes.mounted.push(Mounted { address, file, line, described });
    }

    fn unread(&mut self, line: usize, message: &str) {
        self.routes.unread.push(Finding::at(&self.source.path, line, message));
    }

    fn route(&mut self, line: usize, path: &str, router: &syn::Expr) {
        let methods = methods_of(router);
        if methods.is_empty() {
            self.unread(line, "the methods cannot be read; write get(…), post(…) in place");
        }
        for method in methods {
            self.mount(&method, path, line, None);
        }
    }

    fn described(&mut self, attribute: &syn::Attribute, handler: &syn::Ident) {
        let syn::Meta::List(list) = &attribute.meta else { return };
        let line = handler.span().start().line;
        let (methods, path) = description(&list.tokens);
        let Some(path) = path.filter(|_| !methods.is_empty()) else {
            self.unread(line, "method and path cannot be read; write (get, path = \"/…\", …)");
            return;
        };
        for method in methods {
            self.mount(&method, &path, line, Some(handler.to_string()));
        }
    }
}

impl<'ast> Visit<'ast> for Scan<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        let line = call.method.span().start().line;
        if self.source.is_test(line) {
            return;
        }
        let arguments: Vec<&syn::Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), arguments.as_slice()) {
            ("route", [path, router]) => match literal(path) {
                Some(path) => self.route(line, &path, router),
                None => self.unread(line, "the path cannot be read; write it as a literal"),
            },
            ("route_service" | "nest_service", [path, _]) => match literal(path) {
                Some(path) => self.mount("any", &path, line, None),
                None => self.unread(line, "the path cannot be read; write it as a literal"),
            },
            ("nest", [_, _]) => {
                self.unread(line, "a nested router hides its paths; write whole paths and merge");
            }
            _ => {}
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        for attribute in &function.attrs {
            let names: Vec<_> =
                attribute.path().segments.iter().map(|s| s.ident.to_string()).collect();
            if names == ["utoipa", "path"] {
                self.described(attribute, &function.sig.ident);
            }
        }
        visit::visit_item_fn(self, function);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.segments.last().is_some_and(|last| last.ident == "routes") {
            for tree in call.tokens.clone() {
                if let TokenTree::Ident(name) = tree {
                    self.routes.collected.insert(name.to_string());
                }
            }
        }
    }
}

fn literal(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// `get(a).post(b).layer(c)` → get, post.
fn methods_of(router: &syn::Expr) -> Vec<String> {
    match router {
        syn::Expr::MethodCall(call) => {
            let mut methods = methods_of(&call.receiver);
            methods.extend(method_named(&call.method));
            methods
        }
        syn::Expr::Call(call) => match &*call.func {
            syn::Expr::Path(path) => path
                .path
                .segments
                .last()
                .and_then(|last| method_named(&last.ident))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn method_named(name: &syn::Ident) -> Option<String> {
    let name = name.to_string();
    let name = name.trim_end_matches("_service");
    METHODS.contains(&name).then(|| name.to_owned())
}

/// The methods and the path in the arguments of `#[utoipa::path(…)]`: `get, path = "/…"` or
/// `method(get, head), path = "/…"`.
fn description(tokens: &TokenStream) -> (Vec<String>, Option<String>) {
    let (mut methods, mut path) = (Vec::new(), None);
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        match (tree, trees.get(at + 1), trees.get(at + 2)) {
            (
                TokenTree::Ident(name),
                Some(TokenTree::Punct(mark)),
                Some(TokenTree::Literal(text)),
            ) if name == "path" && mark.as_char() == '=' => {
                if let syn::Lit::Str(text) = syn::Lit::new(text.clone()) {
                    path = Some(text.value());
                }
            }
            (TokenTree::Ident(name), Some(TokenTree::Group(group)), _) if name == "method" => {
                methods.extend(group.stream().into_iter().filter_map(|tree| match tree {
                    TokenTree::Ident(name) => method_named(&name),
                    _ => None,
                }));
            }
            // A bare word, not the name of an argument: `get,` at the beginning.
            (TokenTree::Ident(name), None | Some(TokenTree::Punct(_)), _) if at == 0 => {
                methods.extend(method_named(name));
            }
            _ => {}
        }
    }
    (methods, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(text: &str) -> Routes {
        let source = Source::parse("crates/web/src/routes/a.rs", text).unwrap();
        let mut routes = Routes::default();
        scan(&source, &mut routes);
        routes
    }

    fn addresses(text: &str) -> Vec<String> {
        let routes = routes(text);
        assert!(routes.unread.is_empty(), "{:?}", routes.unread);
        routes.mounted.iter().map(|mounted| mounted.address.to_string()).collect()
    }

    #[test]
    fn routes_of_axum_are_read() {
        let text = "fn r() -> Router { Router::new()
            .route(\"/\", get(home))
            .route(\"/rooms/{id}\", get(show).post(append).layer(limit))
            .route(\"/x\", axum::routing::put(put_x))
            .nest_service(\"/assets\", files) }";
        assert_eq!(
            addresses(text),
            ["GET /", "GET /rooms/{id}", "POST /rooms/{id}", "PUT /x", "ANY /assets"]
        );
    }

    #[test]
    fn routes_of_utoipa_are_read_with_their_handlers() {
        let text = "#[utoipa::path(get, path = \"/api/v1/rooms\", tag = \"rooms\",
            responses((status = 200, body = Rooms)))]
            async fn list() {}
            #[utoipa::path(method(get, head), path = \"/api/v1/x\")]
            async fn x() {}
            fn r() -> OpenApiRouter { OpenApiRouter::new().routes(routes!(list, api::x)) }";
        assert_eq!(addresses(text), ["GET /api/v1/rooms", "GET /api/v1/x", "HEAD /api/v1/x"]);
        let routes = routes(text);
        assert_eq!(routes.mounted[0].described.as_deref(), Some("list"));
        assert!(routes.collected.contains("list") && routes.collected.contains("x"));
    }

    #[test]
    fn methods_are_read_through_what_surrounds_them() {
        for (router, expected) in [
            ("get(a)", vec!["get"]),
            ("get(a).put(b).delete(c).patch(d)", vec!["get", "put", "delete", "patch"]),
            ("routing::post(a).layer(x)", vec!["post"]),
            ("get_service(files)", vec!["get"]),
            ("any(a)", vec!["any"]),
            ("get(a).fallback(b).with_state(s)", vec!["get"]),
            ("get::<_, _, State>(a)", vec!["get"]),
            ("elsewhere", vec![]),
            ("router.clone()", vec![]),
            ("(make())(a)", vec![]),
        ] {
            assert_eq!(methods_of(&syn::parse_str(router).unwrap()), expected, "{router}");
        }
    }

    #[test]
    fn descriptions_are_read_in_either_order() {
        for (arguments, expected) in [
            ("get, path = \"/a\"", (vec!["get"], Some("/a"))),
            (
                "post, tag = \"get\", path = \"/a\", security((\"x\" = []))",
                (vec!["post"], Some("/a")),
            ),
            ("method(get, head), path = \"/a\"", (vec!["get", "head"], Some("/a"))),
            ("path = \"/a\"", (vec![], Some("/a"))),
            ("get", (vec!["get"], None)),
            ("get, path = A", (vec!["get"], None)),
        ] {
            let (methods, path) = description(&arguments.parse().unwrap());
            assert_eq!((methods.iter().map(String::as_str).collect(), path.as_deref()), expected);
        }
    }

    #[test]
    fn a_route_knows_its_place() {
        let routes = routes("fn r() {\n Router::new()\n  .route(\"/\", get(a));\n}");
        let mounted = &routes.mounted[0];
        assert_eq!((mounted.file.as_str(), mounted.line), ("crates/web/src/routes/a.rs", 3));
        assert!(mounted.described.is_none());
    }

    #[test]
    fn other_methods_called_route_are_not_routes() {
        let routes = routes("fn r(t: T) { t.route(); t.route(\"/\"); t.route(1, 2, 3); }");
        assert!(routes.mounted.is_empty() && routes.unread.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        for text in [
            "fn r() { Router::new().route(PATH, get(a)) }",
            "fn r() { Router::new().route(\"/\", router()) }",
            "fn r() { Router::new().nest(\"/api\", inner) }",
            "#[utoipa::path(get, path = PATH)]\nfn a() {}",
        ] {
            assert_eq!(routes(text).unread.len(), 1, "{text}");
        }
    }

    #[test]
    fn routes_of_tests_are_not_routes() {
        let text = "#[cfg(test)]\nmod t { fn r() { Router::new().route(\"/\", get(a)); } }";
        assert!(routes(text).mounted.is_empty());
    }
}
