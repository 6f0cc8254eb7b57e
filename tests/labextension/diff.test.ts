// Differences as values: rows, lines, ranges, tables, pictures, the other side, places in the open notebook.
import { describe, expect, test } from 'vitest';
import type {
  CellDiff,
  Difference,
  TextDiff
} from '../../labextension/src/api/types';
import {
  lineRows,
  splitLines,
  stacked
} from '../../labextension/src/diff/lines';
import type { LineRow } from '../../labextension/src/diff/lines';
import { findLive } from '../../labextension/src/diff/live';
import { mirror } from '../../labextension/src/diff/mirror';
import {
  bundle,
  joinedOutputs,
  mimeText,
  tellingMimes,
  withoutColours
} from '../../labextension/src/diff/outputs';
import { parseTable } from '../../labextension/src/diff/parse';
import { heat } from '../../labextension/src/diff/pixels';
import { changesOf } from '../../labextension/src/diff/ranges';
import { layoutRows, stopsOf } from '../../labextension/src/diff/rows';
import { align, diffTables } from '../../labextension/src/diff/tables';
import {
  follows,
  readTarget,
  sameTarget,
  writeTarget
} from '../../labextension/src/diff/target';

const TEXT: TextDiff = {
  hunks: [
    { kind: 'equal', count: 1 },
    {
      kind: 'replace',
      old: ['b = 1\n'],
      new: ['b = 23\n'],
      words: [
        { kind: 'equal', text: 'b = ' },
        { kind: 'delete', text: '1' },
        { kind: 'insert', text: '23' },
        { kind: 'equal', text: '\n' }
      ]
    },
    { kind: 'equal', count: 1 },
    { kind: 'insert', new: ['d\n', 'e'] }
  ]
};
const OLD = 'a\nb = 1\nc\n';
const NEW = 'a\nb = 23\nc\nd\ne';

function text(row: LineRow, side: 'old' | 'new'): string | null {
  return row.kind === 'pair'
    ? (row[side]?.pieces.map(piece => piece.text).join('') ?? null)
    : null;
}

describe('a text by line', () => {
  test('both columns', () => {
    const rows = lineRows(TEXT, OLD);
    expect(rows.map(row => [text(row, 'old'), text(row, 'new')])).toEqual([
      ['a', 'a'],
      ['b = 1', 'b = 23'],
      ['c', 'c'],
      [null, 'd'],
      [null, 'e']
    ]);
    expect(rows[1]).toMatchObject({
      old: {
        number: 2,
        pieces: [
          { text: 'b = ', changed: false },
          { text: '1', changed: true }
        ]
      }
    });
    expect(rows[4]).toMatchObject({ new: { number: 5 } });
  });

  test('in one column what is gone stands above what came', () => {
    const twice: TextDiff = {
      hunks: [{ kind: 'replace', old: ['a\n', 'b\n'], new: ['c\n', 'd\n'] }]
    };
    const rows = stacked(lineRows(twice, 'a\nb\n'));
    expect(rows.map(row => text(row, 'old') ?? text(row, 'new'))).toEqual([
      'a',
      'b',
      'c',
      'd'
    ]);
  });

  test('long runs of equal lines are folded', () => {
    const diff: TextDiff = {
      hunks: [
        { kind: 'equal', count: 20 },
        { kind: 'delete', old: ['x\n'] },
        { kind: 'equal', count: 4 }
      ]
    };
    const old = `${'same\n'.repeat(20)}x\n${'same\n'.repeat(4)}`;
    const rows = lineRows(diff, old);
    expect(rows.map(row => row.kind)).toEqual([
      'fold',
      ...Array<string>(8).fill('pair')
    ]);
    expect(rows[0]).toMatchObject({ rows: { length: 17 } });
  });

  test('only newlines end lines', () => {
    expect(splitLines('a\rb\n\u2028c\n')).toEqual(['a\rb', '\u2028c']);
    expect(splitLines('')).toEqual([]);
  });

  test('as ranges of characters', () => {
    const ranges = changesOf(TEXT, OLD);
    const apply = ranges.reduceRight(
      (known, [a, aEnd, b, bEnd]) =>
        known.slice(0, a) + NEW.slice(b, bEnd) + known.slice(aEnd),
      OLD
    );
    expect(apply).toBe(NEW);
    expect(ranges).toHaveLength(2);
  });
});

