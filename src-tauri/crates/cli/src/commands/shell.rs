//! For the shell around it: completions and the manual page, both made of the arguments themselves.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::failure::{Done, Failure};
use crate::output::line;

pub(super) fn completions(shell: Shell) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "gatehouse", &mut script);
    line(&String::from_utf8_lossy(&script))?;
    Ok(Done::All)
}

pub(super) fn manual() -> Result<Done, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|_| Failure::Pipe)?;
    line(&String::from_utf8_lossy(&page))?;
    Ok(Done::All)
}
