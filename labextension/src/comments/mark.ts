// What is beside a cell: the mark that says how many comments there are, and a button to write one.
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

/** A button on a cell that cannot be edited, seen while the cell is pointed at or has the focus. */
export class CommentOffer extends Widget {
  constructor(trans: TranslationBundle, onClick: () => void) {
    const button = document.createElement('button');
    super({ node: button });
    this.addClass('jp-jovian-Button');
    this.addClass('jp-jovian-Offer');
    button.type = 'button';
    button.textContent = trans.__('Comment');
    button.title = trans.__(
      'Comment on the code that is selected, or on the cell'
    );
    // Pressing it must not take the selection away.
    button.addEventListener('mousedown', event => {
      event.preventDefault();
      event.stopPropagation();
    });
    button.addEventListener('click', onClick);
  }
}
