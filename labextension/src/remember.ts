// Keeps something of the page across its reloads.
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';

/** What can outlive a reload. */
export interface IRemembered {
  /** What is to be kept, as JSON has it. */
  readonly kept: unknown;
  /** Take over what was kept; undefined the first time. */
  recall(kept: unknown): void;
  /** Emitted when there may be something else to keep. */
  readonly changed: ISignal<unknown, unknown>;
}

/**
 * Recall what was kept, then keep what changes.
 *
 * @param what - what it is of, a word for its key
 * @param remembered - what recalls it
 * @param state - where it is kept
 * @param ready - when the application is restored
 */
export async function remember(
  what: string,
  remembered: IRemembered,
  state: IStateDB,
  ready: Promise<unknown>
): Promise<void> {
  const key = `jovian-lab:${what}`;
  await ready;
  let kept = '';
  try {
    const memory = await state.fetch(key);
    remembered.recall(memory);
    kept = JSON.stringify(memory);
  } catch (error) {
    console.warn(`jovian-lab: what was kept of ${what} is unreadable`, error);
  }
  const save = new Debouncer(async () => {
    const text = JSON.stringify(remembered.kept);
    if (text !== kept) {
      kept = text;
      try {
        await state.save(key, JSON.parse(text) as ReadonlyPartialJSONValue);
      } catch (error) {
        console.warn(`jovian-lab: ${what} could not be kept`, error);
      }
    }
  }, 300);
  remembered.changed.connect(() => void save.invoke());
}
