// The commit dialog: JupyterLab's own, with Enter to commit and a place under its button.
import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { createElement } from 'react';
import type { CommitDraft } from './draft';
import { CommitBody, CommitTitle } from './view';

const FIELD = 'jp-jovian-FileField-input';

/**
 * Ask for a message and files.
 *
 * @param draft - filled in by the user
 * @param anchor - the button to open under; centred without one
 * @param hint - a line about keys
 * @returns whether to commit
 */
export async function askCommit(
  draft: CommitDraft,
  anchor: HTMLElement | null,
  hint: string,
  trans: TranslationBundle
): Promise<boolean> {
  const dialog = new CommitDialog({
    title: createElement(CommitTitle, { draft, trans }),
    body: new CommitBody(draft, trans, hint),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Commit') })
    ],
    focusNodeSelector: 'textarea'
  });
  dialog.addClass('jp-jovian-CommitDialog');
  if (anchor?.isConnected) {
    const { left, bottom } = anchor.getBoundingClientRect();
    dialog.addClass('jp-mod-anchored');
    dialog.node.style.setProperty('--jp-jovian-anchor-left', `${left}px`);
    dialog.node.style.setProperty('--jp-jovian-anchor-top', `${bottom}px`);
  }
  void draft.load();
  const { button } = await dialog.launch();
  return button.accept;
}

class CommitDialog extends Dialog<unknown> {
  protected override _evtKeydown(event: KeyboardEvent): void {
    const { target } = event;
    if (event.isComposing) {
      return;
    }
    if (target instanceof HTMLInputElement && target.className === FIELD) {
      const busy =
        target.value !== '' ||
        target.getAttribute('aria-activedescendant') !== null;
      if (event.key === 'Enter' && busy) {
        return;
      }
      if (
        event.key === 'Escape' &&
        target.getAttribute('aria-expanded') === 'true'
      ) {
        // The list closes first; its own handler does that.
        return;
      }
    }
    if (target instanceof HTMLTextAreaElement && event.key === 'Enter') {
      if (!event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        this.resolve();
      }
      return;
    }
    if (
      event.key === 'Enter' &&
      target instanceof HTMLButtonElement &&
      target.className.includes('jp-jovian-Chip')
    ) {
      return;
    }
    super._evtKeydown(event);
  }
}
