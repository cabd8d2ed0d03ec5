//! The one list of commands and events, from which the web view's bindings are made.

use tauri_specta::{Builder, Events, collect_commands, collect_events};

use crate::commands::{
    activity, add, alerts, backups, closure, codes, consents, desk, devices, email, export, factors, finding, import,
    keys, panel, password, phones, practice, profile, sealed, sessions, several, sign_in, start, vault,
};
use crate::events;

/// Every command and event.
#[allow(clippy::too_many_lines, reason = "one list, without logic")]
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .commands(collect_commands![
            start::start,
            start::settle,
            start::settings_save,
            start::about,
            start::first_code_shown,
            vault::vault_state,
            vault::vault_setup_begin,
            vault::vault_setup_save_sheet,
            vault::vault_setup_finish,
            vault::vault_unlock_passphrase,
            vault::vault_unlock_keyring,
            vault::vault_unlock_recovery,
            vault::vault_lock,
            vault::vault_in_use,
            vault::vault_set_passphrase,
            vault::vault_keep_in_keyring,
            vault::vault_look_again,
            backups::vault_backups,
            backups::copies_state,
            backups::copies_choose_folder,
            backups::copies_stop,
            backups::copies_now,
            backups::restore_look,
            backups::restore_choose_file,
            backups::restore_open,
            backups::restore_take,
            backups::restore_discard,
            codes::codes_list,
            codes::codes_now,
            codes::codes_copy,
            codes::codes_advance,
            codes::codes_details,
            codes::codes_edit,
            codes::codes_pin,
            codes::codes_trash,
            codes::codes_untrash,
            codes::codes_delete_forever,
            codes::codes_trashed,
            codes::codes_quarantined,
            codes::codes_discard_quarantined,
            codes::codes_reveal,
            codes::codes_recovery,
            finding::codes_find,
            finding::codes_rows,
            finding::codes_place,
            finding::codes_clock,
            several::codes_chosen,
            several::codes_pin_all,
            several::codes_tag_all,
            several::codes_trash_all,
            several::codes_untrash_all,
            add::add_choose_file,
            add::add_from_clipboard,
            add::add_from_screen,
            add::add_from_text,
            add::add_from_key,
            add::add_opened,
            add::add_codes_now,
            add::add_save,
            add::add_discard,
            import::import_choose,
            import::import_file,
            import::import_read,
            import::import_stop,
            import::import_fix_pin,
            import::import_fix_key,
            import::import_save,
            import::import_undo,
            import::import_save_report,
            import::import_discard,
            export::export_formats,
            export::export_confirm,
            export::export_save,
            desk::desk_get,
            desk::desk_set_autostart,
            desk::desk_set_shortcut,
            desk::desk_unsaved,
            desk::desk_end,
            panel::panel_start,
            panel::panel_ready,
            panel::panel_hide,
            panel::panel_open_app,
            sign_in::service_look,
            sign_in::accounts_list,
            sign_in::accounts_ask_keyring,
            sign_in::account_refresh,
            sign_in::account_open_web,
            sign_in::account_sign_up,
            sign_in::account_sign_in,
            sign_in::account_verify_email,
            sign_in::account_resend,
            sign_in::account_answer_factor,
            sign_in::account_factor_code,
            sign_in::account_send_factor_code,
            sign_in::account_enter,
            sign_in::account_matching_code,
            sign_in::account_answer_from_vault,
            sign_in::account_request_code,
            sign_in::account_confirm_code,
            sign_in::account_request_reset,
            sign_in::account_reset_password,
            sign_in::account_captcha,
            sign_in::account_request_temporary_password,
            sign_in::account_replace_password,
            sign_in::account_cancel,
            sign_in::account_sign_out,
            sign_in::account_remove,
            sign_in::step_up_password,
            sign_in::step_up_send_code,
            sign_in::step_up_code,
            sign_in::step_up_from_vault,
            profile::profile_get,
            profile::profile_save,
            sealed::sealed_begin,
            password::password_check,
            password::password_check_at,
            password::password_leaks,
            password::password_change,
            factors::factors_get,
            factors::factors_choose,
            factors::factors_resend,
            factors::factors_validate,
            factors::factors_clear,
            factors::totp_begin,
            factors::totp_show,
            factors::totp_copy_key,
            factors::totp_add_to_vault,
            factors::totp_validate,
            factors::totp_clear,
            factors::recovery_codes_show,
            factors::recovery_codes_regenerate,
            factors::recovery_codes_save,
            factors::recovery_codes_copy,
            factors::recovery_codes_keep,
            email::email_get,
            email::email_change,
            email::email_verify,
            email::email_resend,
            phones::phones_get,
            phones::phones_send,
            phones::phones_verify,
            phones::phones_resend,
            phones::phones_delete,
            keys::keys_get,
            keys::keys_add,
            keys::keys_reissue,
            keys::keys_delete,
            keys::keys_copy,
            keys::keys_show,
            keys::keys_check,
            keys::keys_done,
            alerts::alerts_get,
            alerts::alerts_save,
            alerts::alerts_test,
            devices::devices_get,
            devices::devices_test,
            devices::devices_delete,
            devices::devices_add_sample,
            consents::consents_get,
            consents::consents_save,
            closure::closure_get,
            closure::closure_send,
            closure::closure_check,
            activity::activity_list,
            sessions::sessions_list,
            sessions::sessions_end,
            sessions::sessions_end_others,
            practice::practice_services,
            practice::practice_outbox,
            practice::practice_copy_code,
            practice::practice_clear_outbox,
            practice::practice_reset,
            practice::practice_projects,
            practice::practice_clear_project,
        ])
        .events(told())
}

/// Every event.
fn told() -> Events {
    collect_events![
        events::VaultChanged,
        events::CodesChanged,
        events::CopiesChanged,
        events::AccountsChanged,
        events::SettingsChanged,
        events::AddRequested,
        events::ImportRequested,
        events::DragHover,
        events::EndRequested,
        events::OutboxChanged,
        events::PanelShown,
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use specta_typescript::Typescript;

    const BINDINGS: &str = "../ui/src/lib/backend/bindings.ts";

    /// The committed bindings are those of the code. `cargo xtask bindings` writes them anew.
    #[test]
    fn bindings_have_not_drifted() {
        let fresh = tempfile::NamedTempFile::with_suffix(".ts").unwrap();
        super::builder().export(Typescript::default(), fresh.path()).unwrap();
        let fresh = std::fs::read_to_string(fresh.path()).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(BINDINGS);
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(
            kept == fresh,
            "the bindings drifted: run `cargo xtask bindings` and commit {}",
            path.display()
        );
    }
}
