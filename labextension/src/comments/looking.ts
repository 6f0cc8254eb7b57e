// Which threads a reader has folded, and which one they look at.
import type { Thread } from '../api/types';
import type { IShown } from './shown';

/** State of one reader of a discussion. */
export class Looking {
  /** The thread that is looked at. */
  current: string | null = null;

  /** Whether only a line of a thread is shown, which is so for those resolved unless somebody unfolded them. */
  isFolded(thread: Thread): boolean {
    return this._folded.get(thread.id) ?? thread.state === 'resolved';
  }

  fold(thread: Thread, folded: boolean): void {
    this._folded.set(thread.id, folded);
  }

  /** A thread was resolved or reopened: fold it accordingly. */
  forget(id: string): void {
    this._folded.delete(id);
  }

  /** The open thread after or before the one looked at, around the end. */
  next(threads: readonly IShown[], step: 1 | -1): IShown | undefined {
    const open = threads.filter(({ thread }) => thread.state === 'open');
    const at = open.findIndex(({ thread }) => thread.id === this.current);
    const from = at < 0 && step < 0 ? 0 : at;
    return open[(from + step + open.length) % open.length];
  }

  private readonly _folded = new Map<string, boolean>();
}
