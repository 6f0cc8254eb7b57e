// The mark in a cell's prompt area: how many comments, and whether there are new ones.
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { countInWords } from './words';

/** A small button below the prompt. */
export class ThreadMark extends Widget {
  constructor(
    private readonly trans: TranslationBundle,
    onClick: () => void
  ) {
    const button = document.createElement('button');
    super({ node: button });
    this.addClass('jp-jovian-Mark');
    button.type = 'button';
    button.addEventListener('click', onClick);
    // The notebook would start to drag the cell.
    button.addEventListener('mousedown', event => event.stopPropagation());
  }

  /** Show how many comments the open threads of a cell have, or all when all are resolved. */
  display(count: number, unread: number, isResolved: boolean): void {
    const { node, trans } = this;
    const state = [count, unread, isResolved].join();
    if (state === this._state) {
      return;
    }
    this._state = state;
    node.textContent = isResolved ? '✓' : `❝ ${count}`;
    node.dataset.unread = String(unread > 0);
    node.dataset.resolved = String(isResolved);
    const label = countInWords(count, unread, trans);
    node.title = label;
    node.setAttribute('aria-label', label);
    this.setHidden(count === 0);
  }

  private _state = '';
}
