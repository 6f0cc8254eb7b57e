// All installations the server knows of, as far as they are; they go on without this tab.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { EnvironmentsClient } from '../api/environments';
import type { IInstallEvent, InstallEvents } from '../api/installed';
import type { Install, InstallRequest } from '../api/types';

export type Requests = Pick<
  EnvironmentsClient,
  'installs' | 'install' | 'begin' | 'cancel'
>;

/** How often a running installation is asked for in case an announcement was missed, in milliseconds. */
const CHECK = 10_000;

/** Whether an installation has ended, one way or another. */
export function isOver(install: Pick<Install, 'state'>): boolean {
  return install.state !== 'waiting' && install.state !== 'running';
}

/** Follows installations by what is announced of them. */
export class InstallsModel {
  constructor(
    private readonly client: Requests,
    events: Pick<InstallEvents, 'happened'>
  ) {
    events.happened.connect((_, event) => this._hear(event));
  }

  /** Emitted when anything changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted when an installation that was seen running has ended. */
  get ended(): ISignal<this, Install> {
    return this._ended;
  }

  find(id: string): Install | null {
    return this._known.get(id) ?? null;
  }

  /** What the status bar tells: installations that run, then those that ended and were not looked at; newest first. */
  get told(): readonly Install[] {
    const real = [...this._known.values()]
      .filter(({ dry_run }) => !dry_run)
      .sort((a, b) => (a.created < b.created ? 1 : -1));
    return [
      ...real.filter(each => !isOver(each)),
      ...real.filter(
        each =>
          isOver(each) && each.state !== 'cancelled' && !this._seen.has(each.id)
      )
    ];
  }

  /** Somebody has looked at how one ended. */
  see(id: string): void {
    this._seen.add(id);
    this._changed.emit();
  }

  /** What outlives a reload of the page. */
  get kept(): { seen: string[] } {
    return { seen: [...this._seen].slice(-100) };
  }

  /** Take over what outlived a reload. */
  recall(kept: unknown): void {
    const { seen } = (kept ?? {}) as Record<string, unknown>;
    if (Array.isArray(seen)) {
      seen.forEach(id => this._seen.add(String(id)));
      this._changed.emit();
    }
  }

  /** Ask for all; never rejects. */
  async load(): Promise<void> {
    try {
      const installs = await this.client.installs();
      installs.forEach(install => this._put(install));
    } catch {
      // Without an answer there is nothing to tell; who asks for one in particular is told why.
    }
  }

  /** Begin one. */
  async begin(request: InstallRequest): Promise<Install> {
    const install = await this.client.begin(request);
    // It may have been announced, and even have ended, before this answer was here.
    const known = this.find(install.id);
    if (known && isOver(known)) {
      return known;
    }
    this._put(install);
    return install;
  }

  /** Stop one; it takes a moment. */
  async cancel(id: string): Promise<void> {
    this._put(await this.client.cancel(id));
  }

  /** Wait until one has ended. */
  over(id: string): Promise<Install> {
    return new Promise(resolve => {
      const look = () => {
        const install = this.find(id);
        if (install && isOver(install)) {
          this._changed.disconnect(look);
          resolve(install);
        }
      };
      this._changed.connect(look);
      look();
    });
  }

  private _hear(event: IInstallEvent): void {
    const known = this._known.get(event.id);
    if (!known || isOver(event)) {
      // The rest of it is not announced: what it is of, its report, its questions.
      void this._fetch(event.id);
      return;
    }
    if (isOver(known)) {
      return;
    }
    const last = known.lines[known.lines.length - 1];
    const { stage, message } = event;
    const lines =
      message && message !== last?.message
        ? [...known.lines, { stage, message }]
        : known.lines;
    this._put({ ...known, ...event, lines });
  }

  private async _fetch(id: string): Promise<void> {
    try {
      this._put(await this.client.install(id));
    } catch {
      // It was forgotten meanwhile, or the server is gone; the next look tells.
    }
  }

  private _put(install: Install): void {
    const before = this._known.get(install.id);
    if (before && isOver(before) && !isOver(install)) {
      return;
    }
    this._known.set(install.id, install);
    this._changed.emit();
    if (before && !isOver(before) && isOver(install)) {
      this._ended.emit(install);
    }
    this._watch();
  }

  private _watch(): void {
    clearTimeout(this._timer);
    const running = [...this._known.values()].filter(each => !isOver(each));
    if (running.length > 0) {
      this._timer = setTimeout(() => {
        void Promise.all(running.map(({ id }) => this._fetch(id))).then(() =>
          this._watch()
        );
      }, CHECK);
    }
  }

  private readonly _known = new Map<string, Install>();
  private readonly _seen = new Set<string>();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _ended = new Signal<this, Install>(this);
}
