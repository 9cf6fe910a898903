/** A WebAssembly module: how it is loaded, and how it goes on after a trap. */

import { MtaStsError } from "./error.ts";
import type { ModuleSource } from "./module-source.ts";

/** The glue of a module, as wasm-bindgen writes it: what of it every module has. */
export interface Glue {
  default(source?: { module_or_path: never }): Promise<unknown>;
  initSync(source: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  __wbg_reset_state(): void;
}

/** Gives what to load, told what the caller gave; `undefined` for the file beside the glue. */
export type FindModule = (given: ModuleSource | undefined) => ModuleSource | undefined | Promise<ModuleSource>;

/**
 * Loads the module once, however often it is asked to, and runs calls into it. A trap (memory used up, the stack too deep,
 * a fault of ours) leaves an instance that nobody may use any more: it is replaced by a fresh one.
 */
export class Engine {
  readonly #glue: Glue;
  readonly #findModule: FindModule;
  #loading: Promise<void> | undefined;
  /** What the caller gave: it counts for the next try as well. */
  #given: ModuleSource | Promise<ModuleSource> | undefined;
  /** Goes up with every fresh instance: what was made in one is of no use in the next. */
  generation = 0;

  constructor(glue: Glue, findModule: FindModule) {
    this.#glue = glue;
    this.#findModule = findModule;
  }

  /** Loads the module. The first call decides where from; a failed load may be tried again, from elsewhere or not. */
  init(source?: ModuleSource | Promise<ModuleSource>): Promise<void> {
    if (this.#loading === undefined && source !== undefined) this.#given = source;
    this.#loading ??= this.#load(this.#given).catch((error: unknown) => {
      this.#loading = undefined;
      const why = error instanceof Error ? error.message : String(error);
      throw new MtaStsError("engine", `The WebAssembly module could not be loaded: ${why}`, { cause: error });
    });
    return this.#loading;
  }

  async #load(given: ModuleSource | Promise<ModuleSource> | undefined): Promise<void> {
    const source = await this.#findModule(await given);
    // At once where nothing has to be compiled: no request of a server then waits for the work of another.
    if (source instanceof WebAssembly.Module) this.#glue.initSync({ module: source });
    else await this.#glue.default(source === undefined ? undefined : { module_or_path: source as never });
  }

  /** The memory of the present instance. The module has to be loaded. */
  get memory(): WebAssembly.Memory {
    // Of a module that is loaded this gives the exports and does nothing else.
    return this.#glue.initSync(undefined as never).memory;
  }

  /**
   * Runs a call into the loaded module. If it traps, it is run once more in a fresh instance, since the fault may lie with
   * what came before; so `work` has to be repeatable.
   *
   * @throws {MtaStsError} of code `engine` if it traps there, too.
   */
  call<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      return this.recover(error, work);
    }
  }

  /** What {@link Engine.call} does with an error; for calls so short that a closure for each would tell. */
  recover<T>(error: unknown, work: () => T): T {
    this.renewAfter(error);
    try {
      return work();
    } catch (again) {
      this.renewAfter(again);
      const sentence = `The checker broke down on this input (${(again as Error).message}) and has been restarted.`;
      throw new MtaStsError("engine", sentence, { cause: again });
    }
  }

  /** Puts a fresh instance in the place of one that trapped. What is no trap, it throws. */
  renewAfter(error: unknown): void {
    if (!isTrap(error)) throw error;
    this.#glue.__wbg_reset_state();
    this.generation += 1;
  }
}

/** A trap, or a stack that is used up: engines call that a RangeError or an InternalError. */
function isTrap(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError || nameOf(error) === "InternalError";
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
