// How far installations are, heard on Jupyter's event bus.
import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { Install } from './types';

const SCHEMA = 'https://schema.jovian-lab.invalid/events/install/v1';

const STATES = [
  'waiting',
  'running',
  'asking',
  'done',
  'failed',
  'cancelled'
] as const satisfies readonly Install['state'][];

/** How far an installation is. */
export interface IInstallEvent {
  id: string;
  state: Install['state'];
  stage: string;
  message: string;
  fraction: number | null;
}

/** The installations' events among all that Jupyter announces. */
export class InstallEvents {
  constructor(stream: Event.IManager['stream']) {
    stream.connect((_, emission) => {
      const event = installEvent(emission);
      if (event) {
        this._happened.emit(event);
      }
    });
  }

  /** Emitted a few times a second at most, whichever tab asked for the installation. */
  get happened(): ISignal<this, IInstallEvent> {
    return this._happened;
  }

  private readonly _happened = new Signal<this, IInstallEvent>(this);
}

/** The event an emission carries, or null when it is somebody else's or malformed. */
export function installEvent(
  emission: Readonly<Record<string, unknown>>
): IInstallEvent | null {
  const state = STATES.find(known => known === emission.state);
  const { id, stage, message, fraction } = emission;
  if (emission.schema_id !== SCHEMA || !state || typeof id !== 'string') {
    return null;
  }
  return {
    id,
    state,
    stage: typeof stage === 'string' ? stage : '',
    message: typeof message === 'string' ? message : '',
    fraction: typeof fraction === 'number' ? fraction : null
  };
}
