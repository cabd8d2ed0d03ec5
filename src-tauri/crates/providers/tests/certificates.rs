//! Who is believed to be a service: one whose certificate an authority this computer trusts gave for its name and for now. To anybody
//! else not a byte of a request is sent.
#![cfg(target_os = "linux")] // Only there a test can say which authorities are trusted, without changing the computer's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use account::UnreachableReason;
use bytes::Bytes;
use providers::{ExchangeError, over_http};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tower::ServiceExt as _;

/// Where the trusted authorities are read from, by a process that began with it.
const AUTHORITIES: &str = "SSL_CERT_FILE";
/// Says that the process is the one that asks.
const ASKING: &str = "GATEHOUSE_TEST_ASKING";

/// Certificates for a server: the one of its name first, then who vouches for it.
struct Chain {
    certificates: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

/// What a good certificate for this computer's name says.
fn params() -> CertificateParams {
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

fn authority() -> Issuer<'static, KeyPair> {
    Issuer::new(authority_params(), KeyPair::generate().unwrap())
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name = named("Lab authority");
    params
}

fn named(name: &str) -> DistinguishedName {
    let mut named = DistinguishedName::new();
    named.push(DnType::CommonName, name);
    named
}

/// Signed by `issuer`.
fn signed(params: &CertificateParams, issuer: &Issuer<'static, KeyPair>) -> Chain {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    Chain {
        certificates: vec![certificate.der().clone()],
        key,
    }
}

/// A server that answers every request over TLS, and the beginnings of what it was asked. None where a handshake failed.
fn server(chain: Chain) -> (u16, Receiver<Option<String>>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            chain.certificates,
            PrivatePkcs8KeyDer::from(chain.key.serialize_der()).into(),
        )
        .unwrap();
    let config = Arc::new(config);
    listening(move |stream| {
        let connection = ServerConnection::new(config.clone()).ok()?;
        let mut stream = StreamOwned::new(connection, stream);
        answered(&mut stream)
    })
}

/// A server without TLS.
fn plain() -> (u16, Receiver<Option<String>>) {
    listening(|mut stream| answered(&mut stream))
}

fn listening(
    answer: impl Fn(std::net::TcpStream) -> Option<String> + Send + 'static,
) -> (u16, Receiver<Option<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heard, asked) = channel();
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            if heard.send(answer(stream)).is_err() {
                return;
            }
        }
    });
    (port, asked)
}

/// What was asked, if it is a request.
fn answered(stream: &mut (impl std::io::Read + std::io::Write)) -> Option<String> {
    let mut piece = [0; 4096];
    let length = stream.read(&mut piece).ok()?;
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
        .ok()?;
    stream.flush().ok()?;
    let text = String::from_utf8_lossy(&piece[..length]).into_owned();
    text.starts_with("POST ").then_some(text)
}

/// Sends something that is worth a secret.
fn ask(port: u16) -> Result<u16, ExchangeError> {
    let origin = format!("https://localhost:{port}").parse().unwrap();
    let request = http::Request::post(format!("https://localhost:{port}/login"))
        .header("x-session-token", "Copper-Otter-61")
        .body(Bytes::from_static(b"{\"password\":\"Slow-Heron-27\"}"))
        .unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = runtime.block_on(async { over_http(&origin).unwrap().oneshot(request).await });
    answer.map(|answer| answer.status().as_u16())
}

#[test]
fn only_a_proven_service_is_spoken_to() {
    // Which authorities are trusted has to be said before the process begins.
    if let Some(file) = std::env::var_os(AUTHORITIES).filter(|_| std::env::var_os(ASKING).is_some()) {
        return every_certificate(Path::new(&file));
    }
    let folder = tempfile::tempdir().unwrap();
    let asking = Command::new(std::env::current_exe().unwrap())
        .args(["only_a_proven_service_is_spoken_to", "--exact", "--nocapture"])
        .env(ASKING, "1")
        .env(AUTHORITIES, folder.path().join("authorities.pem"))
        .output()
        .unwrap();
    let said = [asking.stdout, asking.stderr].concat();
    assert!(asking.status.success(), "{}", String::from_utf8_lossy(&said));
}

fn every_certificate(authorities: &Path) {
    let trusted_key = KeyPair::generate().unwrap();
    let certificate = authority_params().self_signed(&trusted_key).unwrap();
    std::fs::write(authorities, certificate.pem()).unwrap();
    let trusted = Issuer::new(authority_params(), trusted_key);

    let (port, asked) = server(signed(&params(), &trusted));
    assert_eq!(ask(port).unwrap(), 200, "a good certificate");
    assert!(asked.recv().unwrap().is_some(), "the request arrived");

    for (name, chain) in bad(&trusted) {
        let (port, asked) = server(chain);
        refused(name, port, &asked);
    }
    let (port, asked) = plain();
    refused("no TLS at all", port, &asked);
}

fn refused(name: &str, port: u16, asked: &Receiver<Option<String>>) {
    let answer = ask(port);
    assert!(
        matches!(answer, Err(ExchangeError::NotSent(UnreachableReason::Certificate))),
        "{name}: {answer:?}"
    );
    assert_eq!(asked.recv().unwrap(), None, "{name}");
}

/// Each is good but for one thing.
fn bad(trusted: &Issuer<'static, KeyPair>) -> Vec<(&'static str, Chain)> {
    let with = |change: fn(&mut CertificateParams)| {
        let mut params = params();
        change(&mut params);
        signed(&params, trusted)
    };
    let own_key = KeyPair::generate().unwrap();
    let own = params().self_signed(&own_key).unwrap().der().clone();
    vec![
        ("ran out", with(|params| params.not_after = date_time_ymd(2024, 1, 1))),
        (
            "does not count yet",
            with(|params| params.not_before = date_time_ymd(2199, 1, 1)),
        ),
        (
            "another name",
            with(|params| *params = CertificateParams::new(vec!["localhost.example".to_owned()]).unwrap()),
        ),
        (
            "the name only where it no longer counts",
            with(|params| {
                params.subject_alt_names.clear();
                params.distinguished_name = named("localhost");
            }),
        ),
        (
            "for clients",
            with(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
        ),
        (
            "vouched for by itself",
            Chain {
                certificates: vec![own],
                key: own_key,
            },
        ),
        ("an authority of the same name", signed(&params(), &authority())),
        ("vouched for by one who may not", vouched_for_by_a_server(trusted)),
    ]
}

/// A server's certificate is trusted, but makes it no authority.
fn vouched_for_by_a_server(trusted: &Issuer<'static, KeyPair>) -> Chain {
    let mut between = params();
    between.distinguished_name = named("Some server");
    let voucher = signed(&between, trusted);
    let issuer = Issuer::new(between, voucher.key);
    let mut chain = signed(&params(), &issuer);
    chain.certificates.extend(voucher.certificates);
    chain
}
