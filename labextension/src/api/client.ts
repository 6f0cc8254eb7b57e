// Every request jovian-lab makes to its server: one method a route.
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { asApiError, errorFromAnswer } from './errors';
import type {
  CellAnswer,
  CellHistory,
  CommitAnswer,
  Difference,
  ExportQuery,
  Notebook,
  Page,
  Restored,
  Status,
  Version
} from './types';

type Query = Record<string, string | number>;

/** How a route is asked. */
export interface IRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  query?: Query;
  body?: object;
  headers?: Record<string, string>;
}

/** What a commit is asked with. Without `files` those of the newest version go along; `base` is the version the user's work started from. */
export interface ICommitRequest {
  path: string;
  message?: string;
  files?: readonly string[];
  base?: string | null;
  allowEmpty?: boolean;
  /** Whether to record the kernel's packages; true when not given. */
  environment?: boolean;
}

/** A file that was asked for. */
export interface IFile {
  name: string;
  content: Blob;
}

/** Speaks the REST interface under `jovian-lab/api/`. Every method rejects with an ApiError. */
export class Client {
  /**
   * @param settings - the application's server settings
   * @param origin - names this browser tab, so that it knows its own events
   * @param trans - what errors without an answer are told in
   */
  constructor(
    private readonly settings: ServerConnection.ISettings,
    readonly origin: string,
    private readonly trans?: TranslationBundle
  ) {}

  /** What a commit of the notebook would hold; of `content` when given, else of the file. */
  status(path: string, content?: string): Promise<Status> {
    return content === undefined
      ? this.json<Status>(['status'], { query: { path } })
      : this.json<Status>(['status'], {
          method: 'POST',
          body: { path, content }
        });
  }

  /** Versions, newest first. */
  versions(
    path: string,
    offset: number,
    limit: number,
    filter = ''
  ): Promise<Page> {
    return this.json<Page>(['versions'], {
      query: { path, offset, limit, filter }
    });
  }

  /** One version or snapshot by id, number or tag. */
  version(path: string, version: string): Promise<Version> {
    return this.json<Version>(['versions', version], { query: { path } });
  }

  /** The exact text of a version's notebook. */
  notebook(path: string, version: string): Promise<string> {
    return this.text(['versions', version, 'notebook'], { query: { path } });
  }

  /** A version as a file for people who only read. */
  async exported({ version, ...query }: ExportQuery): Promise<IFile> {
    const response = await this.send(['versions', version, 'export'], {
      query
    });
    return {
      name: nameOf(response.headers.get('Content-Disposition')) ?? 'export',
      content: await response.blob()
    };
  }

  /** Commit the notebook's file as it is on disk. */
  commit(request: ICommitRequest): Promise<CommitAnswer> {
    const { path, message, files, base, allowEmpty, environment } = request;
    return this.json<CommitAnswer>(['commits'], {
      method: 'POST',
      headers: base ? { 'If-Match': `"${base}"` } : {},
      body: {
        path,
        ...(message ? { message } : {}),
        ...(files ? { files } : {}),
        ...(allowEmpty ? { allow_empty: true } : {}),
        ...(environment === false ? { environment } : {})
      }
    });
  }

  /** Put a version back as the file; a snapshot of the present is made first. */
  restore(path: string, version: string): Promise<Restored> {
    return this.json<Restored>(['restores'], {
      method: 'POST',
      body: { path, version }
    });
  }

  /** Let the history of a vanished notebook continue in this file. */
  adopt(path: string, notebook: string): Promise<Notebook> {
    return this.json<Notebook>(['continuations'], {
      method: 'POST',
      body: { path, notebook }
    });
  }

  /** The automatic snapshots of a notebook. */
  async snapshots(path: string): Promise<Version[]> {
    const answer = await this.json<{ snapshots: Version[] }>(['snapshots'], {
      query: { path }
    });
    return answer.snapshots;
  }

