//! Every export holds what it says, as other programs read it: stock `age`, `openssl` and Python beside our own importers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeSet;

use app::exporting::{ExportFormat, Selection, export};
use jiff::Timestamp;
use secrecy::SecretString;
use transfer::{Input, Work};
use vault::{Document, Entry};

const PASSWORD: &str = "Gatehouse-test-1";

const URIS: [&str; 7] = [
    "otpauth://totp/Harbour:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour&algorithm=SHA1&digits=6&period=30",
    "otpauth://totp/Lantern:bo?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Lantern&algorithm=SHA256&digits=8&period=60",
    "otpauth://totp/Mill:%EB%8B%AC?secret=NBSWY3DPEB3W64TMMQQGG33EMVZSA2LO&issuer=Mill&algorithm=SHA512&digits=10&period=30",
    "otpauth://hotp/Quay:cy?secret=OR2XG2LOMRUW4ZZAMJQWG33OMVZWG33O&issuer=Quay&algorithm=SHA1&digits=6&counter=41",
    "otpauth://steam/Steam:gamer?secret=63BEDWCQZKTQWPESARIERL5DTTQFCJTK&issuer=Steam&algorithm=SHA1&digits=5&period=30",
    "motp://Old:mo?secret=0123456789abcdef&issuer=Old&algorithm=MD5&digits=6&period=10&pin=1234",
    "otpauth://yaotp/Yandex:ya?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&issuer=Yandex&algorithm=SHA256&digits=8&period=30&pin=7586",
];

fn document() -> Document {
    let mut document = Document::default();
    for (place, uri) in URIS.iter().enumerate() {
        let mut entry = Entry::from_uri(uri, Timestamp::UNIX_EPOCH).unwrap();
        entry.tags = vec!["Work".to_owned()];
        entry.pinned = place == 0;
        entry.note = (place == 1).then(|| "a note".into());
        document.add(entry).unwrap();
    }
    document
}

fn password(format: ExportFormat) -> Option<SecretString> {
    format.encrypted().then(|| SecretString::from(PASSWORD))
}

fn uris(bytes: &[u8], password: Option<&SecretString>) -> BTreeSet<String> {
    let input = Input::new(bytes);
    let recognised = transfer::recognise(&input).unwrap();
    let import = transfer::read(recognised.format, &input, password, &Work::default()).unwrap();
    assert!(import.issues.is_empty());
    import
        .entries
        .iter()
        .map(|entry| entry.otpauth.to_uri().to_string())
        .collect()
}

#[test]
fn what_goes_out_comes_back_but_for_what_is_named() {
    let document = document();
    for (format, lacks) in [
        (ExportFormat::Gatehouse, &[][..]),
        (ExportFormat::Aegis, &[]),
        (ExportFormat::AegisPlain, &[]),
        (ExportFormat::OtpauthList, &[]),
        (ExportFormat::Twofas, &[2, 5, 6]),
    ] {
        let password = password(format);
        let exported = export(&document, &Selection::All, format, password.as_ref()).unwrap();
        assert_eq!(exported.omitted.len(), lacks.len(), "{}", format.id());
        assert_eq!(exported.entries, URIS.len() - lacks.len());
        let kept = URIS.iter().enumerate().filter(|(place, _)| !lacks.contains(place));
        let kept: BTreeSet<String> = kept.map(|(_, uri)| (*uri).to_owned()).collect();
        assert_eq!(uris(&exported.bytes, password.as_ref()), kept, "{}", format.id());
    }
}

#[test]
fn pages_say_what_they_hold_and_what_they_cannot() {
    let document = document();
    let printed = export(&document, &Selection::All, ExportFormat::Printable, None).unwrap();
    let text = std::str::from_utf8(&printed.bytes).unwrap();
    assert!(text.contains("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ · totp · SHA1 · 6 · 30 s"));
    assert_eq!(text.matches("<svg").count(), URIS.len());
    assert!(!text.contains("<script") && !text.contains("http"));
    let google = export(&document, &Selection::All, ExportFormat::Google, None).unwrap();
    let left: Vec<&str> = google.omitted.iter().map(|omitted| omitted.why.code()).collect();
    assert_eq!(left, ["period", "digits", "kind", "kind", "kind"]);
    assert_eq!(google.entries, 2);
}

#[test]
fn what_a_format_has_no_room_for_is_said() {
    let mut document = document();
    let id = document.entries()[0].id;
    let entry = document.entry_mut(id).unwrap();
    entry.tags.push("Bank".to_owned());
    entry.note = Some("behind the blue card".into());
    let lost = |format| {
        let exported = export(&document, &Selection::All, format, password(format).as_ref()).unwrap();
        let parts = exported
            .lost
            .into_iter()
            .map(|(part, entries)| format!("{} {entries}", part.code()));
        parts.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(lost(ExportFormat::Gatehouse), "");
    assert_eq!(lost(ExportFormat::Aegis), "");
    // One tag of each is its group there.
    assert_eq!(lost(ExportFormat::Twofas), "tags 1, note 2, pinned 1");
    assert_eq!(lost(ExportFormat::OtpauthList), "tags 7, note 2, pinned 1");
}

#[test]
fn a_selection_holds_only_itself() {
    let document = document();
    let one = document.entries()[3].id;
    let exported = export(&document, &Selection::These(vec![one]), ExportFormat::OtpauthList, None).unwrap();
    assert_eq!(uris(&exported.bytes, None), BTreeSet::from([URIS[3].to_owned()]));
}

/// Aegis' own reading, step by step with Python's library and openssl's ciphers, which know nothing of ours.
#[test]
fn another_program_opens_the_aegis_file() {
    let exported = export(
        &document(),
        &Selection::All,
        ExportFormat::Aegis,
        password(ExportFormat::Aegis).as_ref(),
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("aegis.json");
    app::exporting::private_file(&file, &exported.unwrap().bytes).unwrap();
    let script = r"
import base64, hashlib, json, sys
try:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    sys.exit(77)
f = json.load(open(sys.argv[1])); s = f['header']['slots'][0]; p = s['key_params']; q = f['header']['params']
k = hashlib.scrypt(sys.stdin.read().encode(), salt=bytes.fromhex(s['salt']), n=s['n'], r=s['r'], p=s['p'], dklen=32, maxmem=2**27)
m = AESGCM(k).decrypt(bytes.fromhex(p['nonce']), bytes.fromhex(s['key'] + p['tag']), None)
d = json.loads(AESGCM(m).decrypt(bytes.fromhex(q['nonce']), base64.b64decode(f['db']) + bytes.fromhex(q['tag']), None))
print(len(d['entries']), d['entries'][0]['info']['secret'], d['entries'][3]['info']['counter'], d['entries'][1]['note'])
";

    let mut child = std::process::Command::new("python3")
        .args(["-c", script])
        .arg(&file)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), PASSWORD.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    if output.status.code() == Some(77) {
        eprintln!("not run: this Python has no `cryptography`");
        return;
    }
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.trim(), "7 GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ 41 a note");
}
