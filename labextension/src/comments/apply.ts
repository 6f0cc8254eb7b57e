// Puts a suggested source into a cell: one change that can be undone, and only where it differs.
import { diff } from '@codemirror/merge';
import type { Cell } from '@jupyterlab/cells';

/** Give a cell another source. */
export function applySource(cell: Cell, source: string): void {
  const { sharedModel } = cell.model;
  const changes = diff(sharedModel.getSource(), source, { scanLimit: 5000 });
  sharedModel.transact(() => {
    for (const { fromA, toA, fromB, toB } of [...changes].reverse()) {
      sharedModel.updateSource(fromA, toA, source.slice(fromB, toB));
    }
  });
}

/** SHA-256 of a source in hex, or null where the browser does not offer it. */
export async function hashOf(source: string): Promise<string | null> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (!subtle) {
    return null;
  }
  const bytes = new TextEncoder().encode(source);
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
