//! The program `morgue`: nothing but the command line of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::cli::main()
}
