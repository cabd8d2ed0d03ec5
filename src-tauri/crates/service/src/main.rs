//! `gatehouse-service`: the account service on an address, for self-hosting and tests.

mod kept_passwords;

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use keychain::KeychainError;
use service::{MailServer, Options, Outbox, Preset, PushOrigin, Service, ServiceError, TextGateway, WrongPlace};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::kept_passwords::Whose;

/// How long requests under way are waited for at the end.
const GOODBYE: Duration = Duration::from_secs(10);

/// The account service.
#[derive(Parser)]
#[command(
    name = "gatehouse-service",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true
)]
struct Line {
    #[command(flatten)]
    serve: Option<Arguments>,
    #[command(subcommand)]
    instead: Option<Instead>,
}

/// What the program does instead of serving.
#[derive(Subcommand)]
enum Instead {
    /// Keep the password of the mail server or the text gateway in the system's keyring, for runs without it in the environment. It is the
    /// first line of standard input, or asked for at a terminal.
    KeepPassword {
        /// Whose password it is.
        whose: Whose,
    },
}

/// How to serve.
#[derive(Args)]
struct Arguments {
    /// The address to listen on, such as 127.0.0.1:8080; port 0 takes a free one.
    #[arg(long)]
    listen: SocketAddr,
    /// The folder of the database.
    #[arg(long)]
    data: PathBuf,
    /// Which service to be: whatap, carecall or plain.
    #[arg(long, default_value = "plain")]
    preset: Preset,
    /// Write each mail to this folder as an .eml file and each text as a line of its texts.jsonl, where no server or
    /// gateway takes them. Without it they stay in the database.
    #[arg(long)]
    outbox: Option<PathBuf>,
    /// Send mails through this server: smtps://[USER@]HOST[:PORT] (TLS from the start), smtp://… (STARTTLS, required) or,
    /// on loopback, smtp+plain://…. The user's password is read from GATEHOUSE_SMTP_PASSWORD, or else
    /// from the system's keyring.
    #[arg(long, value_name = "URL", requires = "mail_from")]
    smtp: Option<String>,
    /// The address mails are from.
    #[arg(long, value_name = "ADDRESS", requires = "smtp")]
    mail_from: Option<String>,
    /// Send texts through this gateway, https://[USER@]HOST/…, by a form call with the fields To, From and Body. The
    /// user's password is read from GATEHOUSE_TEXT_GATEWAY_PASSWORD, or else from the system's keyring.
    #[arg(long, value_name = "URL")]
    text_gateway: Option<String>,
    /// The number or name texts are from. Without it, texts do not go through the gateway.
    #[arg(long, value_name = "NUMBER", requires = "text_gateway")]
    text_from: Option<String>,
    /// The number WhatsApp messages are from. Without it, they do not go through the gateway.
    #[arg(long, value_name = "NUMBER", requires = "text_gateway")]
    whatsapp_from: Option<String>,
    /// How long a step-up lasts, in seconds.
    #[arg(long, default_value_t = 300)]
    reauth_timeout: u64,
    /// How long a temporary password counts, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    temporary_password_life: u64,
    /// How long a one-time code in a mail or a text holds, in seconds; at most 600.
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=600))]
    code_life: u64,
    /// Whether to refuse too many requests; `off` is for tests, on loopback only.
    #[arg(long, value_enum, default_value_t = RateLimits::On)]
    rate_limits: RateLimits,
    /// Show the secrets of API tokens and keys only when they are made, whatever the preset says. Those that were kept before are
    /// forgotten for good.
    #[arg(long)]
    show_keys_once: bool,
    /// A push service that devices may be reached at, such as https://push.example.com; may be given several times. Without
    /// one no device can register.
    #[arg(long)]
    push_origin: Vec<PushOrigin>,
    /// Say that WhaTap's Open API takes the API tokens, too, so that a client may ask it about one.
    #[arg(long)]
    whatap_tokens: bool,
    /// Says that a server in front of this one speaks TLS; needed for any address but loopback.
    #[arg(long)]
    behind_tls: bool,
    /// The address of that server: of requests from it, X-Forwarded-For says whose they are. May be given several times. Without it
    /// all people behind it are one address, with one limit for all their tries.
    #[arg(long, value_name = "ADDRESS")]
    proxy: Vec<IpAddr>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RateLimits {
    On,
    Off,
}

