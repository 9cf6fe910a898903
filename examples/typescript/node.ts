// A program for Node, whose types know no page: the package's own types need none either.
import { check, init, type ModuleSource } from "mta-sts";

export async function verdict(domain: string, module: ModuleSource): Promise<string> {
  await init(module);
  return (await check(domain)).verdict;
}

export const sources: ModuleSource[] = [
  new Uint8Array(),
  new URL("file:///mta_sts.wasm"),
  "https://www.example.com/x.wasm",
];
// @ts-expect-error: a number is no place.
export const wrong: ModuleSource = 7;
