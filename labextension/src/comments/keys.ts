// Keys pressed on a thread's buttons are not meant for the notebook, which would cut a cell at an "x".

/** Keep plain keys on threads from the application's shortcuts; those with Ctrl, Cmd or Alt still reach it. */
export function ownPlainKeys(): void {
  // The application listens on the document while an event goes down; the window is asked before.
  window.addEventListener(
    'keydown',
    event => {
      const target = event.target as Element | null;
      if (target?.closest?.('.jp-jovian-Slot')) {
        const isWriting = target.matches('textarea, input');
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
        // On the very element: shortcuts that match it are found before its parents are looked at.
        target.toggleAttribute(
          'data-lm-suppress-shortcuts',
          isPlain && !isWriting
        );
      }
    },
    true
  );
}
