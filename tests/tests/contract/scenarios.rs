//! The scenarios, grouped as a person meets them.

mod activity;
mod alerts;
mod capabilities;
mod closure;
mod consents;
mod devices;
mod factors;
mod forgotten;
mod keys;
mod password;
mod phones;
mod second_factor;
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
    alerts: are_saved_from_their_newest_version, a_test_alert_tells_who_got_it_and_why_not;
    devices: a_sample_that_is_gone_is_left_out, register_only_where_they_can_be_reached;
    phones: a_number_is_verified_changed_and_deleted, another_code_takes_the_place_of_the_old,
        a_number_has_one_owner;
    keys: a_token_is_reissued, keys_are_added_up_to_the_most_and_deleted;
    forgotten: a_temporary_password_leads_to_a_forced_change, a_challenge_counts_once_and_tells_nothing,
        the_question_is_in_the_language_asked_for;
    second_factor: codes_by_mail_are_chosen_and_turned_off, the_newest_mailed_code_signs_in_once,
        a_method_holds_until_another_one_is_validated,
        a_text_needs_a_number, a_mailed_code_proves_who_is_there, the_door_is_open_for_whom_has_just_come;
    activity: tells_sign_ins_and_failures;
    consents: are_given_and_withdrawn_with_their_date, are_signed_out_with_the_session;
    closure: an_account_is_closed_for_good, what_is_missing_is_named;
}
