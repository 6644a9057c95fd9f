// Writes the types of the API and of the catalogue from the schemas that the program is tested
// against; with --check only says whether they are as the schemas have them.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const OUT = new URL('../src/api/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, SCHEMAS), 'utf8'));
const options = { alphabetize: true, emptyObjectsUnknown: true, silent: true };

/** The definitions of a JSON schema as the components of a document without addresses. */
function definitions(schema) {
  const text = JSON.stringify(schema.$defs).replaceAll('#/$defs/', '#/components/schemas/');
  return { openapi: '3.1.0', info: { title: schema.title, version: '1' }, paths: {}, components: { schemas: JSON.parse(text) } };
}

const documents = { 'schema.d.ts': read('openapi.json'), 'catalog.d.ts': definitions(read('catalog.schema.json')) };
let differs = false;
for (const [name, document] of Object.entries(documents)) {
  const from = name === 'schema.d.ts' ? 'openapi.json' : 'catalog.schema.json';
  const text = `// Generated from schemas/${from} by npm run api. Do not edit.\n${astToString(await openapiTS(document, options))}`;
  const file = new URL(name, OUT);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`web/src/api/${name} is not what schemas/${from} says: npm run api writes it`);
    differs = true;
  }
}
process.exit(differs ? 1 : 0);
