// Examples of what the server answers.
import type {
  Changes,
  Status,
  Version
} from '../../labextension/src/api/types';

/** Changes; none but those given. */
export function changes(given: Partial<Changes> = {}): Changes {
  return { added: 0, removed: 0, edited: 0, rerun: 0, moved: 0, ...given };
}

/** A version of a small notebook. */
export function version(number: number, given: Partial<Version> = {}): Version {
  return {
    id: `${number}`.padStart(40, 'a'),
    notebook: 'key',
    number,
    kind: 'version',
    title: `Title ${number}`,
    message: `Title ${number}`,
    recorded_title: `Title ${number}`,
    author: { name: 'Ada', username: 'ada' },
    created: '2026-03-04T12:00:00Z',
    path: 'a.ipynb',
    kernel: null,
    cells: { code: 2, markdown: 1, raw: 0 },
    changes: number > 1 ? changes({ edited: 1 }) : null,
    parents:
      number > 1
        ? [{ id: `${number - 1}`.padStart(40, 'a'), number: number - 1 }]
        : [],
    base: null,
    origin: null,
    size: 10,
    sha256: '',
    storage: 'split',
    nbformat: '4.5',
    files: [],
    tags: [],
    reason: null,
    environment: null,
    ...given
  };
}

/** A snapshot made after a version. */
export function snapshot(after: number, name: string): Version {
  return version(after, {
    id: name.padStart(40, 'b'),
    kind: 'snapshot',
    parents: [{ id: `${after}`.padStart(40, 'a'), number: after }],
    reason: 'restore'
  });
}

/** How a notebook stands against v12. */
export function status(given: Partial<Status> = {}): Status {
  return {
    state: 'changed',
    notebook: 'key',
    path: 'a.ipynb',
    head: version(12),
    next_number: 13,
    changes: changes({ edited: 2, rerun: 1 }),
    continuations: [],
    ...given
  };
}
