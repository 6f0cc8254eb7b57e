// What an export is made with, as its dialog holds it.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { ExportQuery } from '../api/types';

export type Format = NonNullable<ExportQuery['format']>;

/** The formats, the usual one first. */
export const FORMATS: readonly Format[] = ['html', 'markdown', 'json', 'ipynb'];

/** What the user chooses; what was chosen last is there the next time. */
export class ExportChoice {
  format: Format = 'html';
  withThreads = true;
  withResolved = true;

  /** Emitted when something else is chosen. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether the format can have threads at all. */
  get canHaveThreads(): boolean {
    return this.format !== 'ipynb';
  }

  /** Which threads are asked for. */
  get threads(): NonNullable<ExportQuery['threads']> {
    return !this.canHaveThreads || !this.withThreads
      ? 'none'
      : this.withResolved
        ? 'all'
        : 'open';
  }

  /** Choose something. */
  set(
    chosen: Partial<Pick<this, 'format' | 'withThreads' | 'withResolved'>>
  ): void {
    Object.assign(this, chosen);
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
}
