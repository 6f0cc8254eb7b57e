// The discussion of one notebook: its threads, where they are on screen, and everything said in them.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { IWords, ThreadsClient } from '../api/threads';
import type { Author, Person, Target, Thread } from '../api/types';
import { Looking } from './looking';
import type { Memory } from './memory';
import { inOrder, isSame, whereIs } from './shown';
import type { IPointed, IShown, IWhere } from './shown';

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

/** A comment of somebody else that was not there before. */
export interface INews {
  thread: Thread;
  author: Author;
  text: string;
}

/** State of a discussion. */
export class DiscussionModel {
  constructor(
    private readonly client: ThreadsClient,
    readonly memory: Memory,
    readonly scene: IScene
  ) {}

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted for each comment of others that arrived while the notebook was open. */
  get arrived(): ISignal<this, INews> {
    return this._arrived;
  }

  get path(): string {
    return this.scene.path;
  }

  /** Who comments here; null until it is known. */
  get me(): Person | null {
    return this._me;
  }

  /** Who can be mentioned. */
  get people(): readonly Person[] {
    return this._people;
  }

  get view(): 'loading' | 'error' | 'ready' {
    return this._threads ? 'ready' : this._error ? 'error' : 'loading';
  }

  /** Why there are no threads, or why they are not the newest. */
  get error(): ApiError | null {
    return this._error;
  }

  /** Whether there is a version to comment on. */
  get hasVersions(): boolean {
    return this._notebook !== null;
  }

  /** How many events of threads could not be read. */
  get damaged(): number {
    return this._damaged;
  }

  /** All threads in the order of the notebook. */
  get threads(): readonly IShown[] {
    return (this._ordered ??= inOrder(
      this._threads ?? [],
      this.scene.cells().ids
    ));
  }

  /** The thread that is looked at. */
  get current(): string | null {
    return this._looking.current;
  }

  find(id: string | null): IShown | undefined {
    return this._threads?.find(({ thread }) => thread.id === id);
  }

  /** The threads of a cell. */
  on(cell: string): IShown[] {
    return this.threads.filter(({ where }) => where?.cell === cell);
  }

  unread(thread: Thread): number {
    return this.memory.unread(thread, this._me?.author ?? null);
  }

  isMine(author: Author): boolean {
    return isSame(author, this._me?.author ?? null);
  }

  isFolded(thread: Thread): boolean {
    return this._looking.isFolded(thread);
  }

  fold(thread: Thread, folded: boolean): void {
    this._looking.fold(thread, folded);
    this.touch();
  }

  read(thread: Thread): void {
    if (this.memory.read(thread, this._me?.author ?? null)) {
      this.touch();
    }
  }

  select(id: string | null): void {
    if (id !== this.current) {
      this._looking.current = id;
      this.touch();
    }
  }

  /** The open thread after or before the one looked at, around the end. */
  next(step: 1 | -1): IShown | undefined {
    return this._looking.next(this.threads, step);
  }

  /** Ask for the threads again. */
  async refresh(): Promise<void> {
    const turn = ++this._turn;
    const { path, dirty, revision } = this.scene;
    const { ids } = this.scene.cells();
    try {
      const [answer] = await Promise.all([
        dirty
          ? this.client.place(path, this.scene.text())
          : this.client.list(path),
        this._me ? undefined : this.refreshPeople()
      ]);
      if (turn !== this._turn) {
        return;
      }
      const before = this._threads;
      this._error = null;
      this._notebook = answer.notebook;
      this._damaged = answer.damaged.length;
      // What was typed meanwhile moved the ranges on screen; they are asked for again soon.
      const isStale = this.scene.revision !== revision;
      this._threads = answer.threads.map(thread => ({
        thread,
        where: (isStale && this.find(thread.id)?.where) || whereIs(thread, ids)
      }));
      if (before) {
        this._tell(before);
      }
    } catch (error) {
      if (turn !== this._turn) {
        return;
      }
      this._error = asApiError(error);
    }
    this.touch();
  }

  /** Ask who can be mentioned. */
  async refreshPeople(): Promise<void> {
    const { me, people } = await this.client.people(this.path);
    this._me = me;
    this._people = people;
  }

