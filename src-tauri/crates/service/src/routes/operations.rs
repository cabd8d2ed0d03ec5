//! Every operation of the extension. The router and the OpenAPI document are both made from this list: what is served is
//! documented, and nothing else is.

use protocol::extension::discovery::{Access, KeysKind, PasswordReset};

use super::{
    api_keys, api_token, captcha, consents, discovery, key_check, openapi, password_policy, profile, temporary_password,
};
use crate::operation::Operation;
use crate::preset::PresetData;

/// A section: its operations, and whether a preset serves them.
type Section = (fn() -> Vec<Operation>, fn(&PresetData) -> bool);

const SECTIONS: &[Section] = &[
    (discovery::operations, |_| true),
    (openapi::operations, |_| true),
    (profile::operations, |preset| preset.extension),
    (password_policy::operations, |preset| preset.extension),
    (captcha::operations, mails_temporary_passwords),
    (temporary_password::operations, mails_temporary_passwords),
    (consents::operations, |preset| serves(preset, "consents")),
    (api_token::operations, |preset| {
        serves(preset, "keys") && matches!(keys(preset), Some(KeysKind::Token))
    }),
    (api_keys::operations, |preset| {
        serves(preset, "keys") && matches!(keys(preset), Some(KeysKind::Named { .. }))
    }),
    (key_check::operations, |preset| {
        serves(preset, "keys") && keys(preset).is_some()
    }),
];

/// Those a preset serves.
pub(crate) fn served(preset: &PresetData) -> Vec<Operation> {
    let sections = SECTIONS.iter().filter(|(_, served)| served(preset));
    sections.flat_map(|(operations, _)| operations()).collect()
}

/// All there are.
pub(crate) fn all() -> Vec<Operation> {
    SECTIONS.iter().flat_map(|(operations, _)| operations()).collect()
}

fn serves(preset: &PresetData, section: &str) -> bool {
    preset.extension && preset.access(section) != Access::Off
}

fn mails_temporary_passwords(preset: &PresetData) -> bool {
    preset.sign_in.password_reset == PasswordReset::TemporaryPassword
}

fn keys(preset: &PresetData) -> Option<KeysKind> {
    preset.keys.as_ref().map(|keys| keys.form.kind)
}
