// What every part of a thread needs to draw itself and to act.
import type { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';
import type { Comment, Thread } from '../api/types';
import type { IChoosing } from './choosing';
import type { DiscussionModel } from './model';
import type { CommentRenderer, OpenVersions } from './render';

/** What a thread can ask its plugin to do. */
export interface IThreadActions {
  openVersions: OpenVersions;
  copyLink: (thread: Thread) => void;
  /** Put the suggested source into its cell and note that; says what went wrong. */
  accept: (thread: Thread, comment: Comment) => Promise<void>;
  /** The source of the cell that a thread is on, now. */
  sourceOf: (thread: Thread) => string | null;
  /** Show the next or previous thread. */
  step: (step: 1 | -1) => void;
  /** Put a thread that lost its cell on the active one. */
  putBack: (thread: Thread) => Promise<void>;
  /** Choose among the places an ambiguous thread may be about; without it they are only listed. */
  choosing?: IChoosing;
}

/** What is handed down. */
export interface IThreadContext {
  model: DiscussionModel;
  renderer: CommentRenderer;
  actions: IThreadActions;
  relative: () => boolean;
  trans: TranslationBundle;
}

export const ThreadContext = createContext<IThreadContext | null>(null);

/** The context that a part is drawn in. */
export function useThreads(): IThreadContext {
  const context = useContext(ThreadContext);
  if (!context) {
    throw new Error('drawn outside of a discussion');
  }
  return context;
}
