// Keeps drafts and what was read across reloads of the page.
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import type { Memory } from './memory';

const KEY = 'jovian-lab:comments';

/** Recall what was kept, then keep what changes. */
export async function keepMemory(
  memory: Memory,
  state: IStateDB,
  ready: Promise<unknown>
): Promise<void> {
  await ready;
  try {
    memory.recall(await state.fetch(KEY));
  } catch (error) {
    console.warn('jovian-lab: drafts could not be read', error);
  }
  const save = new Debouncer(
    () => state.save(KEY, memory.kept as unknown as ReadonlyPartialJSONValue),
    300
  );
  memory.changed.connect(() => void save.invoke());
}
