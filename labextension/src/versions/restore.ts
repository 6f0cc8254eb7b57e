// Restores a version: saves, asks the server, shows the file again, offers to undo.
import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { Version } from '../api/types';
import { inWords } from '../words/errors';
import { versionName } from './prompts';

/** What restoring needs of the application. */
export interface IRestoring {
  client: Client;
  /** The open document of a path, if there is one. */
  find: (path: string) => NotebookPanel | null;
  save: (panel: NotebookPanel) => Promise<void>;
  toastSeconds: () => number;
  trans: TranslationBundle;
}

/** Put a version back as the notebook's file and say so. */
export async function restore(
  path: string,
  version: Version,
  app: IRestoring
): Promise<void> {
  const { client, trans } = app;
  const panel = app.find(path);
  const autoClose = app.toastSeconds() * 1000;
  try {
    if (panel?.context.model.dirty) {
      await app.save(panel);
    }
    const before = await client.status(path);
    const { snapshot, changed } = await client.restore(path, version.id);
    // Without a snapshot the present was the newest version already.
    const present = snapshot ?? before.head;
    if (panel && !panel.isDisposed) {
      await panel.context.revert();
    }
    const name = versionName(version, trans);
    if (!changed) {
      Notification.info(trans.__('The notebook already is %1.', name), {
        autoClose
      });
      return;
    }
    Notification.success(trans.__('Restored %1.', name), {
      autoClose,
      actions: present
        ? [
            {
              label: trans.__('Undo'),
              callback: () => void restore(path, present, app)
            }
          ]
        : []
    });
  } catch (error) {
    Notification.error(
      trans.__('Not restored. %1', inWords(asApiError(error))),
      { autoClose: 20_000 }
    );
  }
}
