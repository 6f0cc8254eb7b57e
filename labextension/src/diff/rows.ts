// The order of a panel: which cells are shown, which are folded away, which one steps to.
import type { CellDiff } from '../api/types';

/** A cell, or a run of unchanged cells behind one line. */
export type Row =
  | { kind: 'cell'; key: string; cell: CellDiff }
  | { kind: 'fold'; key: string; cells: CellDiff[] };

/** Whether there is something to see of a cell. */
export function isChange(cell: CellDiff): boolean {
  return cell.change !== 'unchanged' || Boolean(cell.not_compared);
}

/** Whether a cell is hidden with the unchanged ones: it is one, or ran again with the same result. */
function isQuiet(cell: CellDiff): boolean {
  return !isChange(cell) || (cell.change === 'rerun' && !cell.moved);
}

/** What names a cell of a difference, also after its neighbours changed. */
export function cellKey(cell: CellDiff): string {
  return cell.id
    ? `${cell.id}${cell.new == null ? '-' : cell.old == null ? '+' : ''}`
    : `${cell.old ?? ''}:${cell.new ?? ''}`;
}

/** The rows of a difference. */
export function layoutRows(
  cells: readonly CellDiff[],
  hideUnchanged: boolean
): Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  let fold: CellDiff[] | null = null;
  for (const cell of cells) {
    if (hideUnchanged && isQuiet(cell)) {
      if (!fold) {
        fold = [];
        rows.push({
          kind: 'fold',
          key: `fold ${cell.old}:${cell.new}`,
          cells: fold
        });
      }
      fold.push(cell);
      continue;
    }
    fold = null;
    let key = cellKey(cell);
    if (seen.has(key)) {
      // A notebook in which two cells carry one id.
      key = `${key} ${cell.old ?? ''}:${cell.new ?? ''}`;
    }
    seen.add(key);
    rows.push({ kind: 'cell', key, cell });
  }
  return rows;
}

/** The keys one steps through. */
export function stopsOf(rows: readonly Row[]): string[] {
  return rows.flatMap(row =>
    row.kind === 'cell' && isChange(row.cell) ? [row.key] : []
  );
}
