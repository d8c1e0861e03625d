//! A pack as one zip: files in the order of their names, the same times and rights for all, so that the bytes depend on the
//! content alone.

use super::manifest::{MANIFEST, Manifest};
use crate::report::staging::StagedFolder;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Files from here on need the large form of their entries.
const LARGE: u64 = u32::MAX as u64;

/// Rights of every file: its owner may write, all may read.
const RIGHTS: u32 = 0o644;

/// Most bytes of a manifest that are read to tell a pack.
const LONGEST_MANIFEST: u64 = 1 << 30;

/// Whether a file is a pack as a zip.
pub fn is_pack(path: &Path) -> bool {
    let manifest = || -> Option<String> {
        let mut archive = ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()?;
        let mut text = String::new();
        archive.by_name(MANIFEST).ok()?.take(LONGEST_MANIFEST).read_to_string(&mut text).ok()?;
        Some(text)
    };
    manifest().is_some_and(|text| Manifest::is_manifest(&text))
}

/// Writes the files of a folder as a zip.
pub fn write(folder: &StagedFolder, file: File) -> io::Result<()> {
    let mut writer = ZipWriter::new(BufWriter::new(file));
    for name in folder.names() {
        let path = folder.path_of(name);
        let mut source = File::open(&path)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(RIGHTS)
            .large_file(source.metadata()?.len() >= LARGE);
        writer.start_file(name, options)?;
        io::copy(&mut source, &mut writer)?;
    }
    writer.finish()?.flush()
}
