// After `vite build`: packs what gets smaller, and says what the first load of a route weighs.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
/** Script that a handler waits for before the inbox is there, in bytes after gzip. */
const FIRST_LOAD_BYTES_MAX = 300 * 1000;
const PACKED = /\.(js|css|html|svg)$/;

const sizes = new Map();
for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !PACKED.test(entry.name)) continue;
  const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
  const bytes = readFileSync(path);
  const packed = gzipSync(bytes, { level: 9 });
  sizes.set(entry.name, packed.length);
  if (packed.length < bytes.length) writeFileSync(`${path}.gz`, packed);
}

const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));
/** All chunks that a chunk needs before it runs. */
function needed(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const next of manifest[name].imports ?? []) needed(next, found);
  return found;
}
const INBOX = 'src/features/approval/Inbox.vue';
const SHELL = 'src/app/Shell.vue';
const chunks = new Set(['index.html', SHELL, INBOX].flatMap((name) => [...needed(name)]));
const files = [...chunks].map((name) => manifest[name].file.split('/').at(-1));
const total = files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
console.log(`first load of the inbox: ${(total / 1000).toFixed(1)} kB of script after gzip, in ${files.length} files`);
if (total > FIRST_LOAD_BYTES_MAX) {
  console.error(`more than ${FIRST_LOAD_BYTES_MAX / 1000} kB`);
  process.exit(1);
}
