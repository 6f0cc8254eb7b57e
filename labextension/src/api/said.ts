// What was said in threads, heard on Jupyter's event bus.
import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

const SCHEMA = 'https://schema.jovian-lab.invalid/events/comments/v1';

/** Something said in a thread of the notebook at `path`; "changed" stands for more than can be told one by one. */
export interface ISaid {
  action: string;
  path: string;
  thread: string | null;
  comment: string | null;
  author: string | null;
  username: string | null;
  mentions: readonly string[];
  origin: string | null;
}

/** The events of threads among all that Jupyter announces. */
export class CommentEvents {
  constructor(stream: Event.IManager['stream']) {
    stream.connect((_, emission) => {
      const event = commentEvent(emission);
      if (event) {
        this._happened.emit(event);
      }
    });
  }

  /** Emitted for each event, whichever tab, user or process caused it. */
  get happened(): ISignal<this, ISaid> {
    return this._happened;
  }

  private readonly _happened = new Signal<this, ISaid>(this);
}

/** The event an emission carries, or null when it is somebody else's or malformed. */
export function commentEvent(
  emission: Readonly<Record<string, unknown>>
): ISaid | null {
  const { action, path, mentions } = emission;
  if (
    emission.schema_id !== SCHEMA ||
    typeof action !== 'string' ||
    typeof path !== 'string'
  ) {
    return null;
  }
  const text = (value: unknown): string | null =>
    typeof value === 'string' ? value : null;
  return {
    action,
    path,
    thread: text(emission.thread),
    comment: text(emission.comment),
    author: text(emission.author),
    username: text(emission.username),
    mentions: Array.isArray(mentions)
      ? mentions.filter(handle => typeof handle === 'string')
      : [],
    origin: text(emission.origin)
  };
}
