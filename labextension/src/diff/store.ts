// Complete cells of both sides, fetched when they come into view and kept for a while.
import type { ICell, Side } from './types';

const AT_ONCE = 4;
const KEPT = 400;

/** Fetches a cell of one side. */
export type ReadCell = (index: number) => Promise<ICell>;

/** Cells by side and index; the latest asked for is fetched first. */
export class CellStore {
  constructor(private readonly read: Readonly<Record<Side, ReadCell>>) {}

  /** A cell that is here already. */
  peek(side: Side, index: number): ICell | undefined {
    return this._cells.get(`${side}${index}`);
  }

  /** A cell; rejects with what the reader rejects with, and asks again next time. */
  get(side: Side, index: number): Promise<ICell> {
    const key = `${side}${index}`;
    const known = this._cells.get(key);
    if (known) {
      return Promise.resolve(known);
    }
    const asked = this._asked.get(key);
    if (asked) {
      return asked;
    }
    const asking = new Promise<ICell>((resolve, reject) => {
      this._waiting.push(() =>
        this.read[side](index)
          .then(cell => {
            this._keep(key, cell);
            resolve(cell);
          }, reject)
          .finally(() => {
            this._asked.delete(key);
            this._running--;
            this._next();
          })
      );
    });
    this._asked.set(key, asking);
    this._next();
    return asking;
  }

  private _next(): void {
    while (this._running < AT_ONCE && this._waiting.length > 0) {
      this._running++;
      void this._waiting.pop()!();
    }
  }

  private _keep(key: string, cell: ICell): void {
    this._cells.set(key, cell);
    if (this._cells.size > KEPT) {
      this._cells.delete(this._cells.keys().next().value!);
    }
  }

  private _running = 0;
  private readonly _cells = new Map<string, ICell>();
  private readonly _asked = new Map<string, Promise<ICell>>();
  private readonly _waiting: (() => Promise<void>)[] = [];
}
