//! What is wrong with a link or a typed key: the parameter by its form's name, and what helps to put it right.

use otp::{OtpError, SecretError, UriError};

use super::{Failure, FailureCode, FieldFailure};

/// The failure of a link or a typed key.
pub(super) fn failure(error: &UriError) -> Failure {
    let code = match error {
        UriError::NotOtpauth | UriError::MigrationExport => FailureCode::NotOtpauth,
        UriError::TooLong { .. } => FailureCode::TooLarge,
        _ => FailureCode::BadCode,
    };
    Failure {
        fields: vec![field(error)],
        ..code.into()
    }
}

/// What is wrong, with the parameter it is about.
pub(super) fn field(error: &UriError) -> FieldFailure {
    FieldFailure {
        field: parameter(error),
        code: error.code().to_owned(),
        detail: detail(error),
        said: None,
    }
}

fn parameter(error: &UriError) -> String {
    match error {
        UriError::Duplicated { parameter } | UriError::Unsupported { parameter } => parameter.clone(),
        UriError::BadPercentEncoding { parameter }
        | UriError::NotUtf8 { parameter }
        | UriError::ControlCharacter { parameter, .. }
        | UriError::NameTooLong { parameter, .. }
        | UriError::NotANumber { parameter, .. }
        | UriError::NotSteam { parameter, .. }
        | UriError::FixedSetting { parameter, .. } => (*parameter).to_owned(),
        UriError::MissingSecret | UriError::Secret(_) | UriError::Otp(OtpError::NotYandexKey { .. }) => {
            "secret".to_owned()
        }
        UriError::MissingCounter | UriError::CounterOutOfRange | UriError::Otp(OtpError::CounterExhausted) => {
            "counter".to_owned()
        }
        UriError::Otp(OtpError::DigitsOutOfRange { .. }) => "digits".to_owned(),
        UriError::Otp(OtpError::PeriodOutOfRange { .. }) => "period".to_owned(),
        UriError::Otp(OtpError::UnknownAlgorithm { .. }) => "algorithm".to_owned(),
        UriError::Otp(OtpError::PinMissing | OtpError::BadPin) => "pin".to_owned(),
        UriError::UnknownEncoder { .. } => "encoder".to_owned(),
        UriError::UnknownType { .. } => "kind".to_owned(),
        _ => "link".to_owned(),
    }
}

/// The value or place at fault. Of a key, only the one character that is no part of any key.
fn detail(error: &UriError) -> Option<String> {
    match error {
        UriError::Secret(SecretError::BadCharacter { character, .. } | SecretError::BadHexDigit { character, .. }) => {
            Some(character.to_string())
        }
        UriError::Duplicated { parameter } | UriError::Unsupported { parameter } => Some(parameter.clone()),
        UriError::Secret(SecretError::AfterPadding { position }) | UriError::ControlCharacter { position, .. } => {
            Some(position.to_string())
        }
        UriError::Secret(SecretError::ImpossibleLength { letters }) => Some(letters.to_string()),
        UriError::Otp(OtpError::UnknownAlgorithm { value })
        | UriError::UnknownEncoder { value }
        | UriError::UnknownType { value }
        | UriError::NotANumber { value, .. }
        | UriError::NotSteam { value, .. }
        | UriError::FixedSetting { value, .. } => Some(value.clone()),
        UriError::Otp(OtpError::DigitsOutOfRange { value } | OtpError::PeriodOutOfRange { value }) => {
            Some(value.to_string())
        }
        UriError::NameTooLong { limit, .. } | UriError::TooLong { limit } => Some(limit.to_string()),
        UriError::MalformedParameter { number } => Some(number.to_string()),
        _ => None,
    }
}
