// Wires exports: the command, its dialog, and the download.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  Dialog,
  ICommandPalette,
  Notification,
  showDialog
} from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { asApiError } from '../api/errors';
import type { Version } from '../api/types';
import { download } from '../components/download';
import { contentsPath } from '../notebook/open';
import { Commands, IApi, IVersions } from '../tokens';
import { inWords } from '../words/errors';
import { ExportChoice } from './model';
import { ExportBody } from './view';

export const exportPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jovian-lab:export',
  description: 'Exports versions with their comments.',
  autoStart: true,
  requires: [IApi, INotebookTracker],
  optional: [IVersions, ITranslator, ICommandPalette],
  activate: (
    { commands, serviceManager }: JupyterFrontEnd,
    { client }: IApi,
    notebooks: INotebookTracker,
    versions: IVersions | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const choice = new ExportChoice();

    /** The version that is named, else the selected one, else the newest of the notebook in front. */
    const wanted = (args: ReadonlyPartialJSONObject) => {
      if (typeof args.path === 'string') {
        const { path, version } = args;
        return {
          path,
          version: typeof version === 'string' ? version : 'latest'
        };
      }
      const panel = notebooks.currentWidget;
      return (
        versions?.selection ??
        (panel && {
          path: contentsPath(panel, serviceManager.contents),
          version: 'latest'
        })
      );
    };
    const ask = async ({ kind, number, title }: Version): Promise<boolean> => {
      const named =
        kind === 'snapshot'
          ? trans.__('Export Snapshot')
          : title
            ? trans.__('Export v%1 “%2”', number, title)
            : trans.__('Export v%1', number);
      const dialog = await showDialog({
        title: named,
        body: new ExportBody(choice, trans),
        buttons: [
          Dialog.cancelButton({ label: trans.__('Cancel') }),
          Dialog.okButton({ label: trans.__('Export') })
        ],
        focusNodeSelector: 'input:checked'
      });
      return dialog.button.accept;
    };
    const save = async (path: string, version: string): Promise<string> => {
      const { format, threads } = choice;
      const file = await client.exported({ path, version, format, threads });
      download(file.name, file.content);
      return file.name;
    };

    commands.addCommand(Commands.export, {
      label: trans.__('Export with Comments…'),
      caption: trans.__('Save a version as one file for people who only read'),
      isEnabled: args => wanted(args) !== null,
      execute: async args => {
        const target = wanted(args);
        if (!target) {
          return;
        }
        const { path } = target;
        try {
          const version = await client.version(path, target.version);
          if (await ask(version)) {
            Notification.promise(save(path, version.id), {
              pending: { message: trans.__('Exporting…') },
              success: {
                message: name => trans.__('Exported as %1.', name),
                options: { autoClose: 5000 }
              },
              error: {
                message: reason => inWords(asApiError(reason)),
                options: { autoClose: 20_000 }
              }
            });
          }
        } catch (error) {
          Notification.error(inWords(asApiError(error)), { autoClose: 20_000 });
        }
      }
    });
    palette?.addItem({
      command: Commands.export,
      category: trans.__('Versions')
    });
    notebooks.currentChanged.connect(() =>
      commands.notifyCommandChanged(Commands.export)
    );
  }
};
