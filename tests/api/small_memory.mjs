/** The module with a limit to its memory, so that a large input traps as it would on a small device. */

const MEMORY = 5;

/** Where the module says how much memory it has (WebAssembly Core §5.5.8): the section, and its limits in pages of 64 KiB. */
function memoryOf(bytes) {
  for (let at = 8; at < bytes.length;) {
    const [length, start] = leb128(bytes, at + 1);
    if (bytes[at] === MEMORY) {
      const [count, limits] = leb128(bytes, start);
      if (count !== 1 || bytes[limits] > 1) throw new Error("expected one memory that is not shared");
      const [least, next] = leb128(bytes, limits + 1);
      const most = bytes[limits] === 1 ? leb128(bytes, next)[0] : null;
      return { at, end: start + length, least, most };
    }
    at = start + length;
  }
  throw new Error("the module has no memory");
}

/** The most pages of 64 KiB that a module takes; `null` where it does not say. */
export const mostPages = (bytes) => memoryOf(bytes).most;

/** The bytes of a module, its memory limited to `pages` of 64 KiB. */
export function limitMemory(bytes, pages) {
  const { at, end, least } = memoryOf(bytes);
  const section = [1, 1, ...toLeb128(least), ...toLeb128(pages)];
  const parts = [bytes.subarray(0, at), [MEMORY, ...toLeb128(section.length), ...section], bytes.subarray(end)];
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function leb128(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value, at];
  }
}

function toLeb128(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...toLeb128(value >>> 7)];
}
