// Threads and comments to test with.
import type {
  Comment,
  Place,
  Thread,
  Threads
} from '../../labextension/src/api/types';

export const ADA = { name: 'Ada', username: 'ada' };
export const BO = { name: 'Bo', username: 'bo' };

export function place(given: Partial<Place> = {}): Place {
  return {
    state: 'exact',
    happened: [],
    cell: 0,
    id: '',
    start: null,
    end: null,
    output: null,
    candidates: [],
    further: 0,
    ...given
  };
}

export function comment(id: string, given: Partial<Comment> = {}): Comment {
  return {
    id,
    author: BO,
    created: '2026-03-04T12:00:00Z',
    text: 'Why?',
    edited: null,
    edits: 0,
    history: [],
    deleted: false,
    mentions: [],
    reactions: [],
    suggestion: null,
    head: 1,
    ...given
  };
}

export function thread(id: string, given: Partial<Thread> = {}): Thread {
  return {
    id,
    notebook: 'key',
    state: 'open',
    resolved: null,
    anchor: {
      kind: 'cell',
      version: 'a'.repeat(40),
      number: 1,
      cell: null,
      quote: null,
      output: null,
      other: null,
      side: null,
      column: null
    },
    original: null,
    comments: [comment(id)],
    updated: '2026-03-04T12:00:00Z',
    place: place(),
    ...given
  };
}

export function answer(threads: Thread[]): Threads {
  return {
    notebook: 'key',
    version: null,
    threads,
    damaged: [],
    placed: true
  };
}
