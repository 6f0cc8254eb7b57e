// One version opened for reading: its facts and its notebook, or why there is none.
import type { PartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { isCode } from '@jupyterlab/nbformat';
import type { INotebookContent, IOutput } from '@jupyterlab/nbformat';
import type { Client } from '../api/client';
import { ApiError, asApiError } from '../api/errors';
import type { Version } from '../api/types';

type Requests = Pick<Client, 'version' | 'notebook'>;

/** The state of a read-only view. */
export class ViewerModel {
  constructor(
    private readonly client: Requests,
    readonly path: string,
    readonly id: string
  ) {}

  version: Version | null = null;
  notebook: INotebookContent | null = null;
  error: ApiError | null = null;

  /** Emitted when something arrived or failed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Fetch the version; never rejects. */
  async load(): Promise<void> {
    this.error = null;
    this._changed.emit();
    try {
      this.version = await this.client.version(this.path, this.id);
      this._changed.emit();
      this.notebook = readNotebook(
        await this.client.notebook(this.path, this.version.id)
      );
    } catch (error) {
      this.error = asApiError(error);
    }
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
}

/** A notebook's text as a notebook nobody trusts or edits. Throws an ApiError when it cannot be shown. */
export function readNotebook(text: string): INotebookContent {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw unshowable('This version is not a notebook JupyterLab can read.');
  }
  const notebook = data as Partial<INotebookContent> | null;
  if (!isShowable(notebook)) {
    throw unshowable(
      `This version is in notebook format ${String(notebook?.nbformat ?? '?')}, which cannot be shown here.`
    );
  }
  const cells = notebook.cells.map(cell => ({
    ...cell,
    metadata: { ...cell.metadata, trusted: false, editable: false },
    ...(isCode(cell) ? { outputs: cell.outputs.map(unframed) } : {})
  })) as INotebookContent['cells'];
  return { ...notebook, metadata: notebook.metadata ?? {}, cells };
}

function isShowable(
  notebook: Partial<INotebookContent> | null
): notebook is INotebookContent {
  return notebook?.nbformat === 4 && Array.isArray(notebook.cells);
}

/** An output that does not ask for a frame of its own, which could do more than the page lets it. */
function unframed(output: IOutput): IOutput {
  const metadata = output.metadata as PartialJSONObject | undefined;
  if (!metadata) {
    return output;
  }
  const kept = Object.entries(metadata)
    .filter(([key]) => key !== 'isolated')
    .map(([key, value]) =>
      typeof value === 'object' && value !== null
        ? [key, { ...value, isolated: false }]
        : [key, value]
    );
  const quiet = Object.fromEntries(kept) as typeof metadata;
  return { ...output, metadata: quiet };
}

function unshowable(message: string): ApiError {
  return new ApiError(
    0,
    'unshowable',
    message,
    'It is kept as it was: restore it to open it with another program.'
  );
}