  /** Open a thread about something on screen, or in a version. */
  async open(about: IPointed, words: IWords): Promise<Thread> {
    const { on, start = null, end = null, output = null } = about;
    const where = on ? { cell: on, start, end, output } : null;
    const opened = await this.client.open(this.path, this._target(about), {
      ...words,
      ...this._content(about)
    });
    this._notebook ??= opened.notebook;
    return this._take(opened, where);
  }

  async reply(id: string, words: IWords): Promise<Thread> {
    const content =
      words.suggestion === undefined ? {} : this._content({ kind: 'cell' });
    return this._take(
      await this.client.reply(this.path, id, { ...words, ...content })
    );
  }

  async edit(id: string, comment: string, text: string): Promise<Thread> {
    return this._take(await this.client.edit(this.path, id, comment, text));
  }

  async delete(id: string, comment: string): Promise<Thread> {
    return this._take(await this.client.delete(this.path, id, comment));
  }

  async turn(id: string, resolved: boolean): Promise<Thread> {
    const thread = await this.client.turn(this.path, id, resolved);
    this._looking.forget(id);
    return this._take(thread);
  }

  async react(
    id: string,
    comment: string,
    emoji: string,
    given: boolean
  ): Promise<Thread> {
    return this._take(
      await this.client.react(this.path, id, comment, emoji, given)
    );
  }

  async decide(
    id: string,
    comment: string,
    accepted: boolean
  ): Promise<Thread> {
    return this._take(
      await this.client.decide(this.path, id, comment, accepted)
    );
  }

  /** Put a thread on a cell by hand. */
  async put(id: string, cell: string): Promise<Thread> {
    const about: IPointed = { kind: 'cell', on: cell };
    const { content } = this._content(about);
    const where = { cell, start: null, end: null, output: null };
    const target = this._target(about);
    return this._take(
      await this.client.put(this.path, id, target, content),
      where
    );
  }

  /** The thread with the earlier texts of its comments. */
  history(id: string): Promise<Thread> {
    return this.client.thread(this.path, id);
  }

  /** Something that is shown changed. */
  touch(): void {
    this._ordered = null;
    this._changed.emit();
  }

  /** What is pointed at, as the server counts cells. */
  private _target({ on, at, quote: _, ...target }: IPointed): Target {
    if (on === undefined) {
      return at === undefined ? target : { ...target, index: at };
    }
    const { ids, kept } = this.scene.cells();
    return { ...target, index: ids.indexOf(on), ...(kept ? { cell: on } : {}) };
  }

  private _content(about: IPointed): { content?: string } {
    return this.scene.dirty && !about.version
      ? { content: this.scene.text() }
      : {};
  }

  /** Show what the server answered, which comes without a place. */
  private _take(thread: Thread, where?: IWhere | null): Thread {
    const known = this.find(thread.id);
    const shown: IShown =
      where === undefined && known
        ? {
            thread: { ...thread, place: known.thread.place },
            where: known.where
          }
        : { thread, where: where ?? null };
    this._threads = known
      ? this._threads!.map(one => (one === known ? shown : one))
      : [...(this._threads ?? []), shown];
    this.memory.read(thread, this._me?.author ?? null);
    this.touch();
    return thread;
  }

  private _tell(before: readonly IShown[]): void {
    const known = new Set(
      before.flatMap(({ thread }) => thread.comments.map(({ id }) => id))
    );
    for (const { thread } of this._threads ?? []) {
      for (const { id, author, text, deleted } of thread.comments) {
        if (!known.has(id) && !deleted && !this.isMine(author)) {
          this._arrived.emit({ thread, author, text });
        }
      }
    }
  }

  private _me: Person | null = null;
  private _people: readonly Person[] = [];
  private _threads: readonly IShown[] | null = null;
  private _ordered: IShown[] | null = null;
  private _notebook: string | null = null;
  private _damaged = 0;
  private _error: ApiError | null = null;
  private _turn = 0;
  private readonly _looking = new Looking();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _arrived = new Signal<this, INews>(this);
}
