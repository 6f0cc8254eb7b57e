// Keeps what the sidebar remembers across reloads of the page.
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import type { Author } from '../api/types';
import type { VersionsModel } from './model';

const KEY = 'jovian-lab:versions';

/** Recall what was kept, then keep what changes. */
export async function remember(
  model: VersionsModel,
  state: IStateDB,
  ready: Promise<unknown>
): Promise<void> {
  await ready;
  let kept = '';
  try {
    const memory = (await state.fetch(KEY)) as
      { you?: Author } | null | undefined;
    model.recall(memory);
    model.you = memory?.you ?? model.you;
    kept = JSON.stringify(memory);
  } catch (error) {
    console.warn('jovian-lab: the sidebar’s state could not be read', error);
  }
  const save = new Debouncer(async () => {
    const memory = { ...model.memory, you: model.you };
    const text = JSON.stringify(memory);
    if (text !== kept) {
      kept = text;
      await state.save(KEY, memory as unknown as ReadonlyPartialJSONValue);
    }
  }, 500);
  model.changed.connect(() => void save.invoke());
}
