// Two tables in one, with every value that changed.
import { useMemo } from 'react';
import { useDiff } from './context';
import { useKept } from './hooks';
import { diffTables } from './tables';
import type { ITableCell, ITableDiff, ITableRow } from './tables';
import { parseTable } from './parse';

const CONTEXT = 1;
const AT_ONCE = 200;

/** Both tables as one; null where they are no tables, or too different. */
export function useTables(old: string, newer: string): ITableDiff | null {
  return useMemo(() => {
    const before = parseTable(old);
    const after = before && parseTable(newer);
    return after && diffTables(before, after);
  }, [old, newer]);
}

/** A table in which changed values show both. */
export function TableDiff(props: {
  id: string;
  diff: ITableDiff;
}): JSX.Element {
  const { diff, id } = props;
  const { trans } = useDiff();
  const [all, setAll] = useKept(`${id} rows`, false);
  const shown = all
    ? diff.rows.map((_, index) => index)
    : worthShowing(diff.rows);
  const hidden = diff.rows.length - shown.length;
  return (
    <div className="jp-jovian-Table">
      <table>
        <thead>
          <tr>
            {diff.columns.map((column, index) => (
              <th key={index} scope="col" data-mark={column.mark}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((place, index) => (
            <Row
              key={place}
              row={diff.rows[place]}
              labels={diff.labels}
              gap={index > 0 && shown[index - 1] !== place - 1}
            />
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <button
          type="button"
          className="jp-jovian-Link"
          onClick={() => setAll(true)}
        >
          {trans._n('Show %1 more row', 'Show %1 more rows', hidden)}
        </button>
      )}
    </div>
  );
}

function Row(props: {
  row: ITableRow;
  labels: number;
  gap: boolean;
}): JSX.Element {
  const { row, labels, gap } = props;
  return (
    <tr data-mark={row.mark} data-gap={gap || undefined}>
      {row.cells.map((cell, index) =>
        index < labels ? (
          <th key={index} scope="row">
            {cell.new ?? cell.old}
          </th>
        ) : (
          <td
            key={index}
            data-mark={row.mark === 'edited' ? cell.mark : undefined}
          >
            <Value cell={cell} />
          </td>
        )
      )}
    </tr>
  );
}

function Value({ cell }: { cell: ITableCell }): JSX.Element {
  if (cell.mark !== 'edited') {
    return <>{cell.new ?? cell.old}</>;
  }
  return (
    <>
      <del>{cell.old}</del> <ins>{cell.new}</ins>
    </>
  );
}

/** The rows that changed and those beside them; all of a small table. */
function worthShowing(rows: readonly ITableRow[]): number[] {
  if (rows.length <= 12) {
    return rows.map((_, index) => index);
  }
  const near = new Set<number>();
  rows.forEach((row, index) => {
    if (row.mark !== 'same') {
      for (let i = index - CONTEXT; i <= index + CONTEXT; i++) {
        near.add(i);
      }
    }
  });
  return [...near]
    .filter(index => index >= 0 && index < rows.length)
    .sort((a, b) => a - b)
    .slice(0, AT_ONCE);
}
