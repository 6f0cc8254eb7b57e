// What the plugins of jovian-lab share with each other.
import { Token } from '@lumino/coreutils';
import type { Extension } from '@codemirror/state';
import type { NotebookPanel, StaticNotebook } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import type { Client } from './api/client';
import type { EnvironmentsClient } from './api/environments';
import type { StoreEvents } from './api/events';
import type { InstallEvents } from './api/installed';
import type { Kind, NotificationsClient } from './api/notifications';
import type { CommentEvents } from './api/said';
import type { ThreadsClient } from './api/threads';
import type { EnvironmentDiff } from './api/types';
import type { CommitModel, ICommitOptions, Outcome } from './commit/model';
import type { SettingsModel } from './settings/model';

export type { Outcome } from './commit/model';

/** The ids of the commands, the way plugins reach each other. */
export const Commands = {
  commit: 'jovian-lab:commit',
  quickCommit: 'jovian-lab:quick-commit',
  showVersions: 'jovian-lab:show-versions',
  openVersion: 'jovian-lab:open-version',
  restore: 'jovian-lab:restore',
  copyId: 'jovian-lab:copy-id',
  renameVersion: 'jovian-lab:rename-version',
  tag: 'jovian-lab:tag',
  untag: 'jovian-lab:untag',
  refresh: 'jovian-lab:refresh',
  deleteHistory: 'jovian-lab:delete-history',
  promote: 'jovian-lab:promote',
  adopt: 'jovian-lab:adopt',
  export: 'jovian-lab:export',
  /** Registered by whoever compares versions; used when it is there. */
  diff: 'jovian-lab:diff',
  diffWithParent: 'jovian-lab:diff-with-parent',
  diffWithCurrent: 'jovian-lab:diff-with-current',
  diffWithOther: 'jovian-lab:diff-with-other',
  compareNotebooks: 'jovian-lab:compare-notebooks',
  nextChange: 'jovian-lab:next-change',
  previousChange: 'jovian-lab:previous-change',
  comment: 'jovian-lab:comment',
  commentOnOutput: 'jovian-lab:comment-on-output',
  commentOnPicture: 'jovian-lab:comment-on-picture',
  commentOnNotebook: 'jovian-lab:comment-on-notebook',
  commentOnVersion: 'jovian-lab:comment-on-version',
  showThreads: 'jovian-lab:show-threads',
  showThread: 'jovian-lab:show-thread',
  nextThread: 'jovian-lab:next-thread',
  previousThread: 'jovian-lab:previous-thread',
  replyThread: 'jovian-lab:reply-thread',
  resolveThread: 'jovian-lab:resolve-thread',
  toggleThreads: 'jovian-lab:toggle-threads',
  notifications: 'jovian-lab:notifications',
  environment: 'jovian-lab:environment',
  compareEnvironments: 'jovian-lab:compare-environments',
  install: 'jovian-lab:install',
  showInstall: 'jovian-lab:show-install',
  useKernel: 'jovian-lab:use-kernel'
} as const;

/** Requests and events. */
export interface IApi {
  readonly client: Client;
  readonly threads: ThreadsClient;
  readonly environments: EnvironmentsClient;
  readonly notifications: NotificationsClient;
  readonly events: StoreEvents;
  readonly said: CommentEvents;
  readonly installed: InstallEvents;
}
export const IApi = new Token<IApi>(
  'jovian-lab:IApi',
  'Requests to the jovian-lab server and the events it announces.'
);

/** The user's settings. */
export type ISettings = SettingsModel;
export const ISettings = new Token<ISettings>(
  'jovian-lab:ISettings',
  'The settings of jovian-lab.'
);

/** Commits of open notebooks. */
export interface ICommits {
  /** What is being committed and from which base. */
  readonly model: CommitModel;
  /** Save and commit an open notebook; never rejects, never shows anything. */
  commit(panel: NotebookPanel, options?: ICommitOptions): Promise<Outcome>;
  /** Bring an open notebook to disk; rejects with an ApiError that says why not. */
  save(panel: NotebookPanel): Promise<void>;
}
export const ICommits = new Token<ICommits>(
  'jovian-lab:ICommits',
  'Saves and commits open notebooks.'
);

