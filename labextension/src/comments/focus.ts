// Gives the focus from the threads back to the notebook they are in.
import type { StaticNotebook } from '@jupyterlab/notebook';

/** Let a click beside the threads take the focus from them: the notebook keeps it where any part of it has it. */
export function releaseFocus(notebook: StaticNotebook): void {
  notebook.node.addEventListener(
    'mousedown',
    ({ target }) => {
      const slot = document.activeElement?.closest('.jp-jovian-Slot');
      if (slot && !slot.contains(target as Node)) {
        (document.activeElement as HTMLElement).blur();
      }
    },
    true
  );
}
