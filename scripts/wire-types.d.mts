// What scripts/wire-types.mjs offers to its test.

/** Where the types are kept. */
export const TYPES: string;

/** The text of types.ts as the schemas say it should be. */
export function wireTypes(): Promise<string>;
