//! Two hundred clients at once, each with a connection of its own: nobody meets an error but the limits the service
//! announces, and no write is lost.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use account::{Credentials, KeysKind, Provider, Refusal, Session};
use gatehouse_tests::service_server::ServiceOptions;
use providers::{Limits, allauth, over_http_with};
use tokio::task::JoinSet;

use crate::person::{PASSWORD, Person, secret};
use crate::serve;
use crate::site::Site;

const PEOPLE: usize = 20;
const CLIENTS: usize = 200;
const ROUNDS: usize = 3;

/// A client of somebody's, with a session of its own.
struct Client {
    provider: Arc<dyn Provider>,
    session: Session,
    email: String,
    mark: char,
}

impl Client {
    /// Waits as long as a crowd takes on a busy machine: what is asked here is right answers, not fast ones.
    fn of(person: &Person, number: usize) -> Self {
        let patient = Limits {
            idle: Duration::from_secs(120),
            total: Duration::from_secs(240),
            ..Limits::default()
        };
        let origin = &person.site.origin;
        Self {
            provider: allauth(origin.clone(), over_http_with(origin, patient).unwrap()),
            session: Session::anonymous(origin),
            email: person.email.clone(),
            mark: char::from(b'a' + u8::try_from(number / PEOPLE).unwrap()),
        }
    }

    async fn sign_in(&self) -> Result<(), Refusal> {
        let credentials = Credentials {
            email: self.email.clone(),
            password: secret(PASSWORD),
        };
        self.provider.sign_in(&self.session, &credentials).await.map(drop)
    }

    /// Signs in, and writes its mark into the company's name a few times, beside nine others who do the same.
    async fn write_marks(self) -> Result<(), Refusal> {
        self.sign_in().await?;
        for round in 0..ROUNDS {
            while !self.write_mark(round).await? {}
            self.provider.api_keys(&self.session, KeysKind::Token).await?;
            self.provider.sessions(&self.session).await?;
        }
        Ok(())
    }

    /// Whether the mark was written; not where somebody else wrote meanwhile.
    async fn write_mark(&self, round: usize) -> Result<bool, Refusal> {
        let profile = self.provider.profile(&self.session).await?;
        let company = format!("{}{}{round}", profile.fields["company"], self.mark);
        let changes = BTreeMap::from([("company".to_owned(), company)]);
        match self
            .provider
            .save_profile(&self.session, &changes, profile.version.as_deref())
            .await
        {
            Ok(_) => Ok(true),
            Err(Refusal::Changed) => Ok(false),
            Err(refusal) => Err(refusal),
        }
    }
}

async fn people(site: &Arc<Site>) -> Vec<Person> {
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(Person::signed_up(site).await);
    }
    people
}

fn clients(people: &[Person]) -> impl Iterator<Item = Client> {
    (0..CLIENTS).map(|number| Client::of(&people[number % PEOPLE], number))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_clients_lose_no_write() {
    let server = serve(ServiceOptions {
        preset: "whatap".to_owned(),
        ..ServiceOptions::default()
    })
    .await;
    let site = Arc::new(Site::over_http("a crowd", server.address(), server.inbox()));
    let people = people(&site).await;
    let mut writing: JoinSet<_> = clients(&people).map(Client::write_marks).collect();
    while let Some(written) = writing.join_next().await {
        assert_eq!(written.unwrap(), Ok(()));
    }
    let everyone = CLIENTS / PEOPLE;
    for person in &people {
        let company = site.provider.profile(&person.session).await.unwrap().fields["company"].clone();
        assert_eq!(company.len(), everyone * ROUNDS * 2, "{company}");
        for number in 0..everyone {
            let mark = char::from(b'a' + u8::try_from(number).unwrap());
            for round in 0..ROUNDS {
                assert!(
                    company.contains(&format!("{mark}{round}")),
                    "{mark}{round} is not in {company}"
                );
            }
        }
        let sessions = site.provider.sessions(&person.session).await.unwrap();
        assert_eq!(sessions.len(), everyone + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_at_the_door_is_limited_with_a_time() {
    let server = serve(ServiceOptions {
        preset: "whatap".to_owned(),
        rate_limits: true,
        ..ServiceOptions::default()
    })
    .await;
    let site = Arc::new(Site::over_http("a crowd at the door", server.address(), server.inbox()));
    let person = Person::signed_up(&site).await;
    let mut entering: JoinSet<_> = (0..CLIENTS)
        .map(|number| Client::of(&person, number))
        .map(|client| async move { client.sign_in().await })
        .collect();
    let (mut entered, mut limited) = (0, 0);
    while let Some(ended) = entering.join_next().await {
        match ended.unwrap() {
            Ok(()) => entered += 1,
            Err(Refusal::RateLimited { after: Some(_) }) => limited += 1,
            Err(refusal) => panic!("{refusal:?}"),
        }
    }
    assert!(entered > 0 && limited > 0, "{entered} entered, {limited} were limited");
}
