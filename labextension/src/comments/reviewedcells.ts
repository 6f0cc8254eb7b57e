// Which threads are about which cell of a difference, how many comments that is, and what they mark in its sources.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Thread } from '../api/types';
import type { ICellPair, ICommentCount } from '../tokens';
import type { ILineMark } from './linemarks';
import type { DiscussionModel } from './model';
import { ReviewSurface } from './reviewed';
import type { IShown } from './shown';
import type { ISlotContent } from './slot';
import { countInWords } from './words';

/** The cells of a difference with their threads. */
export class ReviewedCells {
  constructor(
    private readonly model: DiscussionModel,
    private readonly trans: TranslationBundle
  ) {
    model.changed.connect(this._forget);
  }

  /** Take other cells. */
  show(cells: readonly ICellPair[]): void {
    this._cells = cells;
    this._known = null;
  }

  /** The cell that a side calls so. */
  with(on: string): ICellPair | undefined {
    return this._cells.find(cell => keys(cell).includes(on));
  }

  /** What is shown of a cell; of none, what is about the versions as a whole. */
  content(cell: ICellPair | null): ISlotContent {
    const { threads, started, surface, view, error } = this.model;
    if (!cell) {
      const isOfVersion = ({ anchor }: Thread) =>
        anchor.kind === 'version' &&
        surface instanceof ReviewSurface &&
        surface.has(anchor.version);
      return {
        threads: threads.filter(({ thread }) => isOfVersion(thread)),
        started: [],
        error: view === 'error' ? error : null
      };
    }
    const here = keys(cell);
    return {
      threads: here.flatMap(on => this._byCell.get(on) ?? []),
      started: started.filter(([, { about }]) => here.includes(about.on ?? ''))
    };
  }

  /** Threads by the cell they are on. */
  private get _byCell(): Map<string, IShown[]> {
    if (!this._known) {
      this._known = new Map<string, IShown[]>();
      for (const shown of this.model.threads) {
        if (shown.where) {
          const { cell } = shown.where;
          this._known.set(cell, [...(this._known.get(cell) ?? []), shown]);
        }
      }
    }
    return this._known;
  }

  marks(on: string): ILineMark[] {
    const { model, trans } = this;
    const mark = ({ thread, where }: IShown): ILineMark[] =>
      where?.start != null && where.end !== null && thread.state === 'open'
        ? [
            {
              id: thread.id,
              start: where.start,
              end: where.end,
              current: model.current === thread.id,
              count: thread.comments.length,
              label: countInWords(
                thread.comments.length,
                model.unread(thread),
                trans
              )
            }
          ]
        : [];
    const drafts = model.started.flatMap(([id, { about }]): ILineMark[] =>
      about.on === on && about.start != null && about.end != null
        ? [
            {
              id,
              start: about.start,
              end: about.end,
              current: true,
              count: 0,
              label: ''
            }
          ]
        : []
    );
    return [...(this._byCell.get(on) ?? []).flatMap(mark), ...drafts];
  }

  count(cells: readonly ICellPair[]): ICommentCount {
    const threads = cells.flatMap(cell => this.content(cell).threads);
    const open = threads.filter(({ thread }) => thread.state === 'open');
    const counted = open.length > 0 ? open : threads;
    const comments = counted.reduce(
      (sum, { thread }) => sum + thread.comments.length,
      0
    );
    const unread = threads.reduce(
      (sum, { thread }) => sum + this.model.unread(thread),
      0
    );
    return {
      comments,
      unread,
      isResolved: open.length === 0,
      isFolded: threads.every(({ thread }) => this.model.isFolded(thread)),
      label: countInWords(comments, unread, this.trans)
    };
  }

  dispose(): void {
    this.model.changed.disconnect(this._forget);
  }

  private readonly _forget = (): void => {
    this._known = null;
  };

  private _cells: readonly ICellPair[] = [];
  private _known: Map<string, IShown[]> | null = null;
}

/** What a cell of either side is called, in the order in which their threads are shown. */
export function keys(cell: ICellPair): string[] {
  return (['old', 'new'] as const).flatMap(side =>
    cell[side] == null ? [] : [`${side} ${cell[side]}`]
  );
}
