// How differences are shown: what the user chose, remembered in the settings.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/** The choices and their defaults, as the schema describes them. */
export interface IDiffOptions {
  split: boolean;
  hideUnchanged: boolean;
  hideOutputs: boolean;
  metadata: boolean;
}

export const DEFAULTS: Readonly<IDiffOptions> = {
  split: true,
  hideUnchanged: true,
  hideOutputs: false,
  metadata: false
};

/** The choices, shared by all diff tabs. */
export class OptionsModel {
  /** Called to keep a choice beyond this page. */
  remember: (key: keyof IDiffOptions, value: boolean) => void = () => undefined;

  get values(): Readonly<IDiffOptions> {
    return this._values;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Choose. */
  set(key: keyof IDiffOptions, value: boolean): void {
    this._values = { ...this._values, [key]: value };
    this._changed.emit();
    this.remember(key, value);
  }

  /** Take over what is stored; what is no boolean counts as not given. */
  update(stored: Readonly<Record<string, unknown>>): void {
    const values = { ...DEFAULTS };
    for (const key of Object.keys(DEFAULTS) as (keyof IDiffOptions)[]) {
      const value = stored[key];
      if (typeof value === 'boolean') {
        values[key] = value;
      }
    }
    this._values = values;
    this._changed.emit();
  }

  private _values: Readonly<IDiffOptions> = DEFAULTS;
  private readonly _changed = new Signal<this, void>(this);
}
