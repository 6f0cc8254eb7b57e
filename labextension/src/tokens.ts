// What the plugins of jovian-lab share with each other.
import { Token } from '@lumino/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ReactElement } from 'react';
import type { Client } from './api/client';
import type { EnvironmentsClient } from './api/environments';
import type { StoreEvents } from './api/events';
import type { InstallEvents } from './api/installed';
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
  /** Registered by whoever keeps threads; used when it is there. */
  commentOnChange: 'jovian-lab:comment-on-change',
  showThreads: 'jovian-lab:show-threads',
  showThread: 'jovian-lab:show-thread',
  nextThread: 'jovian-lab:next-thread',
  previousThread: 'jovian-lab:previous-thread',
  replyThread: 'jovian-lab:reply-thread',
  resolveThread: 'jovian-lab:resolve-thread',
  toggleThreads: 'jovian-lab:toggle-threads',
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

/** Environments, for panels that show one among other things. */
export interface IEnvironments {
  /** The changes of an environment as a table; its code is fetched when it is first shown. */
  renderChanges(diff: EnvironmentDiff): ReactElement;
}
export const IEnvironments = new Token<IEnvironments>(
  'jovian-lab:IEnvironments',
  'Shows how environments differ.'
);
