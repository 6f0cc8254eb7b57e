// What others said since the threads were last asked for.
import type { Kind } from '../api/notifications';
import type { Author, Comment, Person, Thread } from '../api/types';
import { isSame, mentions } from './shown';
import type { IShown } from './shown';

/** A comment of somebody else that was not there before. */
export interface INews {
  thread: Thread;
  comment: Comment;
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
      .map(comment => ({ thread, comment }))
  );
}

/** Everything a comment is to its reader. */
export function kindsOf({ thread, comment }: INews, me: Person | null): Kind[] {
  const mention: Kind[] = mentions(comment, me?.handle ?? '')
    ? ['mention']
    : [];
  if (comment.id === thread.comments[0].id) {
    return [...mention, 'thread'];
  }
  const wroteToo = thread.comments.some(
    ({ id, author, deleted }) =>
      id !== comment.id && !deleted && isSame(author, me?.author ?? null)
  );
  return [...mention, ...(wroteToo ? (['reply-to-me'] as const) : []), 'reply'];
}
