// The discussion of one notebook: its threads, where they are on a surface, and everything said in them.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { IWords, ThreadsClient } from '../api/threads';
import type { Author, Person, Thread } from '../api/types';
import { Looking } from './looking';
import type { IStarted, Memory } from './memory';
import { newsSince } from './news';
import type { INews } from './news';
import { inOrder, isSame } from './shown';
import type { IPointed, IShown, IWhere } from './shown';
import type { ISurface } from './surface';

/** State of a discussion. */
export class DiscussionModel {
  constructor(
    private readonly client: ThreadsClient,
    readonly memory: Memory,
    surface: ISurface
  ) {
    this._surface = surface;
  }

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted for each comment of others that arrived while the notebook was open. */
  get arrived(): ISignal<this, INews> {
    return this._arrived;
  }

  /** What the threads are shown on. */
  get surface(): ISurface {
    return this._surface;
  }

  /** Show them on something else; what is known stays while that is a newer state of the same. */
  move(surface: ISurface): void {
    if (surface.scope !== this._surface.scope) {
      this._threads = null;
    }
    this._surface = surface;
    this.touch();
    void this.refresh();
  }

  get path(): string {
    return this.surface.path;
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
      this.surface.order()
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

  /** The new threads that are being written on this surface. */
  get started(): IStarted[] {
    const { memory, path, surface } = this;
    return memory
      .started(path)
      .filter(([, { about }]) => about.scope === surface.scope);
  }

  /** Whether it is looked at in a version that is older than what it was said about. */
  isBefore({ id, anchor }: Thread): boolean {
    const where = this.find(id)?.where;
    const number = where && this.surface.numberAt?.(where);
    return number != null && number < anchor.number;
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
  next(step: 1 | -1, among = this.threads): IShown | undefined {
    return this._looking.next(among, step);
  }

  /** Ask for the threads again, and wait until the newest answer is there. */
  refresh(): Promise<void> {
    this._latest = this._read(++this._turn);
    return this._latest;
  }

  private async _read(turn: number): Promise<void> {
    try {
      const [{ answer, shown, isStale }] = await Promise.all([
        this.surface.read(this.client),
        this._me ? undefined : this.refreshPeople()
      ]);
      if (turn !== this._turn) {
        return this._latest;
      }
      const before = this._threads;
      this._error = null;
      this._notebook = answer.notebook;
      this._damaged = answer.damaged.length;
      // What was typed meanwhile moved the ranges on screen; they are asked for again soon.
      this._threads = isStale
        ? shown.map(({ thread, where }) => ({
            thread,
            where: this.find(thread.id)?.where ?? where
          }))
        : shown;
      for (const one of before ? newsSince(before, shown, this._isMine) : []) {
        this._arrived.emit(one);
      }
    } catch (error) {
      if (turn !== this._turn) {
        return this._latest;
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
    const opened = await this.client.open(
      this.path,
      this.surface.target(about),
      {
        ...words,
        ...this.surface.content(about)
      }
    );
    this._notebook ??= opened.notebook;
    return this._take(opened, where);
  }

  async reply(id: string, words: IWords): Promise<Thread> {
    const content =
      words.suggestion === undefined
        ? {}
        : this.surface.content({ kind: 'cell' });
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

  /** Put a thread on something else by hand. */
  async put(id: string, about: IPointed): Promise<Thread> {
    const { on, start = null, end = null, output = null } = about;
    const { content } = this.surface.content(about);
    const where = on ? { cell: on, start, end, output } : null;
    const target = this.surface.target(about);
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

  private readonly _isMine = (author: Author): boolean => this.isMine(author);

  private _surface: ISurface;
  private _me: Person | null = null;
  private _people: readonly Person[] = [];
  private _threads: readonly IShown[] | null = null;
  private _ordered: IShown[] | null = null;
  private _notebook: string | null = null;
  private _damaged = 0;
  private _error: ApiError | null = null;
  private _turn = 0;
  private _latest = Promise.resolve();
  private readonly _looking = new Looking();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _arrived = new Signal<this, INews>(this);
}
