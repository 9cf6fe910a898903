/** Where the WebAssembly module comes from. */

/** A compiled module, where the platform's types know one. */
type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** The module: compiled, as its bytes, or by its address. In Node an address may be one of `file:`. */
export type ModuleSource = CompiledModule | ArrayBuffer | ArrayBufferView | URL | string | Response;
