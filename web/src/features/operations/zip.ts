import type { CatalogFile } from './catalogFiles';

/** CRC-32 of ZIP (APPNOTE 4.4.7), byte by byte. */
function crcOf(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Numbers as they stand in a ZIP: the lowest byte first; of each the width in bytes, and itself. */
function record(...fields: readonly (readonly [2 | 4, number])[]): Uint8Array {
  const bytes = fields.flatMap(([width, number]) => Array.from({ length: width }, (_, place) => (number >>> (8 * place)) & 0xff));
  return Uint8Array.from(bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980: what is taken from the office has no time of its own. */
const DATE = 0x0021;

/** Files as a ZIP, not compressed: catalogues are small. */
export function zipOf(files: readonly CatalogFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    const [name, text] = [encoder.encode(file.name), encoder.encode(file.text)];
    const said = [[2, VERSION], [2, FLAGS], [2, 0], [2, 0], [2, DATE], [4, crcOf(text)], [4, text.length], [4, text.length], [2, name.length], [2, 0]] as const;
    const entry = joined([record([4, 0x04034b50], ...said), name, text]);
    central.push(record([4, 0x02014b50], [2, VERSION], ...said, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    local.push(entry);
    at += entry.length;
  }
  const directory = joined(central);
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, directory.length], [4, at], [2, 0]);
  return joined([...local, directory, end]);
}
