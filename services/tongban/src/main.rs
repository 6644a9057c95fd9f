//! Tongban (通办): case management for government offices.

use std::process::ExitCode;

fn main() -> ExitCode {
    tongban::cli::main()
}
