// @vitest-environment node
// The types of what goes over the wire are those of the schemas.
import { expect, test } from 'vitest';
import types from '../../labextension/src/api/types.ts?raw';
import { wireTypes } from '../../scripts/wire-types.mjs';

test('types.ts is what `npm run generate:types` writes', async () => {
  expect(types).toBe(await wireTypes());
});
