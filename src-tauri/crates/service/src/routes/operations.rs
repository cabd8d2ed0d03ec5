//! Every operation of the extension. The router and the OpenAPI document are both made from this list: what is served is
//! documented, and nothing else is.

use protocol::extension::discovery::{Access, KeysKind, PasswordReset};
use protocol::extension::phones::PhoneChannel;

use super::{
    activity, alert_settings, api_keys, api_token, captcha, closure, consents, devices, discovery, factor_challenge,
    factor_choice, key_check, openapi, password_policy, phones, profile, step_up, temporary_password, test_alert,
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
    (step_up::operations, |preset| preset.extension),
    (factor_choice::operations, |preset| serves(preset, "factors")),
    (factor_challenge::operations, |preset| serves(preset, "factors")),
    (activity::operations, |preset| serves(preset, "activity")),
    (consents::operations, |preset| serves(preset, "consents")),
    (alert_settings::operations, |preset| serves(preset, "alerts")),
    (test_alert::operations, |preset| serves(preset, "alerts")),
    (devices::operations, |preset| serves(preset, "devices")),
    (phones::sms, |preset| has_channel(preset, PhoneChannel::Sms)),
    (phones::whatsapp, |preset| has_channel(preset, PhoneChannel::WhatsApp)),
    (api_token::operations, |preset| {
        serves(preset, "keys") && matches!(keys(preset), Some(KeysKind::Token))
    }),
    (api_keys::operations, |preset| {
        serves(preset, "keys") && matches!(keys(preset), Some(KeysKind::Named { .. }))
    }),
    (closure::operations, |preset| serves(preset, "closure")),
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

fn has_channel(preset: &PresetData, channel: PhoneChannel) -> bool {
    let phones = preset.phones.as_ref().filter(|_| preset.extension);
    phones.is_some_and(|phones| phones.rule(channel).is_some())
}

fn keys(preset: &PresetData) -> Option<KeysKind> {
    preset.keys.as_ref().map(|keys| keys.form.kind)
}