/** What is selected in the sidebar. */
export interface IVersions {
  /** The selected version, or null. */
  readonly selection: { path: string; version: string } | null;
}
export const IVersions = new Token<IVersions>(
  'jovian-lab:IVersions',
  'The version that is selected in the sidebar.'
);

/** What the user wants to be told inside JupyterLab. */
export interface INotifications {
  /** Whether a comment is told: one on the notebook with a path, that is all these kinds to the user. */
  wants(path: string, kinds: readonly Kind[]): boolean;
}
export const INotifications = new Token<INotifications>(
  'jovian-lab:INotifications',
  'What the user wants to be told inside JupyterLab.'
);

/** A cell of a difference: where it stands on each side. */
export interface ICellPair {
  old?: number | null;
  new?: number | null;
}

/** A side of a difference. */
export interface IReviewedSide {
  /** Id of a version; null for the notebook as it is now. */
  version: string | null;
  /** Its number, where it has one. */
  number: number | null;
  /** What is shown of the notebook as it is now. */
  text?: string;
}

/** What is compared, and its cells in the order in which they are shown. */
export interface IReviewed {
  path: string;
  old: IReviewedSide;
  new: IReviewedSide;
  cells: readonly ICellPair[];
}

/** What a difference does for its threads. */
export interface IReviewHost {
  /** Bring a cell into view. */
  reveal: (cell: ICellPair) => void;
  /** The source of a cell; null where it is not there yet. */
  source: (side: 'old' | 'new', index: number) => string | null;
}

/** What the comments of some cells come to: those of open threads, or of all where none is open. */
export interface ICommentCount {
  comments: number;
  unread: number;
  isResolved: boolean;
  isFolded: boolean;
  /** In words. */
  label: string;
}

/** A part of a cell that is commented on: a range of its source, or an output. */
export type CommentedPart =
  | { kind: 'line'; start: number; end: number; quote: string }
  | { kind: 'output'; output: number };

/** The threads of one difference. */
export interface IReview extends IDisposable {
  /** Emitted when any thread, or where it is, changed. */
  readonly changed: ISignal<unknown, void>;
  /** Show the threads of these versions. */
  show(reviewed: IReviewed): void;
  /** Draw the threads of a cell, or those of the versions as a whole, in an element; returns what takes them away. */
  mount(cell: ICellPair | null, node: HTMLElement): () => void;
  /** Marks for a source: ranges, and the number of comments on their line. */
  marks(side: 'old' | 'new', index: number): Extension;
  /** The ranges that are marked in a source. */
  ranges(side: 'old' | 'new', index: number): { start: number; end: number }[];
  count(cells: readonly ICellPair[]): ICommentCount;
  /** Fold or unfold the threads of a cell. */
  fold(cell: ICellPair, folded: boolean): void;
  /** Begin to write about a cell of a side, or a part of it. */
  begin(cell: ICellPair, side: 'old' | 'new', part?: CommentedPart): void;
}

/** Threads, for panels that show stored versions. */
export interface IReviews {
  /** Show threads in a difference. */
  review(path: string, host: IReviewHost): IReview;
  /** Show threads below the cells of a version, for as long as the widget lives. */
  annotate(
    notebook: StaticNotebook,
    version: { path: string; id: string; number: number | null }
  ): void;
}
export const IReviews = new Token<IReviews>(
  'jovian-lab:IReviews',
  'Shows threads in differences and in versions that are read.'
);

/** Environments, for panels that show one among other things. */
export interface IEnvironments {
  /** The changes of an environment as a table; its code is fetched when it is first shown. */
  renderChanges(diff: EnvironmentDiff): ReactElement;
}
export const IEnvironments = new Token<IEnvironments>(
  'jovian-lab:IEnvironments',
  'Shows how environments differ.'
);
