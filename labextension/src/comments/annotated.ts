// A version that is open for reading, with its threads below its cells.
import type { Cell } from '@jupyterlab/cells';
import type { StaticNotebook } from '@jupyterlab/notebook';
import type { IWords } from '../api/threads';
import type { IThreadContext } from './context';
import { bring } from './bring';
import { Drafts } from './drafts';
import { InlineThreads } from './inline';
import type { DiscussionModel } from './model';
import { cellWith, pointedIn } from './pointing';
import type { IPointed } from './shown';

/** The threads of one version on screen. */
export class AnnotatedVersion {
  constructor(
    readonly notebook: StaticNotebook,
    private readonly model: DiscussionModel,
    context: IThreadContext
  ) {
    this._drafts = new Drafts(model);
    this._inline = new InlineThreads(
      notebook,
      model,
      {
        context,
        send: (key, words) => this._send(key, words),
        cancel: key => this._drafts.forget(key),
        widen: key => this._drafts.widen(key),
        sourceOf: () => null
      },
      cell => this._clicked(cell),
      cell => this.begin(pointedIn(cell))
    );
  }

  /** The cell that an element is a part of. */
  cellAt(node: Element | null): Cell | null {
    return (
      this.notebook.widgets.find(cell => node && cell.node.contains(node)) ??
      null
    );
  }

  /** Begin to write about something in a cell. */
  begin(about: IPointed): void {
    this._drafts.begin(about);
    const place = cellWith(this.notebook, about.on);
    requestAnimationFrame(() => {
      place?.cell.node
        .querySelector<HTMLElement>('.jp-jovian-Thread.jp-mod-new textarea')
        ?.focus();
    });
  }

  /** Show the next thread that is open, or the previous one. */
  step(step: 1 | -1): void {
    const { model } = this;
    const placed = model.threads.filter(({ where }) => where);
    const next = model.next(step, placed);
    if (next) {
      model.fold(next.thread, false);
      void this._show(next.thread.id);
    }
  }

  /** Scroll to a thread and give it the focus. */
  private async _show(id: string): Promise<void> {
    const place = cellWith(this.notebook, this.model.find(id)?.where?.cell);
    if (place) {
      this.model.select(id);
      await bring(this.notebook, this._inline, place, id);
    }
  }

  private async _send(key: string, words: IWords): Promise<void> {
    const about = this._drafts.about(key);
    if (about) {
      const { id } = await this.model.open(about, words);
      this._drafts.forget(key);
      await this._show(id);
    }
  }

  /** The mark of a cell folds its threads, or unfolds them. */
  private _clicked(cell: Cell): void {
    const threads = this.model.on(cell.model.id);
    const allFolded = threads.every(({ thread }) =>
      this.model.isFolded(thread)
    );
    for (const { thread } of threads) {
      this.model.fold(thread, !allFolded);
    }
  }

  private readonly _drafts: Drafts;
  private readonly _inline: InlineThreads;
}