describe('rows', () => {
  const cells: CellDiff[] = [
    { change: 'unchanged', old: 0, new: 0 },
    { change: 'rerun', old: 1, new: 1, id: 'b' },
    { change: 'edited', old: 2, new: 2, id: 'c' },
    { change: 'removed', old: 3, id: 'd' },
    { change: 'rerun', old: 5, new: 3, id: 'e', moved: -2 },
    { change: 'unchanged', old: 4, new: 4, not_compared: 'too long' }
  ];

  test('unchanged and re-run cells are folded away', () => {
    const rows = layoutRows(cells, true);
    expect(rows.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'fold fold 0:0',
      'cell c',
      'cell d-',
      'cell e',
      'cell 4:4'
    ]);
    expect(stopsOf(rows)).toEqual(['c', 'd-', 'e', '4:4']);
  });

  test('or all are shown', () => {
    expect(layoutRows(cells, false)).toHaveLength(6);
  });

  test('cells with one id are told apart', () => {
    const twins: CellDiff[] = [1, 2].map(old => ({
      change: 'edited',
      old,
      new: old,
      id: 'a'
    }));
    expect(new Set(layoutRows(twins, true).map(({ key }) => key)).size).toBe(2);
  });
});

describe('outputs', () => {
  test('pieces of a stream are one output', () => {
    const outputs = joinedOutputs({
      cell_type: 'code',
      source: '',
      outputs: [
        { output_type: 'stream', name: 'stdout', text: 'a' },
        { output_type: 'stream', name: 'stdout', text: ['b\n', 'c'] },
        { output_type: 'stream', name: 'stderr', text: 'd' }
      ]
    });
    expect(outputs.map(output => mimeText(output, 'text/plain'))).toEqual([
      'ab\nc',
      'd'
    ]);
    expect(bundle(outputs[1])).toEqual({
      'application/vnd.jupyter.stderr': 'd'
    });
  });

  test('an error is its traceback', () => {
    const error = {
      output_type: 'error',
      ename: 'E',
      evalue: 'v',
      traceback: ['\u001b[31mE\u001b[0m', 'v']
    };
    const shown = mimeText(error, 'application/vnd.jupyter.error');
    expect(withoutColours(shown)).toBe('E\nv');
    expect(mimeText({ ...error, traceback: [] }, '')).toBe('E: v');
  });

  test('the most telling type that changed comes first', () => {
    const mimes = tellingMimes([
      { mime: 'text/plain', change: 'edited', kind: 'text' },
      { mime: 'text/html', change: 'edited', kind: 'table' },
      { mime: 'image/png', change: 'same', kind: 'image' }
    ]);
    expect(mimes.map(({ mime }) => mime)).toEqual(['text/html', 'text/plain']);
  });
});

describe('tables', () => {
  const frame = (rows: string[][]) =>
    `<table><thead><tr><th></th><th>a</th><th>b</th></tr></thead><tbody>${rows
      .map(
        ([name, ...values]) =>
          `<tr><th>${name}</th>${values.map(value => `<td>${value}</td>`).join('')}</tr>`
      )
      .join('')}</tbody></table>`;

  test('are compared by label and name', () => {
    const old = parseTable(
      frame([
        ['x', '1', '2'],
        ['y', '3', '4']
      ])
    )!;
    const newer = parseTable(
      frame([
        ['y', '3', '5'],
        ['z', '6', '7']
      ])
    )!;
    const diff = diffTables(old, newer)!;
    expect(diff.rows.map(({ mark }) => mark)).toEqual([
      'removed',
      'edited',
      'added'
    ]);
    expect(diff.rows[1].cells[2]).toEqual({
      mark: 'edited',
      old: '4',
      new: '5'
    });
  });

  test('what is no single regular table is left to the renderer', () => {
    expect(parseTable('<p>none</p>')).toBeNull();
    expect(parseTable('<table></table><table></table>')).toBeNull();
    expect(
      parseTable(
        '<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>'
      )
    ).toBeNull();
  });

  test('two lists in one', () => {
    expect(align(['a', 'b', 'c'], ['c', 'x', 'a'])).toEqual([
      [1, null],
      [2, 0],
      [null, 1],
      [0, 2]
    ]);
  });
});

