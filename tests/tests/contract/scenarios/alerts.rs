//! Alert settings, and the test of them.

use std::sync::Arc;

use account::{
    Access, AlertLevel, AlertOutcome, AlertReport, AlertSettings, Day, Refusal, Section, Severity, TestAlert,
};

use crate::person::{Person, assert_reason};
use crate::site::Site;

/// Someone where alerts are served; nobody where they are not, and then the calls are refused.
async fn someone(site: &Arc<Site>) -> Option<Person> {
    let person = Person::signed_up(site).await;
    let found = site.provider.capabilities(&person.session).await.unwrap();
    let served = *found.access(Section::Alerts) != Access::Off;
    assert_eq!(found.alerts.is_some(), served);
    if served {
        return Some(person);
    }
    let refused = site.provider.alert_settings(&person.session).await;
    assert_eq!(refused.err(), Some(Refusal::NotOffered));
    None
}

fn settings() -> AlertSettings {
    AlertSettings {
        level: AlertLevel::Fatal,
        days: vec![Day::Mon, Day::Fri],
        from: "22:00".to_owned(),
        to: "06:00".to_owned(),
        channels: vec!["email".to_owned()],
    }
}

pub async fn are_saved_from_their_newest_version(site: Arc<Site>) {
    let Some(person) = someone(&site).await else { return };
    let (provider, session) = (&site.provider, &person.session);
    let first = provider.alert_settings(session).await.unwrap();
    assert!(
        first
            .ways
            .iter()
            .any(|way| way.channel == "email" && way.to == [person.email.clone()]),
        "{first:?}"
    );
    let version = first.version.as_deref();
    let saved = provider
        .save_alert_settings(session, &settings(), version)
        .await
        .unwrap();
    assert_eq!(saved.settings, settings());
    assert_ne!(saved.version, first.version);
    assert_eq!(provider.alert_settings(session).await.unwrap(), saved);
    let late = provider.save_alert_settings(session, &first.settings, version).await;
    assert_eq!(late.err(), Some(Refusal::Changed));

    let newest = saved.version.as_deref();
    let no_day = AlertSettings {
        days: vec![],
        ..settings()
    };
    assert_reason(
        provider.save_alert_settings(session, &no_day, newest).await,
        "days",
        "required",
    );
    let empty = AlertSettings {
        to: "22:00".to_owned(),
        ..settings()
    };
    assert_reason(
        provider.save_alert_settings(session, &empty, newest).await,
        "to",
        "empty_range",
    );
    if first.ways.iter().any(|way| way.channel == "sms" && way.to.is_empty()) {
        let texts = AlertSettings {
            channels: vec!["sms".to_owned()],
            ..settings()
        };
        let refused = provider.save_alert_settings(session, &texts, newest).await;
        assert_reason(refused, "channels", "no_sms_number");
    }
    assert_eq!(provider.alert_settings(session).await.unwrap(), saved);
}

/// What became of the mail.
fn mail(report: &AlertReport) -> (AlertOutcome, Vec<&str>) {
    let found = report.recipients.iter().find(|one| one.channel == "email").unwrap();
    (found.outcome, found.reasons.iter().map(String::as_str).collect())
}

pub async fn a_test_alert_tells_who_got_it_and_why_not(site: Arc<Site>) {
    let Some(person) = someone(&site).await else { return };
    let (provider, session) = (&site.provider, &person.session);
    let first = provider.alert_settings(session).await.unwrap();
    provider
        .save_alert_settings(session, &settings(), first.version.as_deref())
        .await
        .unwrap();
    let send = async |severity, at: &str| {
        let alert = TestAlert {
            severity,
            at: Some(at.to_owned()),
        };
        provider.send_test_alert(session, &alert).await
    };
    // 2026-11-27 is a Friday; its night ends on Saturday.
    let report = send(Severity::Fatal, "2026-11-28T05:59").await.unwrap();
    assert_eq!(
        (report.at.as_str(), report.severity),
        ("2026-11-28T05:59", Severity::Fatal)
    );
    assert_eq!(mail(&report), (AlertOutcome::Sent, vec![]));
    let held = send(Severity::Warning, "2026-11-28T22:00").await.unwrap();
    assert_eq!(mail(&held), (AlertOutcome::Held, vec!["level", "day"]));
    let noon = send(Severity::Fatal, "2026-11-27T12:00").await.unwrap();
    assert_eq!(mail(&noon), (AlertOutcome::Held, vec!["hours"]));
    assert_reason(send(Severity::Fatal, "soon").await, "at", "not_a_time");
    let now = TestAlert {
        severity: Severity::Warning,
        at: None,
    };
    assert!(
        mail(&provider.send_test_alert(session, &now).await.unwrap())
            .1
            .contains(&"level")
    );
}
