//! What a person does with a page: find, read, click, fill in.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use serde_json::{Value, json};

use super::app::PATIENCE;
use super::{App, By, Failure, Outcome};

/// How long a part that stands still keeps its place.
const STANDS_STILL: Duration = Duration::from_millis(80);

impl App<'_> {
    /// The first match, waiting for it.
    ///
    /// # Errors
    /// It did not appear; the failure lists what is on the screen and shows it.
    pub async fn find(&self, part: &By) -> Outcome<Element> {
        self.find_within(part, PATIENCE).await
    }

    /// As `find`, with this much patience.
    ///
    /// # Errors
    /// As `find`.
    pub async fn find_within(&self, part: &By, patience: Duration) -> Outcome<Element> {
        let deadline = Instant::now() + patience;
        loop {
            let found = self.find_all(part).await;
            if let Some(first) = found.as_ref().ok().and_then(|all| all.first()) {
                return Ok(first.clone());
            }
            if Instant::now() > deadline {
                let why = found.err().map(|failure| format!(" ({failure})")).unwrap_or_default();
                let shown = self.shown().await;
                return Err(self
                    .desk()
                    .told(format!("no {part} within {patience:?}{why}\non the screen: {shown}")));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Every match now, without waiting.
    ///
    /// # Errors
    /// The page can't be asked.
    pub async fn find_all(&self, part: &By) -> Outcome<Vec<Element>> {
        Ok(part.all(self.client()).await?)
    }

    /// Waits until there is no match any more.
    ///
    /// # Errors
    /// It is still there.
    pub async fn gone(&self, part: &By) -> Outcome {
        self.until(&format!("{part} goes away"), || async {
            Ok(self.find_all(part).await?.is_empty())
        })
        .await
    }

    /// Clicks the part once it is there and stands still; tries again while something is in the way.
    ///
    /// # Errors
    /// It did not appear or could not be clicked.
    pub async fn click(&self, part: &By) -> Outcome {
        self.find(part).await?;
        self.until(&format!("click on {part}"), || async {
            let target = self.find_within(part, Duration::ZERO).await?;
            // A pointer aims at where the part was: what moves meanwhile is missed.
            let before = target.rectangle().await?;
            tokio::time::sleep(STANDS_STILL).await;
            if target.rectangle().await? != before {
                return Ok(false);
            }
            Ok(target.click().await.map(|()| true)?)
        })
        .await
    }

    /// Replaces what a field holds; begins anew where the page drew another field in its place meanwhile.
    ///
    /// # Errors
    /// It did not appear or takes no text.
    pub async fn fill(&self, part: &By, words: &str) -> Outcome {
        self.find(part).await?;
        self.until(&format!("fill {part}"), || async {
            let field = self.find_within(part, Duration::ZERO).await?;
            field.clear().await?;
            if !words.is_empty() {
                field.send_keys(words).await?;
            }
            Ok(true)
        })
        .await
    }

    /// The text a part shows.
    ///
    /// # Errors
    /// It did not appear.
    pub async fn text_of(&self, part: &By) -> Outcome<String> {
        Ok(self.find(part).await?.text().await?)
    }

    /// What a field holds.
    ///
    /// # Errors
    /// It did not appear.
    pub async fn value_of(&self, part: &By) -> Outcome<String> {
        Ok(self.find(part).await?.prop("value").await?.unwrap_or_default())
    }

    /// Runs a script in the page; its arguments are `arguments`, its answer what it returns.
    ///
    /// # Errors
    /// The script threw.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.client().execute(script, arguments).await?)
    }

    /// What axe-core holds against the page now, one line a violation: rule, words, first place.
    ///
    /// # Errors
    /// axe-core is not installed in `ui`, or threw.
    pub async fn axe(&self) -> Outcome<Vec<String>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&file)
            .map_err(|error| Failure::new(format!("{}: {error} (`npm ci --prefix ui`)", file.display())))?;
        self.script(&format!("if (!window.axe) {{ {source} }}"), vec![]).await?;
        let run = "const done = arguments[arguments.length - 1];
            window.axe.run().then(
              (r) => done(r.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes[0]?.target} (${v.nodes.length})`)),
              (e) => done([`axe failed: ${e}`]));";
        let found = self.client().execute_async(run, vec![]).await?;
        Ok(found
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|line| line.as_str().map(str::to_owned))
            .collect())
    }

    /// The page's words, for a failure message.
    async fn shown(&self) -> String {
        let words = self
            .script("return document.body ? document.body.innerText : ''", vec![json!(null)])
            .await;
        let words = words
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default();
        let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        one_line.chars().take(600).collect()
    }
}