test('a heat map is red where pixels differ', () => {
  const pixels = (...data: number[]) => ({
    data: new Uint8ClampedArray(data),
    width: 2,
    height: 1
  });
  const { data, changed } = heat(
    pixels(0, 0, 0, 255, 255, 255, 255, 255),
    pixels(0, 0, 0, 255, 0, 0, 0, 255)
  );
  expect(changed).toBe(0.5);
  expect(data[0]).toBe(data[1]);
  expect(data[4]).toBeGreaterThan(data[5] + 100);
});

test('seen from the other side, and back', () => {
  const difference: Difference = {
    old: null,
    new: null,
    files: [{ path: 'a.py', change: 'added', old_size: null, new_size: 3 }],
    notebook: {
      format: 1,
      equal: false,
      summary: { added: 1, removed: 2, split: 1 },
      cells: [
        { change: 'edited', old: 0, new: 0, source: TEXT, moved: 0 },
        { change: 'removed', old: 1, id: 'gone' },
        { change: 'added', new: 1, id: 'come' },
        { change: 'moved', old: 3, new: 2, id: 'up', moved: -1 },
        { change: 'unchanged', old: 2, new: 3 }
      ],
      fields: [{ key: 'k', has_old: true, has_new: false, old: 1 }],
      text: null,
      not_compared: []
    },
    environment: {
      equal: false,
      changes: [
        {
          name: 'numpy',
          manager: 'conda',
          kind: 'upgraded',
          old: '2.1.3',
          new: '2.2.0',
          old_detail: 'defaults',
          new_detail: 'conda-forge',
          chosen: true
        }
      ],
      interpreter: {
        kind: 'downgraded',
        old: 'Python 3.12.1',
        new: 'Python 3.11.7'
      },
      platform: [{ field: 'cuda', old: '', new: '12.4' }],
      not_compared: [],
      verdict: 'numpy 2.1.3 → 2.2.0, Python 3.12 → 3.11',
      reverse: 'numpy 2.2.0 → 2.1.3, Python 3.11 → 3.12'
    }
  };
  const turned = mirror(difference);
  expect(turned.files[0]).toMatchObject({ change: 'removed', old_size: 3 });
  expect(turned.notebook.summary).toMatchObject({ added: 2, removed: 1 });
  expect(turned.notebook.cells.map(cell => cell.change)).toEqual([
    'edited',
    'removed',
    'added',
    'unchanged',
    'moved'
  ]);
  expect(turned.environment).toMatchObject({
    changes: [{ kind: 'downgraded', old: '2.2.0', new_detail: 'defaults' }],
    interpreter: { kind: 'upgraded', old: 'Python 3.11.7' },
    platform: [{ old: '12.4', new: '' }],
    verdict: 'numpy 2.2.0 → 2.1.3, Python 3.11 → 3.12'
  });
  expect(mirror(turned).environment).toEqual(difference.environment);
  const hunk = turned.notebook.cells[0].source!.hunks[3];
  expect(hunk).toMatchObject({ kind: 'delete', old: ['d\n', 'e'] });
  expect(mirror(turned).notebook.summary).toMatchObject(
    difference.notebook.summary
  );
});

describe('a cell in the open notebook', () => {
  const live = ['a', 'b', 'c'].map(id => ({ id, source: `source ${id}` }));
  const cells: CellDiff[] = [
    { change: 'edited', old: 0, new: 0, id: 'a' },
    { change: 'removed', old: 1, id: 'x' },
    { change: 'unchanged', old: 2, new: 1 }
  ];

  test('is found by its id', () => {
    expect(findLive(live, cells[0], cells, [])).toEqual({
      found: true,
      index: 0
    });
  });

  test('or by its source, where that is one cell’s only', () => {
    expect(findLive(live, cells[1], cells, ['source c'])).toEqual({
      found: true,
      index: 2
    });
  });

  test('or goes behind the cell it followed', () => {
    expect(findLive(live, cells[1], cells, ['gone'])).toEqual({
      found: false,
      index: 1
    });
  });
});

describe('what a tab compares', () => {
  test('is written down and read', () => {
    const target = { path: 'a.ipynb', other: null, old: 'v1', new: 'v2' };
    expect(readTarget(writeTarget(target))).toEqual(target);
    expect(sameTarget(target, { ...target })).toBe(true);
    expect(follows(target)).toBe(false);
  });

  test('is the newest version and the present when nothing is said', () => {
    const target = readTarget({ path: 'a.ipynb' })!;
    expect(target).toMatchObject({ old: 'latest', new: null });
    expect(follows(target)).toBe(true);
    expect(readTarget({})).toBeNull();
  });
});
