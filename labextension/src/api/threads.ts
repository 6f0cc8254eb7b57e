// Every request about threads and comments: one method a route.
import type { Client } from './client';
import type { People, Target, Thread, Threads } from './types';

/** What a comment is written with. */
export interface IWords {
  /** Markdown. */
  text: string;
  /** Another source for the thread's cell. */
  suggestion?: string;
  /** The notebook as it is on screen; without it the file counts. */
  content?: string;
}

/** Speaks the part of the REST interface that is about threads. Every method rejects with an ApiError; what writes returns the thread without its place. */
export class ThreadsClient {
  constructor(private readonly client: Pick<Client, 'json' | 'origin'>) {}

  /** Names this browser tab. */
  get origin(): string {
    return this.client.origin;
  }

  /** All threads, placed in a version or in the file. */
  list(path: string, version = ''): Promise<Threads> {
    return this.client.json(['threads'], { query: { path, version } });
  }

  /** All threads, placed in the notebook as it is on screen. */
  place(path: string, content: string): Promise<Threads> {
    return this.client.json(['threads', 'resolve'], {
      method: 'POST',
      body: { path, content }
    });
  }

  /** One thread, with the earlier texts of its comments. */
  thread(path: string, thread: string): Promise<Thread> {
    return this.client.json(['threads', thread], { query: { path } });
  }

  /** Who can be mentioned, and who asks. */
  people(path: string): Promise<People> {
    return this.client.json(['people'], { query: { path } });
  }

  /** Open a thread. */
  open(path: string, target: Target, words: IWords): Promise<Thread> {
    return this.client.json(['threads'], {
      method: 'POST',
      body: { path, target, ...words }
    });
  }

  /** Add a comment. */
  reply(path: string, thread: string, words: IWords): Promise<Thread> {
    return this.client.json(['threads', thread, 'comments'], {
      method: 'POST',
      body: { path, ...words }
    });
  }

  /** Give one's own comment another text. */
  edit(
    path: string,
    thread: string,
    comment: string,
    text: string
  ): Promise<Thread> {
    return this.client.json(['threads', thread, 'comments', comment], {
      method: 'PUT',
      body: { path, text }
    });
  }

  /** Delete one's own comment; a tombstone stays. */
  delete(path: string, thread: string, comment: string): Promise<Thread> {
    return this.client.json(['threads', thread, 'comments', comment], {
      method: 'DELETE',
      query: { path }
    });
  }

  /** Resolve a thread or open it again. */
  turn(path: string, thread: string, resolved: boolean): Promise<Thread> {
    const verb = resolved ? 'resolve' : 'reopen';
    return this.client.json(['threads', thread, verb], {
      method: 'POST',
      body: { path }
    });
  }

  /** Give a reaction or take it back. */
  react(
    path: string,
    thread: string,
    comment: string,
    emoji: string,
    given: boolean
  ): Promise<Thread> {
    const route = ['threads', thread, 'comments', comment, 'reactions', emoji];
    return given
      ? this.client.json(route, { method: 'PUT', body: { path } })
      : this.client.json(route, { method: 'DELETE', query: { path } });
  }

  /** Note that a suggestion was accepted or declined. */
  decide(
    path: string,
    thread: string,
    comment: string,
    accepted: boolean
  ): Promise<Thread> {
    const verb = accepted ? 'accept' : 'decline';
    return this.client.json(['threads', thread, 'comments', comment, verb], {
      method: 'POST',
      body: { path }
    });
  }

  /** Put a thread somewhere else by hand. */
  put(
    path: string,
    thread: string,
    target: Target,
    content?: string
  ): Promise<Thread> {
    return this.client.json(['threads', thread, 'anchor'], {
      method: 'PUT',
      body: { path, target, ...(content === undefined ? {} : { content }) }
    });
  }
}
