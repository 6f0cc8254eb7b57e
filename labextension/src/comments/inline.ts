// Puts threads into the notebook's flow: under each cell that has some, through the cell's own layout.
import type { Cell } from '@jupyterlab/cells';
import type { StaticNotebook } from '@jupyterlab/notebook';
import type { PanelLayout } from '@lumino/widgets';
import { releaseFocus } from './focus';
import type { DiscussionModel } from './model';
import { CommentOffer, ThreadMark } from './mark';
import type { IStarted } from './memory';
import { markRanges, rangeNow } from './ranges';
import type { IRange } from './ranges';
import { RegionMarks } from './regions';
import { ThreadSlot } from './slot';
import type { ISlotContent, ISlotHost } from './slot';
import type { IShown } from './shown';

const NOTHING: ISlotContent = { threads: [], started: [] };

/** What was put into a cell. */
interface IInserted {
  slot: ThreadSlot;
  mark: ThreadMark;
  regions: RegionMarks;
  /** How high the slot was when it was last drawn. */
  height: number;
}

/** A range that is marked; its place follows what is typed. */
interface IApplied {
  where: { start?: number | null; end?: number | null };
  isCurrent: boolean;
}

/** The threads of one open notebook, in its flow. */
export class InlineThreads {
  constructor(
    private readonly notebook: StaticNotebook,
    private readonly model: DiscussionModel,
    private readonly host: ISlotHost,
    private readonly onMark: (cell: Cell) => void,
    /** Begin to comment, where each cell is to have a button for that. */
    private readonly onOffer: ((cell: Cell) => void) | null = null
  ) {
    const update = () => this.update();
    const soon = () => this._soon();
    model.changed.connect(update);
    notebook.modelContentChanged.connect(soon);
    notebook.modelChanged.connect(soon);
    releaseFocus(notebook);
    notebook.disposed.connect(() => model.changed.disconnect(update));
    this.update();
  }

  /** Whether threads are shown at all. */
  get visible(): boolean {
    return this._visible;
  }
  set visible(visible: boolean) {
    this._visible = visible;
    this.update();
  }

  /** Bring every cell up to date. */
  update(): void {
    if (this.notebook.isDisposed) {
      return;
    }
    const byCell = new Map<
      string,
      { threads: IShown[]; started: IStarted[] }
    >();
    const at = (cell: string) => {
      const known = byCell.get(cell) ?? { threads: [], started: [] };
      byCell.set(cell, known);
      return known;
    };
    for (const shown of this.model.threads) {
      if (shown.where) {
        at(shown.where.cell).threads.push(shown);
      }
    }
    for (const started of this.model.started) {
      const { on } = started[1].about;
      if (on) {
        at(on).started.push(started);
      }
    }
    for (const cell of this.notebook.widgets) {
      const content = byCell.get(cell.model.id) ?? NOTHING;
      const isShown = content !== NOTHING || this._inserted.has(cell);
      if (!isShown && (!this.onOffer || this._offered.has(cell))) {
        continue;
      }
      if (cell.isPlaceholder()) {
        // It has no layout yet; drawn in the same turn it gets one, so that its first measured height is right.
        if (!this._waiting.has(cell)) {
          this._waiting.add(cell);
          void cell.ready.then(() => this.update());
        }
        continue;
      }
      this._offer(cell);
      if (isShown) {
        this._fill(cell, this._visible ? content : NOTHING);
      }
    }
  }

  /** Where the range of a thread or of a draft is now. */
  range(cell: Cell, id: string): { start: number; end: number } | null {
    return rangeNow(cell.editor, id);
  }

  private _soon(): void {
    if (!this._pending) {
      this._pending = true;
      queueMicrotask(() => {
        this._pending = false;
        this.update();
      });
    }
  }

  private _offer(cell: Cell): void {
    const { onOffer, host } = this;
    if (onOffer && !this._offered.has(cell)) {
      this._offered.add(cell);
      const offer = new CommentOffer(host.context.trans, () => onOffer(cell));
      (cell.inputArea?.layout as PanelLayout | undefined)?.addWidget(offer);
    }
  }

