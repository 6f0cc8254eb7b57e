// What threads can ask for wherever they are shown.
import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { Commands } from '../tokens';
import type { IThreadActions } from './context';
import { threadLink } from './link';

/** What differs with where they are shown. */
export type OwnActions = Omit<IThreadActions, 'openVersions' | 'copyLink'>;

/** The actions of the threads of a notebook. */
export function threadActions(
  path: () => string,
  commands: CommandRegistry,
  trans: TranslationBundle,
  own: OwnActions
): IThreadActions {
  return {
    openVersions: (old, newer) =>
      void (newer
        ? commands.execute(Commands.diff, { path: path(), old, new: newer })
        : commands.execute(Commands.openVersion, {
            path: path(),
            version: old
          })),
    copyLink: ({ id }) => {
      Clipboard.copyToSystem(threadLink(path(), id));
      Notification.info(trans.__('Copied a link to the thread.'), {
        autoClose: 3000
      });
    },
    ...own
  };
}
