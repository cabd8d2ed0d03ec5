//! A challenge that a person answers and a program does not easily: a picture, and a question in words for whoever can't see it.
//!
//! `POST` makes one; it counts once, for a few minutes. It is answered within the call that it guards: `captcha` in that call's body. The
//! text in the picture and the answer to the question are both right. Case and spaces don't matter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /account/v1/captcha`. All of it may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Wish {
    /// The BCP 47 tag of the language to ask in; without it `Accept-Language` decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The answer to it, 201.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Challenge {
    /// What the answer goes with.
    pub id: String,
    /// Until when it counts, as RFC 3339 writes it.
    #[schemars(extend("format" = "date-time"))]
    pub expires_at: String,
    /// The picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The question, in words that a screen reader can say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Image {
    /// Its kind: `image/png`.
    pub media_type: String,
    /// Its bytes in base64.
    pub data: String,
}

/// How a guarded call carries the answer, as its member `captcha`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The challenge's.
    pub id: String,
    /// What the person typed.
    pub answer: String,
}
