// What a reader has seen and what they have not sent yet; outlives a reload of the page.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Thread } from '../api/types';
import { isSame } from './shown';
import type { IPointed } from './shown';
import type { Author } from '../api/types';

const MOST_SEEN = 5000;

/** A comment that is being written. */
export interface IDraft {
  text: string;
  /** Another source for the cell, when one is suggested. */
  suggestion?: string;
  /** For a new thread: what it is about. */
  about?: IPointed;
}

/** A new thread that is being written, by its key. */
export type IStarted = readonly [string, IDraft & { about: IPointed }];

interface IKept {
  drafts: [string, IDraft][];
  seen: [string, number][];
}

/** Drafts and what was read, of all notebooks. */
export class Memory {
  /** Emitted when something is to be kept. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is being written there, if anything. */
  draft(path: string, key: string): IDraft | undefined {
    return this._drafts.get(draftKey(path, key));
  }

  /** Keep what is being written, or forget it. */
  keep(path: string, key: string, draft: IDraft | null): void {
    if (draft) {
      this._drafts.set(draftKey(path, key), draft);
    } else {
      this._drafts.delete(draftKey(path, key));
    }
    this._changed.emit();
  }

  /** New threads that are being written in a notebook, by key. */
  started(path: string): IStarted[] {
    const prefix = draftKey(path, '');
    return [...this._drafts].flatMap(([key, draft]): IStarted[] =>
      key.startsWith(prefix) && draft.about
        ? [[key.slice(prefix.length), { ...draft, about: draft.about }]]
        : []
    );
  }

  /** How many comments of others in a thread were not read. */
  unread(thread: Thread, me: Author | null): number {
    const seen = this._seen.get(seenKey(thread, me)) ?? 0;
    return thread.comments
      .slice(seen)
      .filter(comment => !comment.deleted && !isSame(comment.author, me))
      .length;
  }

  /** All of a thread was read; false when it had been before. */
  read(thread: Thread, me: Author | null): boolean {
    const key = seenKey(thread, me);
    if ((this._seen.get(key) ?? 0) >= thread.comments.length) {
      return false;
    }
    this._seen.delete(key);
    this._seen.set(key, thread.comments.length);
    this._changed.emit();
    return true;
  }

  /** A notebook has another path now. */
  rename(old: string, path: string): void {
    const prefix = draftKey(old, '');
    for (const [key, draft] of [...this._drafts]) {
      if (key.startsWith(prefix)) {
        this._drafts.delete(key);
        this._drafts.set(draftKey(path, key.slice(prefix.length)), draft);
      }
    }
    this._changed.emit();
  }

  /** What outlives a reload. */
  get kept(): IKept {
    return {
      drafts: [...this._drafts].filter(
        ([, draft]) =>
          draft.text.trim() !== '' || draft.suggestion !== undefined
      ),
      seen: [...this._seen].slice(-MOST_SEEN)
    };
  }

  /** Take over what outlived a reload; what was done meanwhile counts more. */
  recall(kept: unknown): void {
    const { drafts, seen } = (kept ?? {}) as Partial<IKept>;
    if (Array.isArray(drafts)) {
      this._drafts = new Map([...drafts, ...this._drafts]);
    }
    if (Array.isArray(seen)) {
      this._seen = new Map([...seen, ...this._seen]);
    }
    this._changed.emit();
  }

  private _drafts = new Map<string, IDraft>();
  private _seen = new Map<string, number>();
  private readonly _changed = new Signal<this, void>(this);
}

function draftKey(path: string, key: string): string {
  return `${path}\n${key}`;
}

function seenKey(thread: Thread, me: Author | null): string {
  return `${thread.id} ${me?.username || me?.name || ''}`;
}
