// Pages of a long list, fetched when they are looked at and kept.

/** One page as it was fetched. */
export interface IPage<T> {
  items: readonly T[];
  total: number;
  offset: number;
}

/** A list known in parts. Items are newest first, so new ones shift the others down. */
export class PagedCache<T extends { readonly id: string }> {
  /**
   * @param load - fetches a page
   * @param changed - called when something arrived
   * @param size - items a page
   */
  constructor(
    private readonly load: (offset: number, limit: number) => Promise<IPage<T>>,
    private readonly changed: () => void,
    readonly size = 50
  ) {}

  /** How many items there are; null before the first page arrived. */
  get total(): number | null {
    return this._total;
  }

  /** Why the last fetch failed; null when it did not. */
  get error(): unknown {
    return this._error;
  }

  /** The item at a place, if it is known. */
  get(index: number): T | undefined {
    return this._items.get(index);
  }

  /** The place of an item, or -1 when it is not among the known ones. */
  indexOf(id: string): number {
    for (const [index, item] of this._items) {
      if (item.id === id) {
        return index;
      }
    }
    return -1;
  }

  /** Fetch what is missing between two places, both included. */
  async ensure(first: number, last: number): Promise<void> {
    const end = Math.min(last, (this._total ?? 1) - 1);
    const pages: Promise<void>[] = [];
    for (
      let page = Math.floor(Math.max(first, 0) / this.size);
      page * this.size <= end;
      page++
    ) {
      if (!this._isLoaded(page) && !this._failed.has(page)) {
        pages.push(this._fetch(page));
      }
    }
    await Promise.all(pages);
  }

  /**
   * Fetch the newest page again; what is still in line with it is kept.
   * Resolves to false when another refresh began meanwhile: then this one told nothing.
   */
  async refresh(): Promise<boolean> {
    const generation = ++this._generation;
    this._pending.clear();
    this._failed.clear();
    await this._fetch(0);
    return generation === this._generation;
  }

  /** Replace an item that is known by a newer form of itself. */
  replace(item: T): void {
    const index = this.indexOf(item.id);
    if (index >= 0) {
      this._items.set(index, item);
      this.changed();
    }
  }

  private _isLoaded(page: number): boolean {
    const last = Math.min((page + 1) * this.size, this._total ?? 0) - 1;
    const first = page * this.size;
    return last >= first && this._items.has(first) && this._items.has(last);
  }

  private _fetch(page: number): Promise<void> {
    const pending = this._pending.get(page);
    if (pending) {
      return pending;
    }
    const generation = this._generation;
    const fetch = this.load(page * this.size, this.size)
      .then(answer => {
        if (generation === this._generation) {
          this._error = null;
          this._take(answer);
        }
      })
      .catch((error: unknown) => {
        if (generation === this._generation) {
          this._error = error;
          this._failed.add(page);
        }
      })
      .finally(() => {
        if (generation === this._generation) {
          this._pending.delete(page);
          this.changed();
        }
      });
    this._pending.set(page, fetch);
    return fetch;
  }

  private _take(page: IPage<T>): void {
    const shift = page.total - (this._total ?? page.total);
    if (shift !== 0 || !this._inLine(page, 0)) {
      const kept =
        shift >= 0 && this._inLine(page, shift)
          ? [...this._items].map(([index, item]): [number, T] => [
              index + shift,
              item
            ])
          : [];
      this._items = new Map(kept);
    }
    this._total = page.total;
    page.items.forEach((item, index) =>
      this._items.set(page.offset + index, item)
    );
  }

  /** Whether the known items, moved down by `shift`, are those the page shows. */
  private _inLine(page: IPage<T>, shift: number): boolean {
    return page.items.every((item, index) => {
      const known = this._items.get(page.offset + index - shift);
      return known === undefined || known.id === item.id;
    });
  }

  private _total: number | null = null;
  private _error: unknown = null;
  private _generation = 0;
  private _items = new Map<number, T>();
  private readonly _pending = new Map<number, Promise<void>>();
  private readonly _failed = new Set<number>();
}
