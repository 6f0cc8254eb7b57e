// Writes the frontend's types from the schemas of what goes over the wire.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';

const SCHEMAS = new URL('../jovian_lab/schemas/wire/', import.meta.url);
export const TYPES = fileURLToPath(
  new URL('../labextension/src/api/types.ts', import.meta.url)
);
const BANNER = `// What goes over the wire, as types.
// Written by \`npm run generate:types\` from jovian_lab/schemas/wire; do not edit.`;
const ROOT = 'Everything';

/** The text of types.ts as the schemas say it should be. */
export async function wireTypes() {
  const schemas = readdirSync(SCHEMAS)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => [name, JSON.parse(readFileSync(new URL(name, SCHEMAS)))])
    .filter(([, { properties = {} }]) => Object.keys(properties).length > 0);
  const titles = new Map(schemas.map(([name, { title }]) => [name, title]));
  const definitions = Object.assign(
    {},
    ...schemas.map(([, { $schema, $id, definitions = {}, ...schema }]) =>
      inOne({ ...definitions, [schema.title]: schema }, titles)
    )
  );
  const text = await compile(
    { title: ROOT, type: 'object', additionalProperties: false, definitions },
    ROOT,
    { bannerComment: BANNER, unreachableDefinitions: true, format: false }
  );
  const config = await resolveConfig(TYPES);
  return withoutRoot(await format(text, { ...config, parser: 'typescript' }));
}

/** The schema with references to other files as references into one. */
function inOne(schema, titles) {
  const text = JSON.stringify(schema, (key, value) =>
    key === '$ref' && titles.has(value)
      ? `#/definitions/${titles.get(value)}`
      : value
  );
  return JSON.parse(text);
}

/** Without the interface and the remarks that only the bundling brought. */
function withoutRoot(text) {
  return text
    .replace(new RegExp(`export interface ${ROOT} \\{\\s*\\}\\n?`), '')
    .replace(
      /(\n \*)?\n \* This interface was referenced by[^/]*?(?=\n \*\/)/g,
      ''
    )
    .replace(/\/\*\*\n \*\/\n/g, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TYPES, await wireTypes());
}
