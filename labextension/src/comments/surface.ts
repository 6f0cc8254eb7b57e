// What threads are shown on: an open notebook. It says where they are, and what somebody points at there.
import type { ThreadsClient } from '../api/threads';
import type { Target, Threads } from '../api/types';
import { whereIs } from './shown';
import type { IPointed, IShown, IWhere } from './shown';

/** What can be asked for the places of threads. */
export type Placing = Pick<ThreadsClient, 'list' | 'place'>;

/** Threads and where they are. */
export interface IRead {
  answer: Threads;
  shown: readonly IShown[];
  /** Whether what is on screen changed while they were asked for. */
  isStale: boolean;
}

/** Something that threads are shown on. */
export interface ISurface {
  readonly path: string;
  /** Names it where it is no open notebook: comments that are being written on it are shown on no other. */
  readonly scope?: string;
  /** The ids of its cells, in the order of the screen. */
  order(): readonly string[];
  /** The number of the version that a place is in; null for the notebook as it is now. */
  numberAt?(where: IWhere): number | null;
  /** Ask for all threads and where they are. */
  read(client: Placing): Promise<IRead>;
  /** What somebody points at, as the server counts cells. */
  target(about: IPointed): Target;
  /** The text that what is pointed at is a part of, where that is no version and no file. */
  content(about: IPointed): { content?: string };
}

/** The notebook on screen. */
export interface IScene {
  readonly path: string;
  /** Whether it differs from its file. */
  readonly dirty: boolean;
  /** Counts its edits. */
  readonly revision: number;
  /** Its text as it would be saved. */
  text(): string;
  /** Its cells: their ids in this tab, and whether the file has these ids. */
  cells(): { ids: string[]; kept: boolean };
}

/** An open notebook, which may have edits that its file has not. */
export class NotebookSurface implements ISurface {
  constructor(private readonly scene: IScene) {}

  get path(): string {
    return this.scene.path;
  }

  order(): readonly string[] {
    return this.scene.cells().ids;
  }

  async read(client: Placing): Promise<IRead> {
    const { path, dirty, revision } = this.scene;
    const { ids } = this.scene.cells();
    const answer = dirty
      ? await client.place(path, this.scene.text())
      : await client.list(path);
    return {
      answer,
      shown: answer.threads.map(thread => ({
        thread,
        where: whereIs(thread, ids)
      })),
      isStale: this.scene.revision !== revision
    };
  }

  target({ on, quote: _, scope: __, ...target }: IPointed): Target {
    if (on === undefined) {
      return target;
    }
    const { ids, kept } = this.scene.cells();
    return { ...target, index: ids.indexOf(on), ...(kept ? { cell: on } : {}) };
  }

  content(about: IPointed): { content?: string } {
    return this.scene.dirty && !about.version
      ? { content: this.scene.text() }
      : {};
  }
}
