// What the commit dialog holds while it is open: message, files and what changed.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { Status } from '../api/types';
import { besideNotebook } from '../notebook/files';
import { importedFiles } from './imports';

/** Where a draft reads from; all paths are relative to the notebook's folder. */
export interface IDraftSource {
  /** The status of the notebook as the user sees it, saved or not. */
  status(): Promise<Status>;
  /** The sources of the notebook's code cells. */
  sources(): string[];
  /** Files and folders in a folder; folders end with a slash. */
  list(folder: string): Promise<string[]>;
  /** The notebook's own file name. */
  readonly name: string;
}

/** The state behind the commit dialog. */
export class CommitDraft {
  constructor(private readonly source: IDraftSource) {}

  message = '';
  status: Status | null = null;
  statusError: ApiError | null = null;
  files: string[] = [];
  /** Modules the notebook imports which are not among the files. */
  offered: string[] = [];

  /** Emitted when anything but the message changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The name of the notebook. */
  get name(): string {
    return this.source.name;
  }

  /** Read the status and the folder. */
  async load(): Promise<void> {
    await Promise.all([this._loadStatus(), this._loadFolder('')]);
    this._offer();
  }

  /** Take a file along; false when there is no such file. */
  async add(file: string): Promise<boolean> {
    const path = file.trim().replace(/^\.?\/+/, '');
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const known = await this._loadFolder(folder);
    if (!known.includes(path) || path.endsWith('/')) {
      return false;
    }
    if (path !== this.name && !this.files.includes(path)) {
      this.files = [...this.files, path].sort();
      this._offer();
    }
    return true;
  }

  /** Leave a file out. */
  remove(file: string): void {
    this.files = this.files.filter(other => other !== file);
    this._offer();
  }

  /** Entries that begin with what was typed, at most eight. */
  async suggest(typed: string): Promise<string[]> {
    const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
    const entries = await this._loadFolder(folder);
    const wanted = typed.toLowerCase();
    return entries
      .filter(
        entry =>
          entry.toLowerCase().startsWith(wanted) &&
          entry !== this.name &&
          !this.files.includes(entry)
      )
      .slice(0, 8);
  }

  private async _loadStatus(): Promise<void> {
    try {
      this.status = await this.source.status();
      const { head } = this.status;
      const known = head ? besideNotebook(head) : [];
      this.files = [...new Set([...this.files, ...known])].sort();
    } catch (error) {
      this.statusError = asApiError(error);
    }
    this._changed.emit();
  }

  private _loadFolder(folder: string): Promise<string[]> {
    let entries = this._folders.get(folder);
    if (!entries) {
      entries = this.source
        .list(folder)
        .then(names => names.map(name => folder + name))
        .catch(() => []);
      this._folders.set(folder, entries);
      void entries.then(names => {
        if (folder === '') {
          this._beside = names;
        }
      });
    }
    return entries;
  }

  private _offer(): void {
    this.offered = importedFiles(this.source.sources(), this._beside).filter(
      file => !this.files.includes(file)
    );
    this._changed.emit();
  }

  private _beside: string[] = [];
  private readonly _folders = new Map<string, Promise<string[]>>();
  private readonly _changed = new Signal<this, void>(this);
}
