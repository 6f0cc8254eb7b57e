// Threads beside what is compared: which are about a cell of either side, drawn where the difference asks for them.
import type { Extension } from '@codemirror/state';
import type { ISignal } from '@lumino/signaling';
import type { IWords } from '../api/threads';
import type { Thread } from '../api/types';
import type {
  CommentedPart,
  ICellPair,
  ICommentCount,
  IReview,
  IReviewed,
  IReviewHost
} from '../tokens';
import type { IThreadContext } from './context';
import { Drafts, wholeCell } from './drafts';
import { lineMarks } from './linemarks';
import type { ILineMark } from './linemarks';
import type { DiscussionModel } from './model';
import { ReviewSurface } from './reviewed';
import type { IVersionSide, Side } from './reviewed';
import type { IPointed, IShown } from './shown';
import { ThreadSlot } from './slot';
import type { ISlotContent } from './slot';
import { countInWords } from './words';

const FRAMES = 60;

/** The threads of one difference. */
export class Review implements IReview {
  /**
   * @param model - the discussion, on a ReviewSurface
   * @param context - what its threads are drawn with
   * @param host - the difference
   * @param end - called when the difference is closed
   */
  constructor(
    private readonly model: DiscussionModel,
    private readonly context: IThreadContext,
    private readonly host: IReviewHost,
    private readonly end: () => void
  ) {
    this._drafts = new Drafts(model);
    model.changed.connect(this._update);
  }

  get changed(): ISignal<unknown, void> {
    return this.model.changed;
  }

  show({ path, cells, ...sides }: IReviewed): void {
    this._cells = cells;
    this._known = null;
    const named = (side: Side): IVersionSide | undefined =>
      sides[side] && {
        ...sides[side],
        cells: Array.from(
          { length: Math.max(-1, ...cells.map(one => one[side] ?? -1)) + 1 },
          (_, index) => `${side} ${index}`
        )
      };
    this.model.surface = new ReviewSurface(
      path,
      { old: named('old'), new: named('new') },
      cells.flatMap(keys)
    );
    void this.model.refresh();
  }

  count(cells: readonly ICellPair[]): ICommentCount {
    const threads = cells.flatMap(cell => this._content(cell).threads);
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
      label: countInWords(comments, unread, this.context.trans)
    };
  }

  fold(cell: ICellPair, folded: boolean): void {
    const { threads } = this._content(cell);
    for (const { thread } of threads) {
      this.model.fold(thread, folded);
    }
    if (!folded && threads.length > 0) {
      this._focus(`[data-thread="${threads[0].thread.id}"]`);
    }
  }

  mount(cell: ICellPair | null, node: HTMLElement): () => void {
    const slot = new ThreadSlot(
      {
        context: this.context,
        send: (key, words) => this._send(key, words),
        cancel: key => this._drafts.forget(key),
        widen: key => this._drafts.widen(key),
        sourceOf: () => null
      },
      false
    );
    const mounted = { cell, slot };
    node.append(slot.node);
    slot.display(this._content(cell));
    this._mounted.add(mounted);
    return () => {
      this._mounted.delete(mounted);
      slot.node.remove();
      slot.dispose();
    };
  }

  marks(side: Side, index: number): Extension {
    const on = `${side} ${index}`;
    return lineMarks({
      changed: this.model.changed,
      marks: () => this._marks(on),
      open: id => {
        const found = this.model.find(id);
        if (found) {
          this.model.fold(found.thread, false);
          this._focus(`[data-thread="${id}"]`);
        }
      }
    });
  }

  ranges(side: Side, index: number): { start: number; end: number }[] {
    return this._marks(`${side} ${index}`);
  }

  begin(cell: ICellPair, side: Side, part?: CommentedPart): void {
    const index = cell[side];
    const { surface } = this.model;
    if (index == null || !(surface instanceof ReviewSurface)) {
      return;
    }
    const on = `${side} ${index}`;
    const other = surface.sides[side === 'old' ? 'new' : 'old']?.version;
    this._drafts.begin(
      part?.kind === 'line'
        ? { ...part, on, side, other }
        : { kind: 'cell', ...part, on }
    );
    this._focus('.jp-jovian-Thread.jp-mod-new textarea', cell);
  }

  /** Show the next thread that is open, or the previous one. */
  step(step: 1 | -1): void {
    const { model } = this;
    const placed = model.threads.filter(({ where }) => where);
    const next = model.next(step, placed);
    const cell = next?.where && this._cellOf(next.where.cell);
    if (cell) {
      model.fold(next.thread, false);
      model.select(next.thread.id);
      this.host.reveal(cell);
      this._focus(`[data-thread="${next.thread.id}"]`);
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.isDisposed = true;
      this.model.changed.disconnect(this._update);
      this.end();
    }
  }

  isDisposed = false;

  private _cellOf(on: string): ICellPair | undefined {
    return this._cells.find(cell => keys(cell).includes(on));
  }

  /** What is shown of a cell; of none, what is about the versions as a whole. */
  private _content(cell: ICellPair | null): ISlotContent {
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

  private _marks(on: string): ILineMark[] {
    const { model, context } = this;
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
                context.trans
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

  private async _send(key: string, words: IWords): Promise<void> {
    const { surface } = this.model;
    const about = this._drafts.about(key);
    if (!about || !(surface instanceof ReviewSurface)) {
      return;
    }
    const { id } = await this.model.open(this._asItIs(about, surface), words);
    this._drafts.forget(key);
    this._focus(`[data-thread="${id}"]`);
  }

  /** What a draft is about: the whole cell where the notebook changed and the range is another now. */
  private _asItIs(about: IPointed, surface: ReviewSurface): IPointed {
    const cell = surface.cell(about.on!);
    const source = cell && this.host.source(cell.side, cell.index);
    const isThere =
      about.quote === undefined ||
      source === null ||
      source.slice(about.start ?? 0, about.end ?? 0) === about.quote;
    return isThere ? about : wholeCell(about);
  }

  /** Give the focus to a part of a slot as soon as it is drawn. */
  private _focus(selector: string, cell?: ICellPair, frames = FRAMES): void {
    requestAnimationFrame(() => {
      for (const mounted of this._mounted) {
        if (
          !cell ||
          (mounted.cell && keys(mounted.cell)[0] === keys(cell)[0])
        ) {
          const found = mounted.slot.node.querySelector<HTMLElement>(selector);
          if (found) {
            found.focus({ preventScroll: true });
            found.scrollIntoView({ block: 'nearest' });
            return;
          }
        }
      }
      if (frames > 0 && !this.isDisposed) {
        this._focus(selector, cell, frames - 1);
      }
    });
  }

  private readonly _update = (): void => {
    this._known = null;
    for (const { cell, slot } of this._mounted) {
      slot.display(this._content(cell));
    }
  };

  private _cells: readonly ICellPair[] = [];
  private _known: Map<string, IShown[]> | null = null;
  private readonly _drafts: Drafts;
  private readonly _mounted = new Set<{
    cell: ICellPair | null;
    slot: ThreadSlot;
  }>();
}

/** What a cell of either side is called, in the order in which their threads are shown. */
function keys(cell: ICellPair): string[] {
  return (['old', 'new'] as const).flatMap(side =>
    cell[side] == null ? [] : [`${side} ${cell[side]}`]
  );
}
