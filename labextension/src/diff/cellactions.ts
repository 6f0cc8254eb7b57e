// What the buttons of a cell do to the open notebook.
import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { asApiError } from '../api/errors';
import type { CellDiff } from '../api/types';
import { inWords } from '../words/errors';
import { findLive, liveCells, putCell, showCell } from './live';
import type { DiffModel } from './model';
import { joined } from './outputs';
import type { Side } from './types';

/** What the actions need. */
export interface ICellHost {
  model: DiffModel;
  /** Open the notebook, or find it open, and bring it to the front when asked. */
  open: (path: string, activate: boolean) => Promise<NotebookPanel | null>;
  trans: TranslationBundle;
}

const cellsOf = (model: DiffModel) => model.difference?.notebook.cells ?? [];

/** The sources of a cell that are known, the newer one first. */
async function sourcesOf(model: DiffModel, cell: CellDiff): Promise<string[]> {
  const sources: string[] = [];
  for (const side of ['new', 'old'] as const) {
    const index = cell[side];
    if (index != null) {
      const whole = await model.cells.getLight(side, index).catch(() => null);
      sources.push(...(whole ? [joined(whole.source)] : []));
    }
  }
  return sources;
}

/** Put one side of a cell into the open notebook, and say so with a way back. */
export async function restoreCell(
  host: ICellHost,
  cell: CellDiff,
  side: Side
): Promise<void> {
  const { model, open, trans } = host;
  await told(async () => {
    const whole = await model.cells.get(side, cell[side]!);
    const panel = await open(model.target.other ?? model.target.path, false);
    if (!panel) {
      return;
    }
    const live = liveCells(panel);
    const sources = await sourcesOf(model, cell);
    const place = findLive(live, cell, cellsOf(model), sources);
    const shared = panel.content.model!.sharedModel;
    putCell(panel, whole, place);
    Notification.success(
      place.found
        ? trans.__('Put the cell back. Save or commit to keep it.')
        : trans.__('Inserted the cell. Save or commit to keep it.'),
      {
        autoClose: 8000,
        actions: [
          { label: trans.__('Undo'), callback: () => shared.undo() },
          {
            label: trans.__('Show'),
            callback: () => void open(model.target.path, true)
          }
        ]
      }
    );
  });
}

/** Bring the cell into view in the open notebook. */
export async function goToCell(host: ICellHost, cell: CellDiff): Promise<void> {
  const { model, open, trans } = host;
  await told(async () => {
    const sources = await sourcesOf(model, cell);
    const panel = await open(model.target.other ?? model.target.path, true);
    if (!panel) {
      return;
    }
    const place = findLive(liveCells(panel), cell, cellsOf(model), sources);
    if (place.found) {
      showCell(panel, place.index);
    } else {
      Notification.info(trans.__('The open notebook has no such cell.'), {
        autoClose: 5000
      });
    }
  });
}

async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    Notification.error(inWords(asApiError(error)), { autoClose: 20_000 });
  }
}
