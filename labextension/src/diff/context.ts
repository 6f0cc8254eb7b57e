// What every part of the panel needs, handed down through React.
import type { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';
import type { ReactElement } from 'react';
import type { CellDiff, EnvironmentDiff } from '../api/types';
import type { IReview } from '../tokens';
import type { DiffModel } from './model';
import type { Renderers } from './renderers';
import type { Side } from './types';

/** What the panel can ask its plugin to do. */
export interface IDiffActions {
  /** Put one side of a cell into the open notebook. */
  restoreCell: (cell: CellDiff, side: Side) => void;
  /** Show the cell in the open notebook. */
  goToCell: (cell: CellDiff) => void;
  /** Compare two versions in another tab. */
  compare: (old: string | null, newer: string | null) => void;
  /** The changes of an environment as a table; missing where nobody shows it. */
  renderEnvironment: ((diff: EnvironmentDiff) => ReactElement) | null;
}

export interface IDiffContext {
  model: DiffModel;
  actions: IDiffActions;
  renderers: Renderers;
  /** The threads of both sides; missing where nobody keeps any. */
  review: IReview | null;
  trans: TranslationBundle;
  /** Milliseconds since 1970, when this was drawn. */
  now: number;
}

export const DiffContext = createContext<IDiffContext | null>(null);

/** The context of the panel around. */
export function useDiff(): IDiffContext {
  const context = useContext(DiffContext);
  if (!context) {
    throw new Error('This is shown inside a diff panel only.');
  }
  return context;
}
