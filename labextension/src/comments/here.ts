// The thread that is meant without being named: the one with the focus, else one of the active cell.
import type { Thread } from '../api/types';
import type { DiscussedNotebook } from './discussed';

/** The thread that a command without arguments acts on. */
export function threadHere(notebook: DiscussedNotebook): Thread | null {
  const { model, panel } = notebook;
  const focused = model.find(focusedThread());
  if (focused) {
    return focused.thread;
  }
  const cell = panel.content.activeCell?.model.id;
  const threads = (cell ? model.on(cell) : []).map(({ thread }) => thread);
  return (
    threads.find(({ id }) => id === model.current) ??
    threads.find(({ state }) => state === 'open') ??
    threads[0] ??
    null
  );
}

/** Unfold a thread and bring the focus to where it is replied to; false where it is shown in no cell. */
export async function replyTo(
  notebook: DiscussedNotebook,
  thread: Thread
): Promise<boolean> {
  notebook.model.fold(thread, false);
  // In the sidebar or in a difference it stays where it is.
  const focused = document.activeElement?.closest<HTMLElement>(
    `[data-thread="${CSS.escape(thread.id)}"]`
  );
  if (!focused && !(await notebook.show(thread.id))) {
    return false;
  }
  const card = focused ?? (document.activeElement as HTMLElement | null);
  requestAnimationFrame(() => {
    const boxes = card?.querySelectorAll<HTMLElement>(
      '.jp-jovian-Composer textarea'
    );
    // Above it may be those of comments that are being edited.
    boxes?.[boxes.length - 1]?.focus();
  });
  return true;
}

function focusedThread(): string | null {
  const { dataset } =
    document.activeElement?.closest<HTMLElement>(
      '[data-thread], [data-thread-entry]'
    ) ?? {};
  return dataset?.thread ?? dataset?.threadEntry ?? null;
}
