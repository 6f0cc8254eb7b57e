// Threads beside what is compared: which are about a cell of either side, drawn where the difference asks for them.
import type { Extension } from '@codemirror/state';
import type { ISignal } from '@lumino/signaling';
import type { IWords } from '../api/threads';
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
import type { DiscussionModel } from './model';
import { ReviewSurface } from './reviewed';
import { ReviewedCells, keys } from './reviewedcells';
import type { IVersionSide, Side } from './reviewed';
import type { IPointed } from './shown';
import { ThreadSlot } from './slot';

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
    this._cells = new ReviewedCells(model, context.trans);
    this._drafts = new Drafts(model);
    model.changed.connect(this._update);
  }

  get changed(): ISignal<unknown, void> {
    return this.model.changed;
  }

  show({ path, cells, ...sides }: IReviewed): void {
    this._cells.show(cells);
    const named = (side: Side): IVersionSide | undefined =>
      sides[side] && {
        ...sides[side],
        cells: Array.from(
          { length: Math.max(-1, ...cells.map(one => one[side] ?? -1)) + 1 },
          (_, index) => `${side} ${index}`
        )
      };
    this.model.move(
      new ReviewSurface(
        path,
        { old: named('old'), new: named('new') },
        cells.flatMap(keys)
      )
    );
  }

  count(cells: readonly ICellPair[]): ICommentCount {
    return this._cells.count(cells);
  }

  fold(cell: ICellPair, folded: boolean): void {
    const { threads } = this._cells.content(cell);
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
    slot.display(this._cells.content(cell));
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
      marks: () => this._cells.marks(on),
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
    return this._cells.marks(`${side} ${index}`);
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
    const cell = next?.where && this._cells.with(next.where.cell);
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
      this._cells.dispose();
      this.end();
    }
  }

  isDisposed = false;

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
    for (const { cell, slot } of this._mounted) {
      slot.display(this._cells.content(cell));
    }
  };

  private readonly _cells: ReviewedCells;
  private readonly _drafts: Drafts;
  private readonly _mounted = new Set<{
    cell: ICellPair | null;
    slot: ThreadSlot;
  }>();
}
