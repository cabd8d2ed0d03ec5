//! What FreeOTP, FreeOTP+ and FreeOTP 2 write alike: a token's kind, settings and names. The key and the counter each keeps in
//! its own way.

use serde::Deserialize;
use zeroize::Zeroizing;

use super::json::Loose;
use crate::{Draft, DraftKind, DraftSecret};

/// A token without its key and its counter.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Described {
    #[serde(rename = "type", default)]
    kind: Loose,
    #[serde(default)]
    pub(super) algo: Loose,
    #[serde(default)]
    digits: Loose,
    #[serde(default)]
    period: Loose,
    #[serde(default)]
    issuer_ext: Option<String>,
    #[serde(default)]
    issuer_int: Option<String>,
    #[serde(default)]
    issuer_alt: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    label_alt: Option<String>,
}

impl Described {
    /// The token's values with this key. Names that the person has edited stand in the `Alt` fields.
    pub(super) fn draft(self, key: Zeroizing<Vec<u8>>) -> Draft {
        // All three spell codes in Steam's letters where the issuer is Steam, whatever the type says.
        let steam = self.issuer_ext.as_deref() == Some("Steam");
        let kind = match self.kind.0.as_deref() {
            Some("TOTP") if steam => DraftKind::Steam,
            Some("TOTP") => DraftKind::Totp,
            Some("HOTP") if !steam => DraftKind::Hotp,
            other => DraftKind::Unknown(other.unwrap_or_default().to_owned()),
        };
        let mut draft = Draft::new(kind, DraftSecret::Bytes(key));
        let edited = |alt: Option<String>, first: Option<String>| alt.filter(|text| !text.trim().is_empty()).or(first);
        draft.issuer = edited(self.issuer_alt, edited(self.issuer_ext, self.issuer_int));
        draft.account = edited(self.label_alt, self.label).unwrap_or_default();
        // Beside a Steam key stand the settings of any other.
        draft.algorithm = self.algo.0.filter(|_| !steam);
        draft.digits = self.digits.0.filter(|_| !steam);
        draft.period = self.period.0.filter(|_| !steam);
        draft
    }
}
