//! Pages in a real browser: nothing on the console, nothing wider than the window. Run by `tests/browser.sh`; never by
//! default, since it needs Chromium.

use crate::support::{Folder, project};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Widths of a small phone, a phone, a tablet and a desktop, in CSS pixels.
const WIDTHS: [u32; 4] = [320, 390, 768, 1280];

fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Opens a page in a frame of this width; the width of its content, and what was said on the console.
fn opened(browser: &Path, folder: &Folder, page: &str, width: u32) -> (u32, String) {
    let frame = format!(
        "<!DOCTYPE html><body style=\"margin:0\"><iframe id=f src=\"{page}\" width={width} height=900 style=\"border:0\"></iframe>\
         <script>f.onload = () => {{ document.title = 'wide ' + f.contentDocument.documentElement.scrollWidth + ' end'; }}</script>"
    );
    folder.write("frame.html", frame);
    let profile = format!("--user-data-dir={}", folder.path("profile").display());
    let address = format!("file://{}", folder.path("frame.html").display());
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"])
        .args(["--virtual-time-budget=5000", "--enable-logging=stderr", "--dump-dom", "--window-size=1400,1000"])
        .args([&profile, &address])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let wide =
        dom.split("<title>wide ").nth(1).and_then(|rest| rest.split(' ').next()).map(|wide| wide.parse().unwrap());
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let console: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    (wide.unwrap_or_else(|| panic!("{page} was not opened: {dom} {log}")), console.join("\n"))
}

#[test]
#[ignore = "needs Chromium: tests/browser.sh"]
fn reports_and_packs_fit_every_window_without_a_word_on_the_console() {
    let Some(browser) = browser() else {
        eprintln!("skipped: there is no chromium here");
        return;
    };
    let folder = Folder::new();
    // The test must be able to fail.
    folder.write("bad.html", "<p style=\"width:2000px\">wide</p><script>nosuchfunction()</script>");
    let (wide, console) = opened(&browser, &folder, "bad.html", 390);
    assert!(wide >= 2000 && console.contains("nosuchfunction"), "{wide} {console}");
    folder.morgue(["ingest".as_ref(), project().join("sample_corpus").as_os_str(), "--quiet".as_ref()]).succeeds();
    let file = project().join("sample_corpus/reports/export-controls.toml");
    folder.morgue(["report".as_ref(), "run".as_ref(), file.as_os_str(), "-o".as_ref(), "r.html".as_ref()]).succeeds();
    folder.morgue(["pack", "\"export control\"", "--limit", "3", "-o", "pack"]).succeeds();
    let mut pages = vec!["r.html".to_owned(), "pack/index.html".to_owned()];
    for entry in std::fs::read_dir(folder.path("pack/pages")).unwrap() {
        pages.push(format!("pack/pages/{}", entry.unwrap().file_name().into_string().unwrap()));
    }
    for page in pages {
        for width in WIDTHS {
            let (wide, console) = opened(&browser, &folder, &page, width);
            assert_eq!((wide, console.as_str()), (width, ""), "{page} in {width}");
        }
    }
}
