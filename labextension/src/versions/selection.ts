// Which version of each notebook was selected last.

const KEPT = 50;

/** The selection in the current notebook's list, and those in the lists of others. */
export class Selection {
  /** The id that is selected, or null. */
  get id(): string | null {
    return this._id;
  }

  /** What outlives a reload of the page: notebooks with their selections. */
  get memory(): [string, string][] {
    return [...this._remembered].slice(-KEPT);
  }

  /** Take over what outlived a reload. */
  recall(memory: [string, string][]): void {
    this._remembered = new Map(memory);
    this._id ??= this._recalled();
  }

  /** Go on with another notebook, or none. */
  follow(path: string | null): void {
    this._path = path;
    this._id = this._recalled();
  }

  /** Select; false when it was selected already. */
  select(id: string | null): boolean {
    if (id === this._id) {
      return false;
    }
    this._id = id;
    if (this._path && id) {
      this._remembered.set(this._path, id);
    }
    return true;
  }

  private _recalled(): string | null {
    return this._path ? (this._remembered.get(this._path) ?? null) : null;
  }

  private _path: string | null = null;
  private _id: string | null = null;
  private _remembered = new Map<string, string>();
}
