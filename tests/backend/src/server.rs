//! The server: everything put together, and connections that can be cut.
//!
//! Connections are served one by one through hyper, because only there a request can end without an answer: that is what
//! a broken network looks like to an app.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderName, RETRY_AFTER,
};
use axum::http::{HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::Response;
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::app::App;
use crate::clock::{self, Moment};
use crate::faults::{self, Faults};
use crate::{
    api,
    pages::{self, Pages},
};

/// How long an attachment waits to be named by an application, in days.
const KEPT_UNREFERENCED: i64 = 1;

/// What is served beside the contract.
#[derive(Default)]
pub struct Options {
    /// The folder of the app's files.
    pub files: Option<PathBuf>,
    /// Origins that the app's pages may ask beside their own.
    pub connect: Vec<HeaderValue>,
    /// Pages of other origins whose scripts may use this backend.
    pub origins: Vec<HeaderValue>,
    /// Whether the switches that make it fail are there.
    pub faults: bool,
}

/// All that is served.
pub fn router(app: App, options: &Options) -> Router {
    let clock = app.clock.clone();
    let mut router = api::router(app);
    if let Some(folder) = &options.files {
        router = router
            .fallback_service(Router::new().fallback(pages::serve).with_state(Pages::new(folder, &options.connect)));
    }
    if options.faults {
        let switches = Faults::default();
        router = router
            .layer(middleware::from_fn_with_state(switches.clone(), faults::fail))
            .merge(faults::router(switches))
            .merge(clock::router(clock));
    }
    router.layer(cors(&options.origins)).layer(middleware::from_fn(log))
}

/// Cross-Origin Resource Sharing for the configured origins, without cookies: there are none.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            CONTENT_DISPOSITION,
            ACCEPT_LANGUAGE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([RETRY_AFTER, ETAG])
        .max_age(Duration::from_secs(3600))
}

/// One line for each request of the contract: no reference, no address, no answer, nothing that came from a person.
async fn log(request: Request, next: Next) -> Response {
    let operation = request.uri().path().strip_prefix("/api/").map(|path| {
        let first = path.split('/').next().unwrap_or_default();
        let known = [
            "",
            "services",
            "recipes",
            "code-lists",
            "attachments",
            "applications",
            "cases",
            "addresses",
            "map",
            "calendars",
            "holds",
            "_faults",
            "_clock",
        ];
        known.into_iter().find(|name| *name == first).unwrap_or("?")
    });
    let method = request.method().clone();
    let start = Instant::now();
    let response = next.run(request).await;
    if let Some(operation) = operation {
        let milliseconds = start.elapsed().as_millis();
        eprintln!("{method} /api/{operation} {} {milliseconds} ms", response.status().as_u16());
    }
    response
}

/// Serves for ever. Tells the address once connections are taken.
pub async fn serve(listener: TcpListener, router: Router, ready: impl FnOnce(SocketAddr)) -> io::Result<Infallible> {
    ready(listener.local_addr()?);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream, router.clone()));
            }
            // Too many open files, or a client that went away again: others may still come.
            Err(error) => {
                eprintln!("error: no connection: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers the requests of one connection. That a client goes away is no news.
async fn converse(stream: TcpStream, router: Router) {
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let Ok(response) = router.oneshot(request.map(Body::new)).await;
            match response.extensions().get::<Cut>() {
                Some(cut) => Err(*cut),
                None => Ok(response),
            }
        }
    });
    let mut connection = http1::Builder::new();
    let _ = connection.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
}

/// Sweeps what no application has named, now and every hour.
pub async fn sweep(app: App) {
    loop {
        let swept = app.clone();
        let result =
            tokio::task::spawn_blocking(move || swept.storage.sweep(Moment::now().days_ago(KEPT_UNREFERENCED)));
        if let Ok(Err(error)) = result.await {
            eprintln!("error: {error}");
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}

/// The connection ends here, on purpose.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("cut on purpose")]
pub struct Cut;

impl Cut {
    /// A response in whose place the connection is to be cut.
    pub fn response() -> Response {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Cut);
        response
    }

    /// A body after whose `bytes` the connection is to be cut.
    pub fn after(bytes: Bytes) -> impl HttpBody<Data = Bytes, Error = Cut> + Send + 'static {
        Torn(Some(bytes)).map_err(|error| error)
    }
}

struct Torn(Option<Bytes>);

impl HttpBody for Torn {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        Poll::Ready(Some(self.0.take().map(Frame::data).ok_or(Cut)))
    }
}
