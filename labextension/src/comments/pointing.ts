// What somebody points at in an open notebook: the selected code, the cell, or one of its outputs.
import { CodeCell } from '@jupyterlab/cells';
import type { Cell } from '@jupyterlab/cells';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { NotebookPanel, StaticNotebook } from '@jupyterlab/notebook';
import type { IPointed } from './shown';

/** A cell, and where it is. */
export interface ICellPlace {
  cell: Cell;
  index: number;
}

/** The active cell, or what is selected of its source. */
export function pointedAt(panel: NotebookPanel): IPointed | null {
  const cell = panel.content.activeCell;
  return cell && pointedIn(cell);
}

/** A cell, or what is selected of its source. */
export function pointedIn(cell: Cell): IPointed {
  const on = cell.model.id;
  const view = (cell.editor as CodeMirrorEditor | null)?.editor;
  const { from, to } = view?.state.selection.main ?? { from: 0, to: 0 };
  const quote = view?.state.sliceDoc(from, to) ?? '';
  return quote.trim() && !cell.inputHidden
    ? { kind: 'range', on, start: from, end: to, quote }
    : { kind: 'cell', on };
}

/** The cell and the output that an element belongs to. */
export function outputAt(
  { widgets }: StaticNotebook,
  node: Node
): { cell: CodeCell; output: number } | null {
  for (const cell of widgets) {
    if (cell instanceof CodeCell && cell.node.contains(node)) {
      const output = cell.outputArea.widgets.findIndex(widget =>
        widget.node.contains(node)
      );
      return output < 0 ? null : { cell, output };
    }
  }
  return null;
}

/** The cell with an id, and where it is. */
export function cellWith(
  { widgets }: StaticNotebook,
  id: string | undefined
): ICellPlace | null {
  const index = widgets.findIndex(({ model }) => model.id === id);
  return index < 0 ? null : { cell: widgets[index], index };
}
