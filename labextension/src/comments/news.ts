// What others said since the threads were last asked for.
import type { Author, Thread } from '../api/types';
import type { IShown } from './shown';

/** A comment of somebody else that was not there before. */
export interface INews {
  thread: Thread;
  author: Author;
  text: string;
}

/** The comments that are new, without one's own and those deleted already. */
export function newsSince(
  before: readonly IShown[],
  now: readonly IShown[],
  isMine: (author: Author) => boolean
): INews[] {
  const known = new Set(
    before.flatMap(({ thread }) => thread.comments.map(({ id }) => id))
  );
  return now.flatMap(({ thread }) =>
    thread.comments
      .filter(
        ({ id, author, deleted }) =>
          !known.has(id) && !deleted && !isMine(author)
      )
      .map(({ author, text }) => ({ thread, author, text }))
  );
}
