// Commits in progress: one at a time for a notebook, and the base each document started from.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { Author, Version } from '../api/types';

/** What a commit of a notebook is doing. */
export type Phase = 'idle' | 'saving' | 'committing';

/** The choices of one commit. */
export interface ICommitOptions {
  message?: string;
  /** Files to keep, relative to the notebook's folder; those of its newest version when not given. */
  files?: readonly string[];
  allowEmpty?: boolean;
  /** Whether to record the kernel's packages; true when not given. */
  environment?: boolean;
}

/** How a commit ended. */
export type Outcome =
  | { kind: 'committed'; version: Version; superseded: boolean }
  | { kind: 'unchanged'; head: Version | null }
  | { kind: 'failed'; stage: 'saving' | 'committing'; error: ApiError };

/** A document that can be brought to disk. */
export interface ISavable {
  /** Its contents path; read again after saving, as it may be renamed meanwhile. */
  readonly path: string;
  /** Rejects with an ApiError that says why it is not on disk. */
  save(): Promise<void>;
}

/** Saves, commits and remembers where each document's work started. */
export class CommitModel {
  constructor(private readonly client: Pick<Client, 'commit'>) {}

  /** Emitted with a path when what is known of it changed. */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  /** Emitted when a commit ended, however it ended. */
  get ended(): ISignal<this, { path: string; outcome: Outcome }> {
    return this._ended;
  }

  /** What the commit of this notebook is doing. */
  phase(path: string): Phase {
    return this._phases.get(path) ?? 'idle';
  }

  /** The author of this tab's commits, once one was made. */
  get author(): Author | null {
    return this._author;
  }

  /** The version the open document started from. */
  base(path: string): string | null {
    return this._bases.get(path) ?? null;
  }

  /** Note the version the open document is the same as, or started from. */
  setBase(path: string, version: string | null): void {
    if (version) {
      this._bases.set(path, version);
    } else {
      this._bases.delete(path);
    }
  }

  /** A document was renamed: what is known of it follows. */
  rename(from: string, to: string): void {
    const base = this._bases.get(from);
    this._bases.delete(from);
    this.setBase(to, base ?? null);
  }

  /**
   * Save a document and commit it. While its commit runs, a second call gets
   * the outcome of the first.
   */
  run(document: ISavable, options: ICommitOptions = {}): Promise<Outcome> {
    const started = document.path;
    const running = this._running.get(started);
    if (running) {
      return running;
    }
    const run = this._run(document, options).then(outcome => {
      this._running.delete(started);
      this._enter(started, 'idle');
      this._ended.emit({ path: document.path, outcome });
      return outcome;
    });
    this._running.set(started, run);
    return run;
  }

  private async _run(
    document: ISavable,
    options: ICommitOptions
  ): Promise<Outcome> {
    const started = document.path;
    this._enter(started, 'saving');
    try {
      await document.save();
    } catch (error) {
      return { kind: 'failed', stage: 'saving', error: asApiError(error) };
    }
    this._enter(started, 'committing');
    const path = document.path;
    try {
      const answer = await this.client.commit({
        path,
        message: options.message,
        files: options.files,
        base: this.base(path),
        allowEmpty: options.allowEmpty,
        environment: options.environment
      });
      if (!answer.version) {
        this.setBase(path, answer.head?.id ?? this.base(path));
        return { kind: 'unchanged', head: answer.head ?? null };
      }
      this.setBase(path, answer.version.id);
      this._author = answer.version.author;
      return {
        kind: 'committed',
        version: answer.version,
        superseded: answer.superseded ?? false
      };
    } catch (error) {
      return { kind: 'failed', stage: 'committing', error: asApiError(error) };
    }
  }

  private _enter(path: string, phase: Phase): void {
    if (phase === 'idle') {
      this._phases.delete(path);
    } else {
      this._phases.set(path, phase);
    }
    this._changed.emit(path);
  }

  private _author: Author | null = null;
  private readonly _phases = new Map<string, Phase>();
  private readonly _bases = new Map<string, string>();
  private readonly _running = new Map<string, Promise<Outcome>>();
  private readonly _changed = new Signal<this, string>(this);
  private readonly _ended = new Signal<
    this,
    { path: string; outcome: Outcome }
  >(this);
}
