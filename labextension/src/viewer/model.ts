// One version opened for reading: its facts and its notebook, or why there is none.
import type { PartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { isCode } from '@jupyterlab/nbformat';
import type {
  INotebookContent,
  INotebookMetadata,
  IOutput
} from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Client } from '../api/client';
import { ApiError, asApiError } from '../api/errors';
import type { Version } from '../api/types';

type Requests = Pick<Client, 'version' | 'notebook'>;

/** The state of a read-only view. */
export class ViewerModel {
  constructor(
    private readonly client: Requests,
    readonly path: string,
    readonly id: string,
    private readonly trans: TranslationBundle
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
        await this.client.notebook(this.path, this.version.id),
        this.trans
      );
    } catch (error) {
      this.error = asApiError(error);
    }
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
}

/** A notebook's text as a notebook nobody trusts or edits. Throws an ApiError when it cannot be shown. */
export function readNotebook(
  text: string,
  trans: TranslationBundle
): INotebookContent {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw unshowable(
      trans.__('This version is not a notebook JupyterLab can read.'),
      trans
    );
  }
  const notebook = data as Partial<INotebookContent> | null;
  if (!isShowable(notebook)) {
    throw unshowable(
      trans.__(
        'This version is in notebook format %1, which cannot be shown here.',
        String(notebook?.nbformat ?? '?')
      ),
      trans
    );
  }
  const cells = notebook.cells.map(cell => ({
    ...cell,
    metadata: { ...cell.metadata, trusted: false, editable: false },
    ...(isCode(cell) ? { outputs: cell.outputs.map(unframed) } : {})
  })) as INotebookContent['cells'];
  return {
    ...notebook,
    metadata: withLanguage(notebook.metadata ?? {}),
    cells
  };
}

/** Metadata that names the language, as code is coloured by it; a notebook that never ran has but its kernel's. */
function withLanguage(metadata: INotebookMetadata): INotebookMetadata {
  const language = metadata.kernelspec?.language;
  return metadata.language_info || typeof language !== 'string'
    ? metadata
    : { ...metadata, language_info: { name: language } };
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

function unshowable(message: string, trans: TranslationBundle): ApiError {
  return new ApiError(
    0,
    'unshowable',
    message,
    trans.__(
      'It is kept as it was: restore it to open it with another program.'
    )
  );
}
