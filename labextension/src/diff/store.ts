// Complete cells of both sides, fetched when they come into view and kept for a while.
import { ApiError } from '../api/errors';
import type { ICell, Side } from './types';

/** Bytes of outputs that a cell brings along; larger ones are fetched when asked for. */
export const LARGEST = 500_000;

const AT_ONCE = 4;
const KEPT = 400;

/** Where the cells of one side come from. */
export interface ICellSource {
  /** Names what the cells are of; sources of one name have the same cells. */
  name: string;
  /** All cells, where they are here already. */
  whole?: readonly ICell[];
  /** Read a cell, without outputs that are larger than so many bytes. */
  read: (index: number, largest?: number) => Promise<IRead>;
}

/** A cell as it was read; `omitted` tells that it has outputs which were not. */
export interface IRead {
  cell: ICell;
  omitted: boolean;
}

/** Cells by side and index; the latest asked for is fetched first. */
export class CellStore {
  /**
   * @param sources - where the cells come from
   * @param before - a store whose cells are taken over where they are the same
   */
  constructor(
    private readonly sources: Readonly<Record<Side, ICellSource>>,
    before?: CellStore
  ) {
    for (const side of ['old', 'new'] as const) {
      if (before?.sources[side].name === sources[side].name) {
        before._cells.forEach((cell, key) => {
          if (key.startsWith(side)) {
            this._cells.set(key, cell);
          }
        });
      }
    }
  }

  /** A cell that is here already, perhaps without its outputs. */
  peek(side: Side, index: number): ICell | undefined {
    const whole = this.sources[side].whole?.[index];
    return whole ?? this._cells.get(`${side}${index}`)?.cell;
  }

  /** Whether a cell is here, and its outputs are not. */
  lacksOutputs(side: Side, index: number): boolean {
    return this._cells.get(`${side}${index}`)?.omitted ?? false;
  }

  /** A cell, whole; rejects with what the reader rejects with, and asks again next time. */
  get(side: Side, index: number): Promise<ICell> {
    return this._get(side, index);
  }

  /** A cell, but for outputs that are large. */
  getLight(side: Side, index: number): Promise<ICell> {
    return this._get(side, index, LARGEST);
  }

  private _get(side: Side, index: number, largest?: number): Promise<ICell> {
    const key = `${side}${index}`;
    const known = this.peek(side, index);
    const isLight = largest !== undefined;
    if (known && (isLight || !this.lacksOutputs(side, index))) {
      return Promise.resolve(known);
    }
    const request = isLight ? `${key} light` : key;
    const asked = this._asked.get(request);
    if (asked) {
      return asked;
    }
    const asking = new Promise<ICell>((resolve, reject) => {
      this._waiting.push(() =>
        this.sources[side]
          .read(index, largest)
          .then(read => {
            this._keep(key, read);
            resolve(read.cell);
          }, reject)
          .finally(() => {
            this._asked.delete(request);
            this._running--;
            this._next();
          })
      );
    });
    this._asked.set(request, asking);
    this._next();
    return asking;
  }

  private _next(): void {
    while (this._running < AT_ONCE && this._waiting.length > 0) {
      this._running++;
      void this._waiting.pop()!();
    }
  }

  private _keep(key: string, read: IRead): void {
    if (read.omitted && this._cells.get(key)?.omitted === false) {
      return;
    }
    this._cells.set(key, read);
    if (this._cells.size > KEPT) {
      this._cells.delete(this._cells.keys().next().value!);
    }
  }

  private _running = 0;
  private readonly _cells = new Map<string, IRead>();
  private readonly _asked = new Map<string, Promise<ICell>>();
  private readonly _waiting: (() => Promise<void>)[] = [];
}

/** The cells in a notebook's text; none in what is no notebook. */
export function inText(text: string): ICellSource {
  let whole: ICell[] = [];
  try {
    const { cells } = JSON.parse(text) as { cells?: ICell[] };
    whole = Array.isArray(cells) ? cells : [];
  } catch {
    // It is compared as text.
  }
  return {
    name: '',
    whole,
    read: () =>
      Promise.reject(
        new ApiError(0, 'no-cell', 'There is no such cell any more.')
      )
  };
}
