// The open notebook beside a difference: its text, its cells, and putting one back.
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { CellDiff } from '../api/types';
import { joined } from './outputs';
import type { ICell } from './types';

/** A cell of an open notebook, as much of it as finding it takes. */
export interface ILiveCell {
  id: string;
  source: string;
}

/** Where a cell of a difference is in the open notebook, or where it would go. */
export interface IPlace {
  /** Whether the cell is there. */
  found: boolean;
  index: number;
}

/**
 * Find a cell of a difference in the open notebook.
 *
 * @param cells - all cells of the difference
 * @param sources - the source on either side, where it is known
 */
export function findLive(
  live: readonly ILiveCell[],
  cell: CellDiff,
  cells: readonly CellDiff[],
  sources: readonly string[]
): IPlace {
  const byId = live.findIndex(({ id }) => cell.id && id === cell.id);
  if (byId >= 0) {
    return { found: true, index: byId };
  }
  for (const source of sources) {
    const same = live.flatMap((each, index) =>
      each.source === source ? [index] : []
    );
    const [index] = same;
    if (same.length === 1 && source !== '') {
      return { found: true, index };
    }
  }
  // Without ids, a cell that was edited since is where it was.
  const here = cell.new == null ? undefined : live[cell.new];
  if (here && !cell.id && live.length === countNew(cells)) {
    return { found: true, index: cell.new! };
  }
  return { found: false, index: placeFor(live, cell, cells) };
}

/** Behind the cell it follows in the difference. */
function placeFor(
  live: readonly ILiveCell[],
  cell: CellDiff,
  cells: readonly CellDiff[]
): number {
  for (let i = cells.indexOf(cell) - 1; i >= 0; i--) {
    const { id, new: index } = cells[i];
    const place = id ? live.findIndex(each => each.id === id) : (index ?? -1);
    if (place >= 0 && place < live.length) {
      return place + 1;
    }
  }
  return 0;
}

function countNew(cells: readonly CellDiff[]): number {
  return cells.filter(cell => cell.new != null).length;
}

/** The cells of an open notebook. */
export function liveCells(panel: NotebookPanel): ILiveCell[] {
  const cells = panel.content.model?.sharedModel.cells ?? [];
  return cells.map(cell => ({ id: cell.id, source: cell.getSource() }));
}

/** Put a cell in place of another, or between others: one step that can be undone. */
export function putCell(
  panel: NotebookPanel,
  cell: ICell,
  { found, index }: IPlace
): void {
  const shared = panel.content.model!.sharedModel;
  const { id, ...rest } = cell;
  // A notebook is trusted by its own history, not by what somebody stored in it.
  const { trusted: _, ...metadata } = rest.metadata ?? {};
  const taken = shared.cells.some(
    (other, place) => other.id === id && !(found && place === index)
  );
  const own = found ? shared.cells[index].id : id;
  const put = {
    ...rest,
    metadata,
    source: joined(rest.source),
    ...(own && !taken ? { id: own } : {})
  };
  shared.transact(() => {
    if (found) {
      shared.deleteCell(index);
    }
    shared.insertCell(index, put as Parameters<typeof shared.insertCell>[1]);
  });
  showCell(panel, index);
}

/** Scroll to a cell and make it the active one. */
export function showCell(panel: NotebookPanel, index: number): void {
  const { content } = panel;
  content.activeCellIndex = index;
  content.deselectAll();
  void content.scrollToItem(index, 'smart');
}