  /** Make a snapshot a version. */
  promote(path: string, snapshot: string, title: string): Promise<Version> {
    return this.json<Version>(['snapshots', snapshot, 'promotion'], {
      method: 'POST',
      body: title ? { path, title } : { path }
    });
  }

  /** Give a version a tag. */
  tag(path: string, version: string, tag: string): Promise<Version> {
    return this.json<Version>(['versions', version, 'tags', tag], {
      method: 'PUT',
      body: { path }
    });
  }

  /** Take a tag from a version. */
  untag(path: string, version: string, tag: string): Promise<Version> {
    return this.json<Version>(['versions', version, 'tags', tag], {
      method: 'DELETE',
      query: { path }
    });
  }

  /** Show another title for a version; the recorded one stays. */
  retitle(path: string, version: string, title: string): Promise<Version> {
    return this.json<Version>(['versions', version, 'title'], {
      method: 'PUT',
      body: { path, title }
    });
  }

  /** Delete a notebook's whole history; the file stays. */
  deleteHistory(path: string, confirm: string): Promise<{ removed: number }> {
    return this.json(['notebooks'], {
      method: 'DELETE',
      query: { path, confirm }
    });
  }

  /** What differs between two versions; without `newer`, between one and the file. */
  diff(path: string, old: string, newer?: string): Promise<Difference> {
    const query = { path, old, new: newer ?? '' };
    return this.json<Difference>(['diffs'], { query });
  }

  /** What differs between a version and a notebook's text as it is on screen. */
  diffWith(path: string, old: string, content: string): Promise<Difference> {
    return this.json<Difference>(['diffs'], {
      method: 'POST',
      body: { path, old, content }
    });
  }

  /** What differs between two notebook files. */
  diffFiles(old: string, newer: string): Promise<Difference> {
    const query = { old, new: newer };
    return this.json<Difference>(['diffs', 'files'], { query });
  }

  /** One cell of a version; without outputs of more than so many bytes, when told. */
  cell(
    path: string,
    version: string,
    index: number,
    largest?: number
  ): Promise<CellAnswer> {
    const route = ['versions', version, 'cells', String(index)];
    const query: Query = largest === undefined ? { path } : { path, largest };
    return this.json<CellAnswer>(route, { query });
  }

  /** The versions in which a cell changed, newest first. */
  cellHistory(
    path: string,
    version: string,
    index: number
  ): Promise<CellHistory> {
    const route = ['versions', version, 'cells', String(index), 'history'];
    return this.json<CellHistory>(route, { query: { path, limit: 50 } });
  }

  /** What a route answers. */
  async json<T>(route: string[], request: IRequest): Promise<T> {
    const response = await this.send(route, request);
    try {
      return (await response.json()) as T;
    } catch (error) {
      throw asApiError(error, this.trans);
    }
  }

  /** What a route answers, as text. */
  async text(route: string[], request: IRequest): Promise<string> {
    return (await this.send(route, request)).text();
  }

  private async send(route: string[], request: IRequest): Promise<Response> {
    const url =
      URLExt.join(
        this.settings.baseUrl,
        'jovian-lab/api',
        ...route.map(encodeURIComponent)
      ) + queryString(request.query);
    const init: RequestInit = {
      method: request.method ?? 'GET',
      cache: 'no-store',
      headers: {
        'Content-Type': 'application/json',
        'X-Jovian-Origin': this.origin,
        ...request.headers
      },
      ...(request.body ? { body: JSON.stringify(request.body) } : {})
    };
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.settings);
    } catch (error) {
      throw asApiError(error, this.trans);
    }
    if (!response.ok) {
      throw errorFromAnswer(response.status, await response.text(), this.trans);
    }
    return response;
  }
}

/** The name that an answer gives its file. */
function nameOf(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : null;
}

function queryString(query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== '')
    .map(
      ([key, value]) =>
        `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`
    );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
