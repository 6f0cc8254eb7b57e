// Two tables compared by cell: rows by their label, columns by their name.

/** A table of texts; the first `labels` columns name the rows. */
export interface ITable {
  columns: string[];
  labels: number;
  rows: string[][];
}

export type Mark = 'same' | 'edited' | 'added' | 'removed';

/** One value of the joint table. */
export interface ITableCell {
  mark: Mark;
  old: string | null;
  new: string | null;
}

/** One row of the joint table. */
export interface ITableRow {
  mark: Mark;
  cells: ITableCell[];
}

/** Both tables in one. */
export interface ITableDiff {
  columns: { name: string; mark: Mark }[];
  labels: number;
  rows: ITableRow[];
  changed: number;
}

/** Bring two lists into one: in the order of the new one, what is gone behind what it followed. */
export function align(
  old: readonly string[],
  newer: readonly string[]
): [number | null, number | null][] {
  const pairs: [number | null, number | null][] = [];
  const places = new Map(old.map((name, index) => [name, index]));
  const taken = new Set<number>();
  let at = 0;
  const drop = (until: number) => {
    for (; at < until; at++) {
      if (!taken.has(at) && !newer.includes(old[at])) {
        pairs.push([at, null]);
        taken.add(at);
      }
    }
  };
  newer.forEach((name, index) => {
    const place = places.get(name);
    if (place === undefined) {
      pairs.push([null, index]);
      return;
    }
    drop(place);
    taken.add(place);
    pairs.push([place, index]);
  });
  drop(old.length);
  return pairs;
}

/** Compare two tables; null where they are too different in shape to be one. */
export function diffTables(old: ITable, newer: ITable): ITableDiff | null {
  if (old.labels !== newer.labels) {
    return null;
  }
  const columns = align(unique(old.columns), unique(newer.columns));
  if (!columns.some(([a, b]) => a !== null && b !== null)) {
    return null;
  }
  let changed = 0;
  const rows = align(rowNames(old), rowNames(newer)).map(
    ([i, j]): ITableRow => {
      const cells = columns.map(([a, b]): ITableCell => {
        const before = i === null || a === null ? null : (old.rows[i][a] ?? '');
        const after =
          j === null || b === null ? null : (newer.rows[j][b] ?? '');
        const mark = markOf(before, after);
        if (mark !== 'same') {
          changed++;
        }
        return { mark, old: before, new: after };
      });
      const mark =
        i === null
          ? 'added'
          : j === null
            ? 'removed'
            : cells.some(cell => cell.mark !== 'same')
              ? 'edited'
              : 'same';
      return { mark, cells };
    }
  );
  return {
    columns: columns.map(([a, b]) => ({
      name: b === null ? old.columns[a!] : newer.columns[b],
      mark: a === null ? 'added' : b === null ? 'removed' : 'same'
    })),
    labels: newer.labels,
    rows,
    changed
  };
}

function markOf(before: string | null, after: string | null): Mark {
  if (before === after) {
    return 'same';
  }
  return before === null ? 'added' : after === null ? 'removed' : 'edited';
}

/** What names each row: its labels, else its place. */
function rowNames({ labels, rows }: ITable): string[] {
  return unique(
    rows.map((row, index) =>
      labels > 0 ? row.slice(0, labels).join('\u0000') : String(index)
    )
  );
}

/** Names told apart by how often they were there before. */
function unique(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map(name => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}\u0000${count}`;
  });
}
