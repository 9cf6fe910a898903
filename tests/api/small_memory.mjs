/** The module with a limit to its memory, so that a large input traps as it would on a small device. */

/** The bytes of a module, its memory limited to `pages` of 64 KiB (WebAssembly Core §5.5.8). */
export function limitMemory(bytes, pages) {
  const MEMORY = 5;
  for (let at = 8; at < bytes.length;) {
    const [length, start] = leb128(bytes, at + 1);
    if (bytes[at] === MEMORY) {
      const [count, limits] = leb128(bytes, start);
      if (count !== 1 || bytes[limits] !== 0) throw new Error("expected one memory without a maximum");
      const [least] = leb128(bytes, limits + 1);
      const section = [1, 1, ...toLeb128(least), ...toLeb128(pages)];
      const parts = [
        bytes.subarray(0, at),
        [MEMORY, ...toLeb128(section.length), ...section],
        bytes.subarray(start + length),
      ];
      return Buffer.concat(parts.map((part) => Buffer.from(part)));
    }
    at = start + length;
  }
  throw new Error("the module has no memory");
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
