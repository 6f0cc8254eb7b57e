// What the Versions sidebar knows: the current notebook, its versions, its uncommitted work.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { IStoreEvent } from '../api/events';
import type { Author, Status, Version } from '../api/types';
import { PagedCache } from './cache';
import { layoutRows } from './rows';
import type { Row } from './rows';

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
    this._cache = this._newCache();
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
    return this._filter;
  }

  /** The id of the selected version or snapshot. */
  get selected(): string | null {
    return this._selected;
  }

  get status(): Status | null {
    return this._status;
  }

  get cache(): PagedCache<Version> {
    return this._cache;
  }

  /** Who "you" are: the author of the versions made here. */
  you: Author | null = null;

  get view(): View {
    if (!this._source) {
      return 'no-notebook';
    }
    if (this._cache.total === null) {
      return this.error ? 'error' : 'loading';
    }
    return this._cache.total === 0 && !this._shownFilter ? 'empty' : 'list';
  }

  /** Why there is no list; null when there is one. */
  get error(): ApiError | null {
    return this._cache.error === null ? null : asApiError(this._cache.error);
  }

  /** The rows of the list, in order. */
  get rows(): readonly Row[] {
    if (!this._rows) {
      const total = this._cache.total ?? 0;
      const newest = this._cache.get(0)?.number ?? total;
      this._rows = layoutRows(
        total,
        newest,
        this._shownFilter ? [] : this._snapshots,
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
      this._cache.get(this._cache.indexOf(id)) ??
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
    this._selected = path ? (this._remembered.get(path) ?? null) : null;
    this._open = new Set();
    this._show(this._newCache());
    this._touch();
    void this.refresh();
  }

  setFilter(filter: string): void {
    if (filter !== this._filter) {
      this._filter = filter;
      // What is shown stays until what was asked for is there.
      const next = this._newCache();
      this._next = next;
      void (this._active ? next.refresh() : Promise.resolve()).then(() => {
        if (this._next === next) {
          this._show(next);
          this._touch();
        }
      });
    }
  }

  select(id: string | null): void {
    if (id !== this._selected) {
      this._selected = id;
      if (this._shown && id) {
        this._remembered.set(this._shown, id);
      }
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
    const list = this._cache
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
        this._cache.replace(
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
  get memory(): { filter: string; selected: [string, string][] } {
    return { filter: this._filter, selected: [...this._remembered].slice(-50) };
  }

  /** Take over what outlived a reload. */
  recall(memory: unknown): void {
    const { filter, selected } = (memory ?? {}) as Record<string, unknown>;
    if (Array.isArray(selected)) {
      this._remembered = new Map(selected as [string, string][]);
      if (this._shown) {
        this._selected ??= this._remembered.get(this._shown) ?? null;
      }
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

  private _newCache(): PagedCache<Version> {
    const filter = this._filter;
    const path = this._shown ?? '';
    const cache: PagedCache<Version> = new PagedCache<Version>(
      async (offset, limit) => {
        const page = await this.client.versions(path, offset, limit, filter);
        return { ...page, items: page.versions };
      },
      () => {
        if (cache === this._cache) {
          this._touch();
        }
      }
    );
    return cache;
  }

  private _show(cache: PagedCache<Version>): void {
    this._next = null;
    this._cache = cache;
    this._shownFilter = this._filter;
  }

  private _touch(): void {
    this._rows = null;
    this._changed.emit();
  }

  private _active = false;
  private _source: INotebookSource | null = null;
  private _shown: string | null = null;
  private _filter = '';
  private _shownFilter = '';
  private _selected: string | null = null;
  private _status: Status | null = null;
  private _statusTurn = 0;
  private _snapshots: readonly Version[] = [];
  private _open: ReadonlySet<string> = new Set();
  private _rows: readonly Row[] | null = null;
  private _remembered = new Map<string, string>();
  private _cache: PagedCache<Version>;
  private _next: PagedCache<Version> | null = null;
  private readonly _changed = new Signal<this, void>(this);
}
