//! `wasm-glue MODULE.wasm OUTPUT_FOLDER NAME`: writes the JavaScript glue of a WebAssembly module, as ES module for the web.
//! Library in place of the wasm-bindgen command: one crate to build, and its version stands in our lock file.

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, output, name] = arguments.as_slice() else {
        anyhow::bail!("usage: wasm-glue MODULE.wasm OUTPUT_FOLDER NAME")
    };
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(module)
        .web(true)?
        .typescript(true)
        // The library's default leaves out `new URL("….wasm", import.meta.url)`, by which bundlers find the module.
        .omit_default_module_path(false)
        // After a trap the module gets a fresh instance (js/src/engine.ts).
        .reset_state_function(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name(name);
    bindgen.generate(output)
}
