// Reads the table out of an output's HTML, in a document that neither runs nor loads anything.
import type { ITable } from './tables';

const MOST_CELLS = 200_000;

/** The one table of a piece of HTML; null where there is none, several, or one with merged cells. */
export function parseTable(html: string): ITable | null {
  // eslint-disable-next-line no-restricted-syntax -- what it parses neither runs nor loads; only its text is used
  const page = new DOMParser().parseFromString(html, 'text/html');
  const tables = page.body.querySelectorAll('table');
  if (tables.length !== 1) {
    return null;
  }
  const body: HTMLTableRowElement[] = [];
  const head: HTMLTableRowElement[] = [];
  for (const row of tables[0].rows) {
    const isHead =
      row.parentElement?.tagName === 'THEAD' ||
      (body.length === 0 && row.cells.length > 0 && !row.querySelector('td'));
    (isHead ? head : body).push(row);
  }
  const grid = [...head, ...body].map(spread);
  const width = Math.max(0, ...grid.map(row => row.length));
  const isRegular = grid.every(row => row.length === width);
  if (!isRegular || width === 0 || width * grid.length > MOST_CELLS) {
    return null;
  }
  const top = grid.slice(0, head.length);
  const first = body[0];
  const labels = first
    ? [...first.cells].findIndex(cell => cell.tagName !== 'TH')
    : 0;
  return {
    columns: Array.from({ length: width }, (_, column) =>
      top
        .map(row => row[column])
        .filter(Boolean)
        .join(' / ')
    ),
    labels: Math.max(labels, 0),
    rows: grid.slice(head.length)
  };
}

/** The texts of a row, a wide cell counted as often as it is wide. */
function spread(row: HTMLTableRowElement): string[] {
  return [...row.cells].flatMap(cell =>
    Array.from({ length: Math.min(cell.colSpan, 1000) }, () =>
      (cell.textContent ?? '').trim()
    )
  );
}