  private _fill(cell: Cell, content: ISlotContent): void {
    const inserted = this._inserted.get(cell) ?? this._insert(cell);
    const { slot, mark, regions } = inserted;
    if (slot.display(content)) {
      const height = slot.node.offsetHeight;
      this._reserve(cell, height - inserted.height);
      inserted.height = height;
    }
    const open = content.threads.filter(
      ({ thread }) => thread.state === 'open'
    );
    const counted = open.length > 0 ? open : content.threads;
    mark.display(
      counted.reduce((sum, { thread }) => sum + thread.comments.length, 0),
      content.threads.reduce(
        (sum, { thread }) => sum + this.model.unread(thread),
        0
      ),
      open.length === 0
    );
    this._markRanges(cell, content);
    regions.display(cell, content, this.model.current);
  }

  private _insert(cell: Cell): IInserted {
    const slot = new ThreadSlot(this.host);
    const layout = cell.layout as PanelLayout;
    // Last comes the footer.
    layout.insertWidget(layout.widgets.length - 1, slot);
    const mark = new ThreadMark(this.host.context.trans, () =>
      this.onMark(cell)
    );
    cell.inputArea?.addClass('jp-jovian-Marked');
    (cell.inputArea?.layout as PanelLayout | undefined)?.addWidget(mark);
    const inserted = { slot, mark, regions: new RegionMarks(), height: 0 };
    this._inserted.set(cell, inserted);
    return inserted;
  }

  /** Correct the height that the notebook keeps free for a cell it does not draw at the moment. */
  private _reserve(cell: Cell, change: number): void {
    const { style } = cell.node;
    const kept = /^auto ([\d.]+)px/.exec(style.containIntrinsicSize);
    if (kept && change !== 0) {
      const height = Math.max(0, Number(kept[1]) + change);
      style.containIntrinsicSize = `auto ${height}px`;
    }
  }

  private _markRanges(cell: Cell, { threads, started }: ISlotContent): void {
    const { editor } = cell;
    if (!editor) {
      return;
    }
    const { current } = this.model;
    const wanted = new Map<string, IApplied>();
    for (const { thread, where } of threads) {
      const isOfSource = ['range', 'line'].includes(thread.anchor.kind);
      if (thread.state === 'open' && isOfSource && where?.start != null) {
        wanted.set(thread.id, { where, isCurrent: current === thread.id });
      }
    }
    for (const [key, { about }] of started) {
      if (about.kind === 'range') {
        wanted.set(key, {
          where: about,
          isCurrent: true
        });
      }
    }
    const known = this._applied.get(cell);
    const isSame =
      (known?.size ?? 0) === wanted.size &&
      [...wanted].every(([id, { where, isCurrent }]) => {
        const one = known!.get(id);
        return one?.where === where && one.isCurrent === isCurrent;
      });
    if (isSame) {
      for (const [id, { where }] of wanted) {
        // So that it is known where it is when the cell is taken away and put elsewhere.
        Object.assign(where, rangeNow(editor, id));
      }
      return;
    }
    const ranges: IRange[] = [];
    for (const [id, { where, isCurrent }] of wanted) {
      // Once marked, a range moves with what is typed, until the server says where it is.
      const now =
        known?.get(id)?.where === where ? rangeNow(editor, id) : where;
      if (now?.start != null && now.end != null) {
        ranges.push({ id, start: now.start, end: now.end, current: isCurrent });
      }
    }
    this._applied.set(cell, wanted);
    markRanges(editor, ranges);
  }

  private _visible = true;
  private _pending = false;
  private readonly _waiting = new WeakSet<Cell>();
  private readonly _offered = new WeakSet<Cell>();
  private readonly _inserted = new WeakMap<Cell, IInserted>();
  private readonly _applied = new WeakMap<Cell, Map<string, IApplied>>();
}
