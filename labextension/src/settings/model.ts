// The user's settings as plain values, with a signal.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/** The settings and their defaults, as the schema describes them. */
export interface ISettingValues {
  showButtonLabel: boolean;
  commitWithoutDialog: boolean;
  toastSeconds: number;
  confirmRestore: boolean;
  relativeTimes: boolean;
}

export const DEFAULTS: Readonly<ISettingValues> = {
  showButtonLabel: true,
  commitWithoutDialog: false,
  toastSeconds: 8,
  confirmRestore: true,
  relativeTimes: true
};

/** Holds the current settings. */
export class SettingsModel {
  /** The values now. */
  get values(): Readonly<ISettingValues> {
    return this._values;
  }

  /** Emitted when a value changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Take over what is stored; a value of the wrong type counts as not given. */
  update(stored: Readonly<Record<string, unknown>>): void {
    const values: Record<string, unknown> = { ...DEFAULTS };
    for (const key of Object.keys(DEFAULTS)) {
      if (typeof stored[key] === typeof values[key]) {
        values[key] = stored[key];
      }
    }
    this._values = values as unknown as ISettingValues;
    this._changed.emit();
  }

  private _values: Readonly<ISettingValues> = DEFAULTS;
  private readonly _changed = new Signal<this, void>(this);
}
