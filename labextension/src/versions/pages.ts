// The pages of one notebook's versions under a filter, which may change while they are shown.
import type { Client } from '../api/client';
import type { Version } from '../api/types';
import { PagedCache } from './cache';

/** Pages for one notebook at a time. */
export class FilteredPages {
  /**
   * @param client - fetches a page
   * @param changed - called when something arrived that is shown
   */
  constructor(
    private readonly client: Pick<Client, 'versions'>,
    private readonly changed: () => void
  ) {
    this._cache = this._newCache();
  }

  /** The pages that are shown. */
  get cache(): PagedCache<Version> {
    return this._cache;
  }

  /** The filter that was asked for. */
  get filter(): string {
    return this._filter;
  }

  /** The filter of the pages that are shown. */
  get shownFilter(): string {
    return this._shownFilter;
  }

  /** Begin anew with another notebook, or none. */
  follow(path: string | null): void {
    this._path = path ?? '';
    this._show(this._newCache());
  }

  /** Ask with another filter. What is shown stays until what was asked for is there. */
  async setFilter(filter: string, active: boolean): Promise<void> {
    if (filter === this._filter) {
      return;
    }
    this._filter = filter;
    const next = this._newCache();
    this._next = next;
    if (active) {
      await next.refresh();
    }
    if (this._next === next) {
      this._show(next);
      this.changed();
    }
  }

  private _newCache(): PagedCache<Version> {
    const { _filter: filter, _path: path } = this;
    const cache: PagedCache<Version> = new PagedCache<Version>(
      async (offset, limit) => {
        const page = await this.client.versions(path, offset, limit, filter);
        return { ...page, items: page.versions };
      },
      () => {
        if (cache === this._cache) {
          this.changed();
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

  private _path = '';
  private _filter = '';
  private _shownFilter = '';
  private _cache: PagedCache<Version>;
  private _next: PagedCache<Version> | null = null;
}
