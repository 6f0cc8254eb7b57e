// Keeps across reloads of the page which installations were looked at.
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import type { InstallsModel } from './installs';

const KEY = 'jovian-lab:installs';

/** Recall what was kept, then keep what changes. */
export async function remember(
  model: InstallsModel,
  state: IStateDB,
  ready: Promise<unknown>
): Promise<void> {
  await ready;
  let kept = '';
  try {
    const memory = await state.fetch(KEY);
    model.recall(memory);
    kept = JSON.stringify(memory);
  } catch (error) {
    console.warn('jovian-lab: what was looked at could not be read', error);
  }
  model.changed.connect(() => {
    const text = JSON.stringify(model.memory);
    if (text !== kept) {
      kept = text;
      state
        .save(KEY, JSON.parse(text) as ReadonlyPartialJSONValue)
        .catch((error: unknown) => {
          console.warn('jovian-lab: what was looked at was not kept', error);
        });
    }
  });
}
