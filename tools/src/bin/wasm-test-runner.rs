//! Runs `cargo test --target wasm32-unknown-unknown` binaries in Node, in a browser or in a worker.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
