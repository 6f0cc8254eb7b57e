// Points at the places an ambiguous thread may be about, and puts it on the one that is chosen.
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError } from '../api/errors';
import type { Candidate, Thread } from '../api/types';
import type { DiscussionModel } from './model';
import { pointRange } from './ranges';
import type { IPointed } from './shown';

const POINTED = 'jp-jovian-Candidate-cell';
const LINGER = 150;

/** What can be done with a candidate. */
export interface IChoosing {
  /** Let a place stand out in the notebook; null for none. */
  point: (candidate: Candidate | null) => void;
  /** Put the thread there. */
  choose: (thread: Thread, candidate: Candidate) => Promise<void>;
}

/** Candidates in an open notebook. */
export class Choosing implements IChoosing {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly model: DiscussionModel,
    private readonly show: (thread: string) => Promise<unknown>,
    private readonly trans: TranslationBundle
  ) {}

  point = (candidate: Candidate | null): void => {
    clearTimeout(this._timer);
    this._pointed?.node.classList.remove(POINTED);
    if (this._pointed?.editor) {
      pointRange(this._pointed.editor, null);
    }
    const found = candidate && this._find(candidate);
    this._pointed = found?.cell ?? null;
    if (!candidate || !found) {
      return;
    }
    const { cell, index } = found;
    cell.node.classList.add(POINTED);
    if (cell.editor && candidate.start !== null && candidate.end !== null) {
      pointRange(cell.editor, { start: candidate.start, end: candidate.end });
    }
    // The notebook does not jump about under a mouse that only passes.
    this._timer = setTimeout(() => {
      void this.panel.content
        .scrollToItem(index, 'smart')
        .catch(() => undefined);
    }, LINGER);
  };

  choose = async (thread: Thread, candidate: Candidate): Promise<void> => {
    const found = this._find(candidate);
    if (!found) {
      void this.model.refresh();
      throw new ApiError(
        0,
        'no-cell',
        this.trans.__('The notebook was edited meanwhile.'),
        this.trans.__('Choose again from the new list.')
      );
    }
    this.point(null);
    await this.model.put(thread.id, pointedIn(found.cell, thread, candidate));
    await this.show(thread.id);
  };

  /** The cell, unless the notebook changed since the server looked. */
  private _find({
    id,
    cell,
    text
  }: Candidate): { cell: Cell; index: number } | null {
    const { widgets } = this.panel.content;
    const named = widgets.findIndex(({ model }) => model.id === id);
    const index = named < 0 ? cell : named;
    const found = widgets[index] as Cell | undefined;
    return found?.model.sharedModel.getSource().includes(text)
      ? { cell: found, index }
      : null;
  }

  private _pointed: Cell | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** What the thread will be about: the same kind of thing, where the candidate has one. */
function pointedIn(
  { model }: Cell,
  { anchor }: Thread,
  { start, end, output }: Candidate
): IPointed {
  const on = model.id;
  if (start !== null && end !== null) {
    return { kind: 'range', on, start, end };
  }
  if (output !== null) {
    const { mime, region = null } = anchor.output!;
    return { kind: 'output', on, output, mime, region };
  }
  return { kind: 'cell', on };
}
