//! The scenarios, grouped as a person meets them.

mod capabilities;
mod consents;
mod factors;
mod forgotten;
mod keys;
mod password;
mod sessions;
mod sign_in;
mod sign_up;
mod step_up;

use std::pin::Pin;
use std::sync::Arc;

use super::site::Site;

/// A scenario: it panics where the service breaks the contract.
pub type Scenario = fn(Arc<Site>) -> Pin<Box<dyn Future<Output = ()> + Send>>;

macro_rules! scenarios {
    ($(#[$doc:meta])* $list:ident: $($group:ident: $($name:ident),+;)+) => {
        $(#[$doc])*
        pub const $list: [(&str, Scenario); [$($(stringify!($name)),+),+].len()] = [
            $($((concat!(stringify!($group), "::", stringify!($name)), |site| Box::pin($group::$name(site)))),+),+
        ];
    };
}

scenarios! {
    /// What the core serves, by name.
    CORE:
    capabilities: names_what_is_served, works_signed_out_and_in, tells_the_clock, profile_and_policy_can_be_read;
    sign_up: a_mailed_code_finishes_it, a_weak_password_is_refused_by_field, a_taken_address_looks_the_same,
        a_code_is_sent_again;
    sign_in: a_bad_password_is_refused, out_and_in_again, by_mailed_code, nothing_is_awaited_out_of_turn,
        a_bogus_token_is_gone;
    step_up: setting_up_totp_repeats_only_the_last_call, by_password, by_one_time_code;
    factors: sign_in_with_a_one_time_code_once, a_recovery_code_works_once, new_recovery_codes_replace_the_old,
        totp_off_asks_no_more;
    password: a_change_ends_other_sessions, a_change_is_refused_by_field, a_reset_by_code, an_unknown_address_looks_the_same;
    sessions: are_listed_and_ended, all_others_end;
}

scenarios! {
    /// What the extension adds, by name. Where a section is not served they hold that it is not.
    SECTIONS:
    keys: a_token_is_reissued, keys_are_added_up_to_the_most_and_deleted;
    forgotten: a_temporary_password_leads_to_a_forced_change, a_challenge_counts_once_and_tells_nothing;
    consents: are_given_and_withdrawn_with_their_date, are_signed_out_with_the_session;
}
