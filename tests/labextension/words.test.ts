// What changed, when, and what went wrong, in words.
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import {
  hasWork,
  statusInWords,
  versionSummary
} from '../../labextension/src/words/changes';
import { inWords } from '../../labextension/src/words/errors';
import {
  exactTime,
  relativeTime,
  shortTime
} from '../../labextension/src/words/time';
import { changes, status, version } from './examples';
import { trans } from './words';

describe('a version’s changes', () => {
  test.each([
    [changes({ added: 2, removed: 1 }), '+2 −1 cells'],
    [changes({ edited: 3 }), '~3 cells'],
    [changes({ edited: 1 }), '~1 cell'],
    [changes({ added: 1 }), '+1 cell'],
    [
      changes({ edited: 1, rerun: 4, moved: 2 }),
      '~1 cell · 4 re-run · 2 moved'
    ],
    [changes(), 'no cell changed']
  ])('%o', (given, words) => {
    expect(versionSummary(version(3, { changes: given }), trans)).toBe(words);
  });

  test('the first version has none', () => {
    expect(versionSummary(version(1), trans)).toBe('first version');
  });

  test('a file that is no notebook has none', () => {
    const text = version(2, { changes: null, cells: null });
    expect(versionSummary(text, trans)).toBe('not a notebook');
  });
});

describe('work that is not committed', () => {
  test.each([
    [status(), '2 cells edited · 1 re-run since v12'],
    [
      status({ changes: changes({ added: 1, removed: 2, moved: 1 }) }),
      '1 cell added · 2 cells removed · 1 cell moved since v12'
    ],
    [
      status({ changes: changes() }),
      'Details other than cells changed since v12'
    ],
    [status({ state: 'unchanged', changes: null }), 'No changes since v12'],
    [status({ state: 'new', head: null, changes: null }), 'No version yet']
  ])('%#', (given, words) => {
    expect(statusInWords(given, trans)).toBe(words);
  });

  test('is there when changed or new', () => {
    expect(hasWork(status())).toBe(true);
    expect(hasWork(status({ state: 'new' }))).toBe(true);
    expect(hasWork(status({ state: 'unchanged' }))).toBe(false);
    expect(hasWork(status({ state: 'missing', head: null }))).toBe(false);
  });
});

describe('how long ago', () => {
  const now = new Date(2026, 2, 12, 15, 0, 0).getTime();
  const ago = (ms: number) =>
    relativeTime(new Date(now - ms).toISOString(), now, trans, 'en-GB');
  const minute = 60_000;
  const hour = 60 * minute;

  test.each([
    [0, 'just now'],
    [-5000, 'just now'],
    [44_000, 'just now'],
    [50_000, '1 min ago'],
    [4 * minute, '4 min ago'],
    [59 * minute, '59 min ago'],
    [hour, '1 hr ago'],
    [14 * hour, '14 hr ago'],
    [16 * hour, 'yesterday'],
    [30 * hour, 'yesterday'],
    [4 * 24 * hour, 'Sun 15:00'],
    [20 * 24 * hour, '20 Feb'],
    [400 * 24 * hour, '5 Feb 2025']
  ])('%i ms', (age, words) => {
    expect(ago(age).replace(',', '')).toBe(words);
  });

  test('what is no moment stays as it is', () => {
    expect(relativeTime('soon', now, trans)).toBe('soon');
    expect(exactTime('soon')).toBe('soon');
    expect(shortTime('soon')).toBe('soon');
  });

  test('exactly', () => {
    const moment = new Date(2026, 2, 4, 12, 0, 5).toISOString();
    expect(exactTime(moment, 'en-GB')).toBe('4 Mar 2026, 12:00:05');
    expect(shortTime(moment, 'en-GB')).toBe('04/03/2026, 12:00');
  });
});

test('an error is its message and its hint', () => {
  expect(inWords(new ApiError(404, 'x', 'Gone.', 'Look elsewhere.'))).toBe(
    'Gone. Look elsewhere.'
  );
  expect(inWords(new ApiError(0, 'x', 'Gone.'))).toBe('Gone.');
});
