// Which comments of others are told inside JupyterLab: whether at all, and in each project which kinds.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Kind } from '../api/notifications';

/** The kinds that are told inside JupyterLab. */
export const TOASTS = [
  'mention',
  'reply-to-me',
  'reply',
  'thread'
] as const satisfies readonly Kind[];

export type Toast = (typeof TOASTS)[number];

/** What the settings say. */
export class ToastChoice {
  /** Emitted when something else was chosen. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether anything is told. */
  get isOn(): boolean {
    return this._isOn;
  }

  /** The kinds that were chosen for exactly that project; all where nothing was. */
  of(project: string): readonly Toast[] {
    return this._projects.get(project) ?? TOASTS;
  }

  /** Every choice, with one for a project replaced. */
  with(project: string, kinds: readonly Toast[]): Record<string, Toast[]> {
    const chosen = new Map(this._projects);
    const wanted = TOASTS.filter(kind => kinds.includes(kind));
    if (wanted.length === TOASTS.length) {
      chosen.delete(project);
    } else {
      chosen.set(project, wanted);
    }
    return Object.fromEntries(chosen);
  }

  /**
   * Whether a comment is told.
   *
   * @param path - contents path of its notebook
   * @param kinds - everything it is to the reader
   */
  wants(path: string, kinds: readonly Kind[]): boolean {
    const around = [...this._projects.keys()]
      .filter(folder => folder === '' || path.startsWith(`${folder}/`))
      .sort((one, other) => other.length - one.length);
    const chosen: readonly Kind[] = this.of(around[0] ?? '');
    return this._isOn && kinds.some(kind => chosen.includes(kind));
  }

  /** Take over what is stored; what is malformed counts as not given. */
  update(stored: Readonly<Record<string, unknown>>): void {
    const { toasts, projects } = stored;
    this._isOn = toasts !== false;
    this._projects = new Map(
      Object.entries((projects ?? {}) as Record<string, unknown>).flatMap(
        ([folder, kinds]) =>
          Array.isArray(kinds)
            ? [[folder, TOASTS.filter(kind => kinds.includes(kind))]]
            : []
      )
    );
    this._changed.emit();
  }

  private _isOn = true;
  private _projects = new Map<string, Toast[]>();
  private readonly _changed = new Signal<this, void>(this);
}
