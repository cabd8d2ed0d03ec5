//! Embeds the web UI's build, and makes every command subject to the allow-list of `capabilities/`.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut commands = Vec::new();
    for file in std::fs::read_dir("src/commands")? {
        commands.extend(declared(&file?.path())?);
    }
    commands.sort();
    // tauri-build wants names that live as long as the program; it ends right after.
    let names: Vec<&str> = commands.iter().map(|name| &*name.clone().leak()).collect();
    let manifest = tauri_build::AppManifest::new().commands(names.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    println!("cargo::rerun-if-changed=src/commands");
    Ok(())
}

/// The functions of a file that carry `#[tauri::command]`.
fn declared(path: &Path) -> std::io::Result<Vec<String>> {
    let source = std::fs::read_to_string(path)?;
    let after = source.split("#[tauri::command]").skip(1);
    let name = |text: &str| Some(text.split_once("fn ")?.1.split_once('(')?.0.to_owned());
    Ok(after.filter_map(name).collect())
}
