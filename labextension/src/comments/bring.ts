// Brings a thread in the notebook's flow into view and gives it the focus.
import type { StaticNotebook } from '@jupyterlab/notebook';
import type { InlineThreads } from './inline';
import type { ICellPlace } from './pointing';

const TURN = 16;
const MOST_TURNS = 30;

/** Scroll to a thread and give it the focus; false where it is not drawn. */
export async function bring(
  notebook: StaticNotebook,
  inline: InlineThreads,
  { cell, index }: ICellPlace,
  id: string
): Promise<boolean> {
  let isElsewhere = false;
  const stay = new AbortController();
  for (const type of ['pointerdown', 'keydown']) {
    document.addEventListener(type, () => (isElsewhere = true), {
      capture: true,
      signal: stay.signal
    });
  }
  await notebook.scrollToItem(index, 'smart').catch(() => undefined);
  await cell.ready;
  inline.update();
  const card = await drawn(cell.node, `[data-thread="${id}"]`);
  card?.scrollIntoView({ block: 'nearest' });
  stay.abort();
  // Somebody who went on with something else in the meantime is not called back.
  if (!isElsewhere) {
    card?.focus({ preventScroll: true });
  }
  return card !== null;
}

/** An element that is drawn in a moment, as a thread that has just come to a cell. */
async function drawn(
  within: HTMLElement,
  selector: string
): Promise<HTMLElement | null> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const found = within.querySelector<HTMLElement>(selector);
    if (found) {
      return found;
    }
    await new Promise(resolve => setTimeout(resolve, TURN));
  }
  return null;
}