/// Why the program could not run.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "this service speaks plain HTTP: put a server that speaks TLS in front of it and say so with --behind-tls, or \
         listen on loopback"
    )]
    NoTls,
    #[error("--rate-limits off is for loopback only")]
    LimitsOff,
    #[error("the messages have no way: {0}")]
    Place(#[from] WrongPlace),
    #[error("the keyring could not be asked for the password, or did not take it")]
    Keyring(#[from] KeychainError),
    #[error("the password could not be read")]
    Input(#[source] std::io::Error),
    #[error("the service could not be opened")]
    Service(#[from] ServiceError),
    #[error("the address could not be served")]
    Address(#[from] std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(Line::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let cause: &dyn std::error::Error = &failure;
            tracing::error!(cause, "stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run(line: Line) -> Result<(), Failure> {
    if let Some(Instead::KeepPassword { whose }) = line.instead {
        return whose.keep();
    }
    match line.serve {
        Some(arguments) => serve(arguments).await,
        // Called with nothing at all: the help has been printed.
        None => Ok(()),
    }
}

async fn serve(arguments: Arguments) -> Result<(), Failure> {
    check_address(&arguments)?;
    let service = Service::open(options(&arguments)?).await?;
    let listener = TcpListener::bind(arguments.listen).await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    serve_until_stopped(listener, &service).await?;
    service.close().await;
    Ok(())
}

/// Serves until it is asked to stop, and then until the requests under way are answered. A client that never ends its request is waited
/// for no longer than [`GOODBYE`], or until the program is asked once more.
async fn serve_until_stopped(listener: TcpListener, service: &Service) -> std::io::Result<()> {
    let router = service.router().into_make_service_with_connect_info::<SocketAddr>();
    let stopping = Arc::new(Notify::new());
    let asked = Arc::clone(&stopping);
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        asked_to_stop().await;
        asked.notify_one();
    });
    let given_up = async {
        stopping.notified().await;
        let _ = tokio::time::timeout(GOODBYE, asked_to_stop()).await;
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = given_up => {
            tracing::warn!("some requests were still under way");
            Ok(())
        }
    }
}

/// Passwords and tokens must not cross a network in the clear.
fn check_address(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.behind_tls && arguments.proxy.is_empty() {
        tracing::warn!("without --proxy all people behind the server in front are one address, and share its limits");
    }
    if arguments.listen.ip().is_loopback() {
        return Ok(());
    }
    if arguments.rate_limits == RateLimits::Off {
        return Err(Failure::LimitsOff);
    }
    if !arguments.behind_tls {
        return Err(Failure::NoTls);
    }
    tracing::warn!(address = %arguments.listen, "plain HTTP on a network address: a server that speaks TLS must be in front");
    Ok(())
}

fn options(arguments: &Arguments) -> Result<Options, Failure> {
    let mut options = Options::new(&arguments.data, arguments.preset);
    options.outbox = arguments.outbox.clone().map_or(Outbox::Database, Outbox::Folder);
    if let (Some(address), Some(from)) = (&arguments.smtp, &arguments.mail_from) {
        options.mail_server = Some(MailServer::new(address, from, Whose::Smtp.password(address)?)?);
    }
    if let Some(address) = &arguments.text_gateway {
        let (sms, whatsapp) = (arguments.text_from.clone(), arguments.whatsapp_from.clone());
        let password = Whose::TextGateway.password(address)?;
        options.text_gateway = Some(TextGateway::new(address, sms, whatsapp, password)?);
    }
    options.practice = arguments.outbox.is_none() && options.mail_server.is_none() && options.text_gateway.is_none();
    if !options.practice && arguments.outbox.is_none() {
        warn_of_what_stays(arguments);
    }
    options.reauth_timeout = Duration::from_secs(arguments.reauth_timeout);
    options.temporary_password_life = Duration::from_secs(arguments.temporary_password_life);
    options.code_life = Duration::from_secs(arguments.code_life);
    options.show_keys_once = arguments.show_keys_once;
    options.push_origins.clone_from(&arguments.push_origin);
    options.whatap_tokens = arguments.whatap_tokens;
    options.proxies.clone_from(&arguments.proxy);
    options.rate_limits = arguments.rate_limits == RateLimits::On;
    Ok(options)
}

/// A service that sends some messages and keeps others is hardly ever meant.
fn warn_of_what_stays(arguments: &Arguments) {
    for (is_sent, what) in [
        (arguments.smtp.is_some(), "mails"),
        (arguments.text_from.is_some(), "texts"),
        (arguments.whatsapp_from.is_some(), "WhatsApp messages"),
    ] {
        if !is_sent {
            tracing::warn!(what, "these stay in the database: no option says where to send them");
        }
    }
}

/// Waits for SIGINT or, where there is one, SIGTERM.
async fn asked_to_stop() {
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    interrupted.await;
}
