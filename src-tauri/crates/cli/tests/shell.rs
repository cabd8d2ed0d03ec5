//! Completions and manual pages, as a shell and `man` take them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::{Command, Output};

fn gatehouse(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gatehouse"))
        .args(words)
        .output()
        .unwrap()
}

fn text(output: Output) -> String {
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

/// What bash offers for the last of these words, with the completions loaded.
fn offered(words: &[&str]) -> Vec<String> {
    let script = "eval \"$(\"$0\" completions bash)\"; \
        COMP_WORDS=(gatehouse \"$@\"); COMP_CWORD=$#; \
        _gatehouse gatehouse \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"; \
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_gatehouse")])
        .args(words)
        .output()
        .unwrap();
    assert!(bash.status.success(), "{}", String::from_utf8_lossy(&bash.stderr));
    String::from_utf8(bash.stdout)
        .unwrap()
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn bash_completes_commands_and_options() {
    assert_eq!(offered(&["imp"]), ["import"]);
    assert_eq!(offered(&["code", "--ne"]), ["--next"]);
    assert!(
        offered(&["hold"]).is_empty(),
        "a command for the program itself is offered"
    );
}

#[test]
fn every_command_has_a_manual_page_with_all_its_options() {
    let help = text(gatehouse(&["--help"]));
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands
        .map_while(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 12, "{commands:?}");
    let whole = text(gatehouse(&["man"]));
    for command in commands {
        assert!(
            whole.contains(&format!("gatehouse\\-{command}(1)")),
            "{command} is not in the manual"
        );
        let page = text(gatehouse(&["man", command]));
        assert!(page.contains(&format!(".TH gatehouse-{command} 1")), "{page}");
        for option in text(gatehouse(&[command, "--help"]))
            .split_whitespace()
            .filter(|word| word.starts_with("--") && word.len() > 2)
        {
            let option = option.trim_end_matches([',', '.', ';']).replace('-', "\\-");
            assert!(page.contains(&option), "the page of {command} says nothing of {option}");
        }
    }
    assert_eq!(gatehouse(&["man", "nothing"]).status.code(), Some(2));
}
