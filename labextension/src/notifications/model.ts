// One's channels in a project, the form that is open, what is being done, and the messages that were told.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { NotificationsClient } from '../api/notifications';
import type { Channel, Channels, Notification, Outcome } from '../api/types';
import { draftOf, newDraft, problemsOf, requestOf } from './draft';
import type { IDraft } from './draft';

export type Requests = Pick<
  NotificationsClient,
  'channels' | 'make' | 'change' | 'remove' | 'test' | 'messages' | 'retry'
>;

export const STATES = ['waiting', 'sent', 'failed', 'unsure'] as const;

/** What the outbox is sorted by; a message on its way counts as waiting. */
export type State = (typeof STATES)[number];

/** The key of what the form does. */
export const FORM = 'form';

/** State of the panel. Its actions never reject: what went wrong is found under the key of what it was done to. */
export class NotificationsModel {
  constructor(private readonly client: Requests) {}

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** A notebook or a folder in the project; null before one was named. */
  get path(): string | null {
    return this._path;
  }

  get view(): 'loading' | 'error' | 'ready' {
    return this._known ? 'ready' : this._error ? 'error' : 'loading';
  }

  /** Why there is nothing, or why it is not the newest. */
  get error(): ApiError | null {
    return this._error;
  }

  /** Contents path of the project's folder. */
  get project(): string | null {
    return this._known?.project ?? null;
  }

  get channels(): readonly Channel[] {
    return this._known?.channels ?? [];
  }

  /** Whether the server can write to chats. */
  get hasChats(): boolean {
    return this._known?.chats ?? false;
  }

  /** Whether the server can keep secrets. */
  get keyring(): Channels['keyring'] {
    return this._known?.keyring ?? 'none';
  }

  /** Newest first; null until they are known. */
  get messages(): readonly Notification[] | null {
    return this._messages;
  }

  /** When all this was so, in milliseconds since 1970. */
  get now(): number {
    return this._now;
  }

  /** How many messages there are of each state. */
  count(state: State): number {
    return (this._messages ?? []).filter(one => stateOf(one) === state).length;
  }

  /** The form that is open. */
  get draft(): IDraft | null {
    return this._draft;
  }

  /** Whether what is wrong with the form is to be said: not before it was sent once. */
  get isTried(): boolean {
    return this._isTried;
  }

  isBusy(key: string): boolean {
    return this._busy.has(key);
  }

  /** What went wrong with the channel, the message or the form with a key. */
  failure(key: string): ApiError | null {
    return this._failures.get(key) ?? null;
  }

  /** What became of a test message to a channel. */
  trial(channel: string): Outcome | null {
    return this._trials.get(channel) ?? null;
  }

  /** Show the project around another notebook or folder. */
  async follow(path: string): Promise<void> {
    if (path !== this._path) {
      this._path = path;
      this._known = null;
      this._messages = null;
      this._error = null;
      this._trials.clear();
      this._failures.clear();
      this.close();
    }
    await this.load();
  }

  /** Ask for everything again. */
  async load(): Promise<void> {
    const path = this._path;
    if (path === null) {
      return;
    }
    const turn = ++this._turn;
    try {
      const [known, messages] = await Promise.all([
        this.client.channels(path),
        this.client.messages(path)
      ]);
      if (turn !== this._turn) {
        return;
      }
      this._known = known;
      this._messages = messages;
      this._now = Date.now();
      this._error = null;
    } catch (error) {
      if (turn !== this._turn) {
        return;
      }
      this._error = asApiError(error);
    }
    this._changed.emit();
  }

  /** Open the form for a new channel. */
  begin(sort: IDraft['sort'], name: string): void {
    this._open(newDraft(sort, this._free(name), this.keyring));
  }

  /** Open the form for one there is. */
  edit(channel: Channel): void {
    this._open(draftOf(channel, this.keyring));
  }

  /** Something was typed or chosen in the form. */
  write(change: Partial<IDraft>): void {
    if (this._draft) {
      this._draft = { ...this._draft, ...change };
      this._changed.emit();
    }
  }

  /** Close the form; what was typed is forgotten, the secret first of all. */
  close(): void {
    this._draft = null;
    this._isTried = false;
    this._failures.delete(FORM);
    this._changed.emit();
  }

  /** Make or change the channel of the form; returns it, or null when it was not done. */
  async save(): Promise<Channel | null> {
    const draft = this._draft;
    const path = this._path;
    if (!draft || path === null || this.isBusy(FORM)) {
      return null;
    }
    this._isTried = true;
    if (Object.keys(problemsOf(draft)).length > 0) {
      this._changed.emit();
      return null;
    }
    let saved: Channel | null = null;
    await this._do(FORM, async () => {
      const request = requestOf(draft, path);
      saved = draft.channel
        ? await this.client.change(draft.channel.id, request)
        : await this.client.make(request);
      this._trials.delete(saved.id);
      this.close();
    });
    return saved;
  }

  /** Let a channel tell something, or nothing. */
  async enable(channel: Channel, enabled: boolean): Promise<void> {
    await this._do(channel.id, path =>
      this.client.change(channel.id, { path, enabled })
    );
  }

  async remove(channel: Channel): Promise<void> {
    await this._do(channel.id, async path => {
      await this.client.remove(path, channel.id);
      if (this._draft?.channel?.id === channel.id) {
        this.close();
      }
    });
  }

  /** Send a test message. */
  async test(channel: Channel): Promise<void> {
    this._trials.delete(channel.id);
    await this._do(channel.id, async path => {
      this._trials.set(channel.id, await this.client.test(path, channel.id));
    });
  }

  /** Send a message again. */
  async retry(message: Notification): Promise<void> {
    await this._do(message.id, path => this.client.retry(path, message.id));
  }

  private _open(draft: IDraft): void {
    this.close();
    this._draft = draft;
    this._changed.emit();
  }

  /** A name that no channel has. */
  private _free(name: string): string {
    const taken = new Set(this.channels.map(channel => channel.name));
    let free = name;
    for (let count = 2; taken.has(free); count++) {
      free = `${name} ${count}`;
    }
    return free;
  }

  private async _do(
    key: string,
    work: (path: string) => Promise<unknown>
  ): Promise<void> {
    const path = this._path;
    if (path === null || this._busy.has(key)) {
      return;
    }
    this._busy.add(key);
    this._failures.delete(key);
    this._changed.emit();
    try {
      await work(path);
    } catch (error) {
      this._failures.set(key, asApiError(error));
    }
    this._busy.delete(key);
    this._changed.emit();
    await this.load();
  }

  private _path: string | null = null;
  private _known: Channels | null = null;
  private _messages: readonly Notification[] | null = null;
  private _error: ApiError | null = null;
  private _draft: IDraft | null = null;
  private _isTried = false;
  private _turn = 0;
  private _now = 0;
  private readonly _busy = new Set<string>();
  private readonly _failures = new Map<string, ApiError>();
  private readonly _trials = new Map<string, Outcome>();
  private readonly _changed = new Signal<this, void>(this);
}

/** What a message counts as. */
export function stateOf({ state }: Notification): State {
  return state === 'leaving' ? 'waiting' : state;
}
