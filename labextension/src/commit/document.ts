// An open notebook as something to save and to read for the commit dialog.
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError } from '../api/errors';
import type { Client } from '../api/client';
import { contentsPath, notebookText } from '../notebook/open';
import type { IDraftSource } from './draft';
import type { ISavable } from './model';

/** Saves an open notebook, if there is anything to save. */
export class NotebookDocument implements ISavable {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly contents: Contents.IManager,
    private readonly trans: TranslationBundle
  ) {}

  get path(): string {
    return contentsPath(this.panel, this.contents);
  }

  async save(): Promise<void> {
    const { context } = this.panel;
    await context.ready;
    if (!context.model.dirty && (await this._isCurrent())) {
      // Writing an unchanged document would give the file another formatting.
      return;
    }
    if (context.contentsModel?.writable === false) {
      throw new ApiError(
        0,
        'not-saved',
        this.trans.__('“%1” is read-only and has unsaved changes.', this._name),
        this.trans.__('Save it under another name, then commit that file.')
      );
    }
    try {
      await context.save();
    } catch (error) {
      throw this._notSaved(error);
    }
  }

  /** Whether the file is the one that was last read or written here. */
  private async _isCurrent(): Promise<boolean> {
    const known = this.panel.context.contentsModel;
    try {
      const { last_modified } = await this.contents.get(
        this.panel.context.path,
        { content: false }
      );
      return known?.last_modified === last_modified;
    } catch {
      return false;
    }
  }

  private _notSaved(error: unknown): ApiError {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ModalCancelError' || name === 'ModalDuplicateError') {
      return new ApiError(
        0,
        'not-saved',
        this.trans.__('“%1” changed on disk and was not saved.', this._name),
        this.trans.__('Choose Overwrite or Revert when saving, then commit.')
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    return new ApiError(
      0,
      'not-saved',
      this.trans.__('“%1” could not be saved: %2', this._name, reason),
      this.trans.__(
        'Nothing was committed. Your changes are still in this tab.'
      )
    );
  }

  private get _name(): string {
    return PathExt.basename(this.path);
  }
}

/** What the commit dialog reads of an open notebook. */
export function draftSource(
  panel: NotebookPanel,
  contents: Contents.IManager,
  client: Client
): IDraftSource {
  const path = () => contentsPath(panel, contents);
  return {
    name: PathExt.basename(path()),
    status: () =>
      panel.context.model.dirty
        ? client.status(path(), notebookText(panel))
        : client.status(path()),
    sources: () => {
      const found: string[] = [];
      for (const cell of panel.context.model.cells) {
        if (cell.type === 'code') {
          found.push(cell.sharedModel.getSource());
        }
      }
      return found;
    },
    list: async folder => {
      const model = await contents.get(
        PathExt.join(PathExt.dirname(panel.context.path), folder),
        { type: 'directory', content: true }
      );
      return (model.content as Contents.IModel[])
        .map(item => (item.type === 'directory' ? `${item.name}/` : item.name))
        .sort();
    }
  };
}
