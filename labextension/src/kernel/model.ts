// What became of the commits asked for by cells, so that their cards can say so.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { ApiError } from '../api/errors';
import type { Version } from '../api/types';

/** The state of a card. */
export type CardState =
  | { kind: 'waiting' }
  | { kind: 'committing' }
  | { kind: 'committed'; version: Version; superseded: boolean }
  | { kind: 'unchanged'; head: Version | null }
  | { kind: 'failed'; error: ApiError };

/** Card states by notebook and cell. */
export class CardsModel {
  /** Emitted when a card's state changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The state of the card of a cell; null when nothing was heard since the page was loaded. */
  get(notebook: string, cell: string): CardState | null {
    return this._cards.get(notebook)?.get(cell) ?? null;
  }

  set(notebook: string, cell: string, state: CardState): void {
    const cards = this._cards.get(notebook) ?? new Map<string, CardState>();
    cards.set(cell, state);
    this._cards.set(notebook, cards);
    this._changed.emit();
  }

  /** A notebook was closed. */
  forget(notebook: string): void {
    this._cards.delete(notebook);
  }

  private readonly _cards = new Map<string, Map<string, CardState>>();
  private readonly _changed = new Signal<this, void>(this);
}
