// One diff tab: which sides, their difference, where one stands in it, or why there is none.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { Difference } from '../api/types';
import { mirror } from './mirror';
import type { OptionsModel } from './options';
import { layoutRows, stopsOf } from './rows';
import type { Row } from './rows';
import { CellStore, inText } from './store';
import type { ICellSource, IRead } from './store';
import { PRESENT } from './target';
import type { ITarget } from './target';

export type Requests = Pick<
  Client,
  | 'diff'
  | 'diffWith'
  | 'diffFiles'
  | 'cell'
  | 'cellHistory'
  | 'versions'
  | 'notebook'
>;

/** Reads a notebook as it is on screen, or its file where it is not open. */
export type ReadPresent = (path: string) => Promise<string>;

/** The state of a diff tab. */
export class DiffModel {
  constructor(
    readonly client: Requests,
    target: ITarget,
    readonly options: OptionsModel,
    private readonly readPresent: ReadPresent
  ) {
    this._target = target;
    options.changed.connect(this._onOptions);
  }

  difference: Difference | null = null;
  error: ApiError | null = null;
  loading = false;
  /** The old side as text, for files that are no notebooks. */
  oldText = '';
  /** The notebook as it is now, where that is one of the sides. */
  present = '';
  /** How long the server and the way to it took, in milliseconds. */
  took = 0;
  /** What the parts of the view remember while they are out of sight. */
  readonly kept = new Map<string, unknown>();

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted with the key of the row to bring into view. */
  get stepped(): ISignal<this, string> {
    return this._stepped;
  }

  get target(): ITarget {
    return this._target;
  }

  get cells(): CellStore {
    return this._cells;
  }

  get rows(): readonly Row[] {
    return this._rows;
  }

  /** The keys of the changes, in order. */
  get stops(): readonly string[] {
    return this._stops;
  }

  /** The key of the change one stands at. */
  get current(): string | null {
    return this._current;
  }

  /** Which change one stands at, from 0; -1 before the first. */
  get place(): number {
    return this._current ? this._stops.indexOf(this._current) : -1;
  }

  /** Compare other sides. */
  async show(target: ITarget): Promise<void> {
    this._target = target;
    this.difference = null;
    this._current = null;
    this.kept.clear();
    await this.load();
  }

  /** Look at it from the other side. */
  swap(): Promise<void> {
    const { path, other, old, new: newer } = this._target;
    return this.show({
      path: other ?? path,
      other: other ? path : null,
      old: newer,
      new: old
    });
  }

  /** Fetch the difference; what is shown stays until it is there. Never rejects. */
  async load(): Promise<void> {
    const generation = ++this._generation;
    this.loading = true;
    this._changed.emit();
    const start = performance.now();
    let difference: Difference | null = null;
    let cells = this._cells;
    let error: ApiError | null = null;
    let oldText = '';
    try {
      [difference, cells] = await this._fetch();
      if (difference.notebook.text) {
        oldText = await this._readOld(difference);
      }
    } catch (thrown) {
      error = asApiError(thrown);
    }
    if (generation !== this._generation) {
      return;
    }
    this.took = performance.now() - start;
    this.loading = false;
    this.error = error;
    if (difference) {
      this.difference = difference;
      this._cells = cells;
      this.oldText = oldText;
    }
    this._arrange();
  }

  /** Go to the next change, or to the one before. */
  step(by: 1 | -1): void {
    const { length } = this._stops;
    if (length > 0) {
      const from = this.place < 0 && by < 0 ? 0 : this.place;
      this.go(this._stops[(from + by + length) % length]);
    }
  }

  /** Go to a row. */
  go(key: string): void {
    this._current = key;
    this._changed.emit();
    this._stepped.emit(key);
  }

  /** Bring something into view that is no row. */
  reveal(key: string): void {
    this._stepped.emit(key);
  }

  dispose(): void {
    this._generation++;
    this.options.changed.disconnect(this._onOptions);
    Signal.clearData(this);
  }

  private async _fetch(): Promise<[Difference, CellStore]> {
    const { client } = this;
    const { path, other, old, new: newer } = this._target;
    if (other) {
      const [before, after] = await Promise.all(
        [path, other].map(file => this.readPresent(file))
      );
      return [
        await client.diffFiles(path, other),
        new CellStore({ old: inText(before), new: inText(after) })
      ];
    }
    if (old !== PRESENT && newer !== PRESENT) {
      const difference = await client.diff(path, old, newer);
      const sources = {
        old: this._stored(difference.old?.id ?? old),
        new: this._stored(difference.new?.id ?? newer)
      };
      return [difference, new CellStore(sources, this._cells)];
    }
    const name = old ?? newer ?? 'latest';
    const text = await this.readPresent(path);
    const forth = await client.diffWith(path, name, text);
    this.present = text;
    const stored = this._stored(forth.old?.id ?? name);
    const present = inText(text);
    return newer === PRESENT
      ? [forth, new CellStore({ old: stored, new: present }, this._cells)]
      : [
          mirror(forth),
          new CellStore({ old: present, new: stored }, this._cells)
        ];
  }

  private _readOld(difference: Difference): Promise<string> {
    const { path } = this._target;
    return difference.old
      ? this.client.notebook(path, difference.old.id)
      : this.readPresent(path);
  }

  private _stored(version: string): ICellSource {
    const { path } = this._target;
    return {
      name: version,
      read: async (index, largest) =>
        (await this.client.cell(
          path,
          version,
          index,
          largest
        )) as unknown as IRead
    };
  }

  private readonly _onOptions = (): void => this._arrange();

  private _arrange(): void {
    const cells = this.difference?.notebook.cells ?? [];
    this._rows = layoutRows(cells, this.options.values.hideUnchanged);
    this._stops = stopsOf(this._rows);
    if (this._current && !this._rows.some(({ key }) => key === this._current)) {
      this._current = null;
    }
    this._changed.emit();
  }

  private _target: ITarget;
  private _generation = 0;
  private _rows: Row[] = [];
  private _stops: string[] = [];
  private _current: string | null = null;
  private _cells = new CellStore({ old: inText(''), new: inText('') });
  private readonly _changed = new Signal<this, void>(this);
  private readonly _stepped = new Signal<this, string>(this);
}
