// What happened to a store, heard on Jupyter's event bus.
import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

const SCHEMA = 'https://schema.jovian-lab.invalid/events/store/v1';

const ACTIONS = [
  'committed',
  'restored',
  'renamed',
  'tagged',
  'titled',
  'deleted',
  'snapshot',
  'promoted',
  'adopted',
  'changed'
] as const;

/** Something that happened to the history of the notebook at `path`. */
export interface IStoreEvent {
  action: (typeof ACTIONS)[number];
  path: string;
  notebook: string;
  version: string | null;
  number: number | null;
  title: string | null;
  author: string | null;
  origin: string | null;
}

/** The store's events among all that Jupyter announces. */
export class StoreEvents {
  constructor(stream: Event.IManager['stream']) {
    stream.connect((_, emission) => {
      const event = storeEvent(emission);
      if (event) {
        this._happened.emit(event);
      }
    });
  }

  /** Emitted for each event of the store, whichever tab or process caused it. */
  get happened(): ISignal<this, IStoreEvent> {
    return this._happened;
  }

  private readonly _happened = new Signal<this, IStoreEvent>(this);
}

/** The event an emission carries, or null when it is somebody else's or malformed. */
export function storeEvent(
  emission: Readonly<Record<string, unknown>>
): IStoreEvent | null {
  const action = ACTIONS.find(known => known === emission.action);
  if (
    emission.schema_id !== SCHEMA ||
    !action ||
    typeof emission.path !== 'string'
  ) {
    return null;
  }
  const text = (value: unknown): string | null =>
    typeof value === 'string' ? value : null;
  return {
    action,
    path: emission.path,
    notebook: text(emission.notebook) ?? '',
    version: text(emission.version),
    number: typeof emission.number === 'number' ? emission.number : null,
    title: text(emission.title),
    author: text(emission.author),
    origin: text(emission.origin)
  };
}
