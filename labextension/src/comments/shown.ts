// Threads as they are shown: where on screen, in which order, and which of them a filter keeps.
import type { Author, Comment, Target, Thread } from '../api/types';

/** Where something is in the notebook on screen. */
export interface IWhere {
  /** The cell's id in this tab, which a cell without an id in its file has, too. */
  cell: string;
  start: number | null;
  end: number | null;
  output: number | null;
}

/** A thread and where it is on screen; nowhere when it is about no cell, or about one that is not there. */
export interface IShown {
  thread: Thread;
  where: IWhere | null;
}

/** What a comment that is being written is about. */
export interface IPointed extends Omit<Target, 'cell' | 'index'> {
  /** The cell's id in this tab. */
  on?: string;
  /** What it is written on, where that is no open notebook. */
  scope?: string;
  /** The text it is about, where that is a range; what it is about in words, where it is in no cell on screen. */
  quote?: string;
}

export const FILTERS = [
  'open',
  'resolved',
  'mentions',
  'unread',
  'orphaned'
] as const;

export type Filter = (typeof FILTERS)[number];

/** Where a thread that the server placed is among the cells on screen. */
export function whereIs(
  thread: Thread,
  cells: readonly string[]
): IWhere | null {
  const { place } = thread;
  const cell = place?.cell == null ? undefined : cells[place.cell];
  if (!place || !cell || isLost(thread)) {
    return null;
  }
  const { start, end, output } = place;
  return { cell, start, end, output };
}

/** Whether nobody knows where a thread belongs. */
export function isLost({ place }: Thread): boolean {
  return place?.state === 'orphaned' || place?.state === 'ambiguous';
}

/** Whether two authors are the same person. */
export function isSame(one: Author, other: Author | null): boolean {
  return (
    other !== null &&
    one.name === other.name &&
    (!one.username || !other.username || one.username === other.username)
  );
}

/** In the order of the notebook; what is about no cell first, what lost its cell last. */
export function inOrder(
  shown: readonly IShown[],
  cells: readonly string[]
): IShown[] {
  const place = new Map(cells.map((cell, index) => [cell, index]));
  const rank = ({ thread, where }: IShown): number[] => [
    where
      ? (place.get(where.cell) ?? cells.length)
      : isLost(thread)
        ? Infinity
        : -1,
    where?.output == null ? 0 : 1 + where.output,
    where?.start ?? -1
  ];
  return shown
    .map(one => ({ one, rank: rank(one) }))
    .sort((left, right) => {
      const at = left.rank.findIndex((value, i) => value !== right.rank[i]);
      return at < 0
        ? left.one.thread.id < right.one.thread.id
          ? -1
          : 1
        : left.rank[at] - right.rank[at];
    })
    .map(({ one }) => one);
}

/** Whether a filter keeps a thread. */
export function keeps(
  filter: Filter,
  { thread }: IShown,
  unread: number,
  handle: string
): boolean {
  switch (filter) {
    case 'open':
      return thread.state === 'open';
    case 'resolved':
      return thread.state === 'resolved';
    case 'mentions':
      return thread.comments.some(comment => mentions(comment, handle));
    case 'unread':
      return unread > 0;
    case 'orphaned':
      return isLost(thread);
  }
}

/** Whether a comment mentions somebody. */
export function mentions(comment: Comment, handle: string): boolean {
  const wanted = handle.toLowerCase();
  return (
    wanted !== '' && comment.mentions.some(one => one.toLowerCase() === wanted)
  );
}

/** Whether a thread has all words somebody looks for. */
export function matches({ thread }: IShown, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const { anchor } = thread;
  const text = [
    ...thread.comments.flatMap(({ author, text }) => [author.name, text]),
    anchor.quote?.exact ?? '',
    anchor.cell?.source ?? ''
  ]
    .join('\n')
    .toLowerCase();
  return words.every(word => text.includes(word));
}
