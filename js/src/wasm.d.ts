/** A module as workerd and its bundlers import it: compiled. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
