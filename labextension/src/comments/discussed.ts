// An open notebook with its discussion: showing threads, starting them, and accepting what they suggest.
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel, StaticNotebook } from '@jupyterlab/notebook';
import { ApiError } from '../api/errors';
import type { IWords } from '../api/threads';
import type { Comment, Thread } from '../api/types';
import { applySource, hashOf } from './apply';
import { bring } from './bring';
import { Drafts, wholeCell } from './drafts';
import { InlineThreads } from './inline';
import type { DiscussionModel } from './model';
import { cellWith } from './pointing';
import type { IPointed } from './shown';
import type { IThreadContext } from './context';

/** What is needed beside the notebook. */
export interface IDiscussedHost {
  context: IThreadContext;
  /** Save and commit; false when no version came of it. */
  commit: (panel: NotebookPanel) => Promise<boolean>;
  offerCommit: () => void;
}

/** One open notebook. */
export class DiscussedNotebook {
  constructor(
    readonly panel: NotebookPanel,
    readonly model: DiscussionModel,
    private readonly host: IDiscussedHost
  ) {
    this._drafts = new Drafts(model);
    this.inline = new InlineThreads(
      panel.content,
      model,
      {
        context: host.context,
        send: (key, words) => this._send(key, words),
        cancel: key => this._drafts.forget(key),
        widen: key => this._drafts.widen(key),
        sourceOf: ({ on }) => this._source(on)
      },
      cell => this._clicked(cell)
    );
  }

  readonly inline: InlineThreads;

  /** The notebook within the panel. */
  get notebook(): StaticNotebook {
    return this.panel.content;
  }

  /** Begin to write about something; where there is no version yet, one is offered first. */
  async begin(about: IPointed): Promise<void> {
    if (!(await this.ensureVersion())) {
      return;
    }
    this.inline.visible = true;
    this._drafts.begin(about);
    const place = cellWith(this.panel.content, about.on);
    if (place) {
      requestAnimationFrame(() => {
        place.cell.node
          .querySelector<HTMLElement>('.jp-jovian-Thread.jp-mod-new textarea')
          ?.focus();
      });
    }
  }

  /** Scroll to a thread and give it the focus. */
  async show(id: string): Promise<boolean> {
    const place = cellWith(
      this.panel.content,
      this.model.find(id)?.where?.cell
    );
    if (!place) {
      return false;
    }
    const { content } = this.panel;
    this.inline.visible = true;
    this.model.select(id);
    content.activeCellIndex = place.index;
    content.deselectAll();
    return bring(content, this.inline, place, id);
  }

  /** Show the next thread that is open, or the previous one. */
  async step(step: 1 | -1): Promise<void> {
    const next = this.model.next(step);
    if (next) {
      this.model.fold(next.thread, false);
      await this.show(next.thread.id);
    }
  }

  /** Put a thread on the active cell. */
  async putBack(thread: Thread): Promise<void> {
    const cell = this.panel.content.activeCell;
    if (cell) {
      await this.model.put(thread.id, { kind: 'cell', on: cell.model.id });
      await this.show(thread.id);
    }
  }

  /** The source of the cell a thread is on. */
  sourceOf(thread: Thread): string | null {
    return this._source(this.model.find(thread.id)?.where?.cell);
  }

  /** Put what a comment suggests into its cell, and offer to commit. */
  async accept(thread: Thread, comment: Comment): Promise<void> {
    const { trans } = this.host.context;
    const place = cellWith(
      this.panel.content,
      this.model.find(thread.id)?.where?.cell
    );
    const suggestion = comment.suggestion!;
    if (!place) {
      throw new ApiError(
        0,
        'no-cell',
        trans.__('The cell is not there any more.'),
        trans.__('Put the thread on another cell first.')
      );
    }
    const { sharedModel } = place.cell.model;
    const hash = await hashOf(sharedModel.getSource());
    if (hash !== null && hash !== suggestion.hash) {
      const { button } = await showDialog({
        title: trans.__('The cell was edited since'),
        body: trans.__(
          'The suggestion was made for an earlier source. Accepting it replaces what was written meanwhile; you can undo that.'
        ),
        buttons: [
          Dialog.cancelButton(),
          Dialog.warnButton({ label: trans.__('Accept') })
        ]
      });
      if (!button.accept) {
        return;
      }
    }
    await this.model.decide(thread.id, comment.id, true);
    applySource(place.cell, suggestion.source);
    Notification.success(trans.__('Changed the cell as suggested.'), {
      autoClose: 10_000,
      actions: [
        {
          label: trans.__('Commit…'),
          callback: () => this.host.offerCommit()
        },
        { label: trans.__('Undo'), callback: () => sharedModel.undo() }
      ]
    });
  }

  /** Make sure that there is a version to comment on. */
  async ensureVersion(): Promise<boolean> {
    const { model, host, panel } = this;
    const { trans } = host.context;
    if (!model.hasVersions) {
      await model.refresh();
    }
    if (model.hasVersions) {
      return true;
    }
    if (model.error) {
      Notification.error(model.error.message, { autoClose: 10_000 });
      return false;
    }
    const { button } = await showDialog({
      title: trans.__('Commit first?'),
      body: trans.__(
        'Comments are kept beside the versions of a notebook, and this one has none yet. Committing keeps the notebook as it is now; nothing is written into the file.'
      ),
      buttons: [
        Dialog.cancelButton(),
        Dialog.okButton({ label: trans.__('Commit') })
      ]
    });
    if (!button.accept || !(await host.commit(panel))) {
      return false;
    }
    await model.refresh();
    return model.hasVersions;
  }

  private async _send(key: string, words: IWords): Promise<void> {
    const about = this._drafts.about(key);
    if (!about) {
      return;
    }
    const cell = cellWith(this.panel.content, about.on)?.cell;
    const source = cell?.model.sharedModel.getSource() ?? '';
    const now = cell ? this.inline.range(cell, key) : null;
    const isThere =
      now !== null ||
      source.slice(about.start ?? 0, about.end ?? 0) === about.quote;
    const { id } = await this.model.open(
      about.kind !== 'range' || isThere
        ? { ...about, ...now }
        : wholeCell(about),
      words
    );
    this._drafts.forget(key);
    await this.show(id);
  }

  private _source(id: string | undefined): string | null {
    const cell = cellWith(this.panel.content, id)?.cell;
    return cell?.model.sharedModel.getSource() ?? null;
  }

  /** The mark of a cell folds its threads, or brings them into view. */
  private _clicked(cell: Cell): void {
    const threads = this.model.on(cell.model.id);
    const allFolded = threads.every(({ thread }) =>
      this.model.isFolded(thread)
    );
    for (const { thread } of threads) {
      this.model.fold(thread, !allFolded);
    }
    if (allFolded && threads.length > 0) {
      void this.show(threads[0].thread.id);
    }
  }

  private readonly _drafts: Drafts;
}
