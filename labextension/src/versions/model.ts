// What the Versions sidebar knows: the current notebook, its versions, its uncommitted work.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { IStoreEvent } from '../api/events';
import type { Author, Status, Version } from '../api/types';
import type { PagedCache } from './cache';
import { FilteredPages } from './pages';
import { layoutRows } from './rows';
import type { Row } from './rows';
import { Selection } from './selection';

/** The notebook the sidebar follows. */
export interface INotebookSource {
  readonly path: string;
  /** Whether it has unsaved changes. */
  readonly dirty: boolean;
  /** Its content as it would be saved. */
  text(): string;
}

/** What the panel shows in place of, or as, its list. */
export type View = 'no-notebook' | 'loading' | 'error' | 'empty' | 'list';

type Requests = Pick<Client, 'status' | 'versions' | 'version' | 'snapshots'>;

/** State of the sidebar; asks for nothing while it is not active. */
export class VersionsModel {
  constructor(private readonly client: Requests) {
    this._pages = new FilteredPages(client, () => this._touch());
  }

  /** Emitted when anything changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get source(): INotebookSource | null {
    return this._source;
  }

  get path(): string | null {
    return this._source?.path ?? null;
  }

  get filter(): string {
    return this._pages.filter;
  }

  /** The id of the selected version or snapshot. */
  get selected(): string | null {
    return this._selection.id;
  }

  get status(): Status | null {
    return this._status;
  }

  get cache(): PagedCache<Version> {
    return this._pages.cache;
  }

  /** Who "you" are: the author of the versions made here. */
  you: Author | null = null;

  get view(): View {
    if (!this._source) {
      return 'no-notebook';
    }
    if (this.cache.total === null) {
      return this.error ? 'error' : 'loading';
    }
    return this.cache.total === 0 && !this._pages.shownFilter
      ? 'empty'
      : 'list';
  }

  /** Why there is no list; null when there is one. */
  get error(): ApiError | null {
    return this.cache.error === null ? null : asApiError(this.cache.error);
  }

  /** The rows of the list, in order. */
  get rows(): readonly Row[] {
    if (!this._rows) {
      const total = this.cache.total ?? 0;
      const newest = this.cache.get(0)?.number ?? total;
      this._rows = layoutRows(
        total,
        newest,
        this._pages.shownFilter ? [] : this._snapshots,
        this._open
      );
    }
    return this._rows;
  }

  /** A version or snapshot that is known here. */
  find(id: string | null): Version | null {
    if (!id) {
      return null;
    }
    return (
      this.cache.get(this.cache.indexOf(id)) ??
      this._snapshots.find(snapshot => snapshot.id === id) ??
      null
    );
  }

  /** Ask the server only while somebody looks. */
  setActive(active: boolean): void {
    if (active !== this._active) {
      this._active = active;
      if (active) {
        void this.refresh();
      }
    }
  }

  /** Follow another notebook, or none. */
  setSource(source: INotebookSource | null): void {
    const path = source?.path ?? null;
    this._source = source;
    if (path === this._shown) {
      this._touch();
      return;
    }
    this._shown = path;
    this._status = null;
    this._snapshots = [];
    this._selection.follow(path);
    this._open = new Set();
    this._pages.follow(path);
    this._touch();
    void this.refresh();
  }

  setFilter(filter: string): void {
    void this._pages.setFilter(filter, this._active);
  }

  select(id: string | null): void {
    if (this._selection.select(id)) {
      this._touch();
    }
  }

  /** Show or hide the snapshots of a group. */
  toggle(group: string): void {
    const open = new Set(this._open);
    if (!open.delete(group)) {
      open.add(group);
    }
    this._open = open;
    this._touch();
  }

  /** Whether the snapshots of a group are shown. */
  isOpen(group: string): boolean {
    return this._open.has(group);
  }

  /** Ask for everything that is shown. */
  async refresh(): Promise<void> {
    if (!this._active || !this._source) {
      return;
    }
    const list = this.cache
      .refresh()
      .then(newest =>
        newest && this.view === 'list' ? this._refreshSnapshots() : undefined
      );
    await Promise.all([list, this.refreshStatus()]);
  }

  /** Ask what is not committed yet. */
  async refreshStatus(): Promise<void> {
    const source = this._source;
    if (!this._active || !source) {
      return;
    }
    const turn = ++this._statusTurn;
    let status: Status | null = null;
    try {
      status = source.dirty
        ? await this.client.status(source.path, source.text())
        : await this.client.status(source.path);
    } catch {
      // The list says what is wrong; without a status its row is left out.
    }
    if (turn === this._statusTurn && source === this._source) {
      this._status = status;
      this._touch();
    }
  }

  /** Something happened to a store. */
  async follow(event: IStoreEvent): Promise<void> {
    if (event.path !== this.path) {
      return;
    }
    if (
      (event.action === 'tagged' || event.action === 'titled') &&
      event.version
    ) {
      try {
        this.cache.replace(
          await this.client.version(event.path, event.version)
        );
        return;
      } catch {
        // Fall through: the list is read again.
      }
    }
    await this.refresh();
  }

  /** What outlives a reload of the page. */
  get kept(): {
    filter: string;
    selected: [string, string][];
    you: Author | null;
  } {
    return {
      filter: this.filter,
      selected: this._selection.memory,
      you: this.you
    };
  }

  /** Take over what outlived a reload. */
  recall(kept: unknown): void {
    const { filter, selected, you } = (kept ?? {}) as Record<string, unknown>;
    this.you = (you as Author | null | undefined) ?? this.you;
    if (Array.isArray(selected)) {
      this._selection.recall(selected as [string, string][]);
    }
    if (typeof filter === 'string') {
      this.setFilter(filter);
    }
  }

  private async _refreshSnapshots(): Promise<void> {
    const path = this._shown;
    try {
      const snapshots = path ? await this.client.snapshots(path) : [];
      if (path === this._shown) {
        this._snapshots = snapshots;
        this._touch();
      }
    } catch {
      // Snapshots are an extra; the list says what is wrong.
    }
  }

  private _touch(): void {
    this._rows = null;
    this._changed.emit();
  }

  private _active = false;
  private _source: INotebookSource | null = null;
  private _shown: string | null = null;
  private _status: Status | null = null;
  private _statusTurn = 0;
  private _snapshots: readonly Version[] = [];
  private _open: ReadonlySet<string> = new Set();
  private _rows: readonly Row[] | null = null;
  private readonly _selection = new Selection();
  private readonly _pages: FilteredPages;
  private readonly _changed = new Signal<this, void>(this);
}
