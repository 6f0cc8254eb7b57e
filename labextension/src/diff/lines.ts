// A text difference as rows of two columns, with what changed inside the lines.
import type { Hunk, TextDiff, Word } from '../api/types';

/** A piece of a line. */
export interface IPiece {
  text: string;
  changed: boolean;
}

/** One line of a side: its number from 1 and its pieces. */
export interface ILine {
  number: number;
  pieces: IPiece[];
}

/** A pair of lines, or a run of equal lines that is folded away. */
export type LineRow =
  | { kind: 'pair'; equal: boolean; old: ILine | null; new: ILine | null }
  | { kind: 'fold'; key: number; rows: LineRow[] };

const CONTEXT = 3;

/** Split at newlines only, without them; no line for an end after the last one. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  return lines;
}

/**
 * The rows of a difference.
 *
 * @param old - the old text, from which equal lines are taken
 */
export function lineRows(diff: TextDiff, old: string): LineRow[] {
  const oldLines = splitLines(old);
  const rows: LineRow[] = [];
  let a = 0;
  let b = 0;
  diff.hunks.forEach((hunk, place) => {
    if (hunk.kind === 'equal') {
      const count = hunk.count ?? 0;
      const equal = Array.from({ length: count }, (_, i): LineRow => {
        const pieces = [{ text: oldLines[a + i] ?? '', changed: false }];
        return {
          kind: 'pair',
          equal: true,
          old: { number: a + i + 1, pieces },
          new: { number: b + i + 1, pieces }
        };
      });
      rows.push(...folded(equal, place > 0, place < diff.hunks.length - 1, a));
      a += count;
      b += count;
      return;
    }
    const [left, right] = sides(hunk);
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      rows.push({
        kind: 'pair',
        equal: false,
        old: left[i] ? { number: a + i + 1, pieces: left[i] } : null,
        new: right[i] ? { number: b + i + 1, pieces: right[i] } : null
      });
    }
    a += left.length;
    b += right.length;
  });
  return rows;
}

/** The same rows for one column: what is gone above what came. */
export function stacked(rows: readonly LineRow[]): LineRow[] {
  const out: LineRow[] = [];
  let come: LineRow[] = [];
  for (const row of rows) {
    if (row.kind === 'fold' || row.equal) {
      out.push(...come, row);
      come = [];
      continue;
    }
    if (row.old) {
      out.push({ ...row, new: null });
    }
    if (row.new) {
      come.push({ ...row, old: null });
    }
  }
  return [...out, ...come];
}

function folded(
  rows: LineRow[],
  before: boolean,
  after: boolean,
  key: number
): LineRow[] {
  const head = before ? CONTEXT : 0;
  const tail = after ? CONTEXT : 0;
  const middle = rows.slice(head, Math.max(head, rows.length - tail));
  if (middle.length <= 2) {
    return rows;
  }
  return [
    ...rows.slice(0, head),
    { kind: 'fold', key, rows: middle },
    ...rows.slice(rows.length - tail)
  ];
}

function sides(hunk: Hunk): [IPiece[][], IPiece[][]] {
  if (hunk.words?.length) {
    return [pieces(hunk.words, 'delete'), pieces(hunk.words, 'insert')];
  }
  const whole = (lines: string[] = []) =>
    lines.map(line => [{ text: line.replace(/\n$/, ''), changed: false }]);
  return [whole(hunk.old), whole(hunk.new)];
}

/** The lines of one side, from the words of both. */
function pieces(words: Word[], own: 'delete' | 'insert'): IPiece[][] {
  const lines: IPiece[][] = [[]];
  for (const { kind, text } of words) {
    if (kind !== 'equal' && kind !== own) {
      continue;
    }
    text.split('\n').forEach((part, index) => {
      if (index > 0) {
        lines.push([]);
      }
      if (part) {
        lines.at(-1)!.push({ text: part, changed: kind === own });
      }
    });
  }
  if (lines.at(-1)!.length === 0) {
    lines.pop();
  }
  return lines;
}
