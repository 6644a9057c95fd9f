import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { zipOf } from './zip';

const files = [
  { name: 'city.yaml', text: 'names: {zh: 海云市, en: Haiyun}\n' },
  { name: 'items/a.yaml', text: 'code: a\n' },
];

/** The entries that the directory at the end names, as whoever unpacks it finds them. */
function unpacked(bytes: Uint8Array): { name: string; text: string }[] {
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  let at = view.getUint32(end + 16, true);
  const decoder = new TextDecoder();
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const [crc, size, nameLength] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const entry = view.getUint32(at + 42, true);
    expect(view.getUint32(entry, true)).toBe(0x04034b50);
    const from = entry + 30 + view.getUint16(entry + 26, true);
    const text = bytes.subarray(from, from + size);
    expect(crc32(text)).toBe(crc);
    at += 46 + nameLength;
    return { name, text: decoder.decode(text) };
  });
}

test('what is packed is found again, each file with its name, length and check sum', () => {
  expect(unpacked(zipOf(files))).toEqual(files);
  expect(unpacked(zipOf([]))).toEqual([]);
});
