// One environment tab: what a version was made with, or how that differs from another or the kernel.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { EnvironmentsClient } from '../api/environments';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type {
  EnvironmentComparison,
  EnvironmentPackage,
  VersionEnvironment
} from '../api/types';

export type Requests = Pick<
  EnvironmentsClient,
  'ofVersion' | 'compare' | 'file'
>;

/** What a tab shows, as it is written down in commands and layouts. */
export interface ITarget {
  /** Contents path of the notebook. */
  path: string;
  version: string;
  /** Compare with this version, or with the kernel as it is now (null); nothing is compared when left out. */
  against?: string | null;
}

/** The state of a tab. */
export class EnvironmentModel {
  constructor(
    readonly client: Requests,
    readonly target: ITarget
  ) {}

  /** Of a version; null while it is not here, and in a comparison. */
  shown: VersionEnvironment | null = null;
  /** Null while it is not here, and where nothing is compared. */
  comparison: EnvironmentComparison | null = null;
  error: ApiError | null = null;
  loading = false;

  /** Emitted when something arrived or failed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether two environments are compared. */
  get compares(): boolean {
    return this.target.against !== undefined;
  }

  /** Fetch it; what is shown stays until it is there. Never rejects. */
  async load(): Promise<void> {
    const { path, version, against } = this.target;
    const turn = ++this._turn;
    this.loading = true;
    this._changed.emit();
    try {
      if (against === undefined) {
        const shown = await this.client.ofVersion(path, version);
        this.shown = turn === this._turn ? shown : this.shown;
      } else {
        const comparison = await this.client.compare(path, version, against);
        this.comparison = turn === this._turn ? comparison : this.comparison;
      }
      this.error = turn === this._turn ? null : this.error;
    } catch (error) {
      this.error = turn === this._turn ? asApiError(error) : this.error;
    }
    if (turn === this._turn) {
      this.loading = false;
      this._changed.emit();
    }
  }

  /** The text of a stored file. */
  file(name: string): Promise<string> {
    const id = this.shown?.version.id ?? this.target.version;
    return this.client.file(this.target.path, id, name);
  }

  private _turn = 0;
  private readonly _changed = new Signal<this, void>(this);
}

/** Whether two targets show the same. */
export function sameTarget(a: ITarget, b: ITarget): boolean {
  return (
    a.path === b.path && a.version === b.version && a.against === b.against
  );
}

/** Command arguments as a target; null when they name no version. */
export function readTarget(
  args: Readonly<Record<string, unknown>>
): ITarget | null {
  const { path, version, against } = args;
  if (typeof path !== 'string' || typeof version !== 'string') {
    return null;
  }
  return against === null || typeof against === 'string'
    ? { path, version, against }
    : { path, version };
}

/** The packages in which all words are found: in name, version, channel or source. */
export function filterPackages(
  packages: readonly EnvironmentPackage[],
  filter: string
): readonly EnvironmentPackage[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return packages;
  }
  return packages.filter(each => {
    const text =
      `${each.name} ${each.version} ${each.manager ?? 'pypi'} ${each.channel ?? ''} ${each.build ?? ''} ${each.source?.url ?? ''}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}
