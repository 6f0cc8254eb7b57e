// One installation as its dialog goes through it: planned, asked about, started, over.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { Install, InstallQuestion, InstallReport } from '../api/types';
import { isOver } from './installs';
import type { InstallsModel } from './installs';

/** What the dialog shows. */
export type Phase =
  | 'planning'
  | 'asking'
  | 'planned'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled';

/** The version whose environment is wanted. */
export interface IWanted {
  path: string;
  version: string;
  number: number;
  title: string;
}

export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** The state of the dialog. */
export class InstallDraft {
  /**
   * @param job - an installation that was begun earlier, to look at
   */
  constructor(
    private readonly installs: InstallsModel,
    readonly wanted: IWanted,
    job: Install | null = null
  ) {
    if (job) {
      this._plan = null;
      this._follow(job);
    }
    installs.changed.connect(this._onInstalls);
  }

  /** Of the new environment and its kernel. */
  name = '';

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Why something was not even begun. */
  get refusal(): ApiError | null {
    return this._refusal;
  }

  get phase(): Phase {
    if (this._refusal) {
      return 'failed';
    }
    const job = this.job;
    if (job) {
      switch (job.state) {
        case 'waiting':
        case 'running':
          return 'running';
        default:
          return job.state;
      }
    }
    switch (this.plan?.state) {
      case 'asking':
      case 'failed':
      case 'cancelled':
        return this.plan.state;
      case 'done':
        return 'planned';
      default:
        return 'planning';
    }
  }

  /** The installation itself, once it was begun. */
  get job(): Install | null {
    return this._job && (this.installs.find(this._job.id) ?? this._job);
  }

  /** Only finding out what would be done. */
  get plan(): Install | null {
    return this._plan && (this.installs.find(this._plan.id) ?? this._plan);
  }

  /** What is under way, or has ended. */
  get current(): Install | null {
    return this.job ?? this.plan;
  }

  /** What would be installed, or what was. */
  get report(): InstallReport | null {
    return this.current?.report ?? null;
  }

  /** Lines that are followed only after a yes. */
  get questions(): readonly InstallQuestion[] {
    return this.phase === 'asking' ? (this.current?.questions ?? []) : [];
  }

  /** How many lines have got a yes. */
  get yeses(): number {
    return this.questions.filter(({ line }) => this.isAccepted(line)).length;
  }

  /** Whether the name can be one. */
  get isNamed(): boolean {
    return NAME.test(this.name);
  }

  isAccepted(line: string): boolean {
    return this._accepted.has(line);
  }

  /** Say yes to a line, or take it back. */
  accept(line: string, yes: boolean): void {
    if (yes) {
      this._accepted.add(line);
    } else {
      this._accepted.delete(line);
    }
    this._changed.emit();
  }

  rename(name: string): void {
    this.name = name.trim();
    this._changed.emit();
  }

  /** Find out what would be installed. Never rejects. */
  async look(): Promise<void> {
    this._job = null;
    await this._begin(true);
  }

  /** Follow what got a yes, leave out what did not, and go on. Never rejects. */
  async answer(): Promise<void> {
    for (const { line } of this.questions) {
      if (!this._accepted.has(line)) {
        this._declined.add(line);
      }
    }
    await this._begin(this._job === null);
  }

  /** Install it. Never rejects. */
  async start(): Promise<void> {
    await this._begin(false);
  }

  /** Do again what did not work. Never rejects. */
  async retry(): Promise<void> {
    await this._begin(this._job === null);
  }

  /** Stop what is under way. Never rejects. */
  async cancel(): Promise<void> {
    const id = this.current?.id;
    if (id) {
      try {
        await this.installs.cancel(id);
      } catch (error) {
        this._refusal = asApiError(error);
        this._changed.emit();
      }
    }
  }

  /** The dialog is gone: an installation goes on, finding out what it would be does not. */
  dispose(): void {
    this._disposed = true;
    this.installs.changed.disconnect(this._onInstalls);
    const plan = this.plan;
    if (!this._job && plan && !isOver(plan)) {
      this.installs.cancel(plan.id).catch(() => undefined);
    }
    Signal.clearData(this);
  }

  private async _begin(dry: boolean): Promise<void> {
    const turn = ++this._turn;
    this._refusal = null;
    this._plan = dry ? null : this._plan;
    const { path, version } = this.wanted;
    // A plan is made of the version alone; what is begun anew shows as running at once.
    this._job = dry ? null : this._job && { ...this._job, ...FRESH };
    this._changed.emit();
    try {
      const install = await this.installs.begin({
        path,
        version,
        dry_run: dry,
        accepted: [...this._accepted],
        declined: [...this._declined].filter(line => !this._accepted.has(line)),
        ...(this.isNamed ? { name: this.name } : {})
      });
      if (turn !== this._turn || this._disposed) {
        return;
      }
      this._follow(install);
    } catch (error) {
      if (turn === this._turn) {
        this._refusal = asApiError(error);
      }
    }
    this._changed.emit();
  }

  private _follow(install: Install): void {
    if (install.dry_run) {
      this._plan = install;
    } else {
      this._job = install;
    }
    this.name ||= install.name;
  }

  private readonly _onInstalls = (): void => {
    const { current } = this;
    if (current) {
      this.name ||= current.name;
    }
    this._changed.emit();
  };

  private _turn = 0;
  private _disposed = false;
  private _plan: Install | null = null;
  private _job: Install | null = null;
  private _refusal: ApiError | null = null;
  private readonly _accepted = new Set<string>();
  private readonly _declined = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
}

/** What an installation looks like before it was answered. */
const FRESH = {
  id: '',
  state: 'waiting',
  stage: '',
  message: '',
  fraction: null,
  lines: [],
  questions: [],
  report: null,
  error: null
} satisfies Partial<Install>;
