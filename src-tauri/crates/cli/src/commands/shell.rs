//! For the shell around it: completions and the manual page, both made of the arguments themselves.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::failure::{Done, Failure};
use crate::output::line;

pub(super) fn completions(shell: Shell) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut offered(), "gatehouse", &mut script);
    line(&String::from_utf8_lossy(&script))?;
    Ok(Done::All)
}

/// The manual page of the program, or of the command that these words name, such as `backup restore`.
pub(super) fn manual(of: &[String]) -> Result<Done, Failure> {
    let mut command = offered();
    // Gives every command its whole name.
    command.build();
    for word in of {
        let inner = command.find_subcommand(word);
        command = inner.ok_or(Failure::Usage("there is no such command"))?.clone();
    }
    let name = command.get_display_name().unwrap_or("gatehouse").to_owned();
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .title(name)
        .render(&mut page)
        .map_err(|_| Failure::Pipe)?;
    line(&String::from_utf8_lossy(&page))?;
    Ok(Done::All)
}

/// The program without the commands it only gives itself.
fn offered() -> Command {
    let whole = Arguments::command();
    let commands = whole.get_subcommands().filter(|command| !command.is_hide_set());
    let mut offered = Command::new("gatehouse")
        .args(whole.get_arguments())
        .subcommands(commands);
    if let Some(about) = whole.get_about() {
        offered = offered.about(about.clone());
    }
    offered
}
