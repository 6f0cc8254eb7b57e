// Says how an installation ended that nobody was looking at.
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Install } from '../api/types';

/** What a toast can offer to do. */
export interface IToastActions {
  show: () => void;
  use: () => void;
}

/** Tell it; nothing of one that somebody stopped. Returns the notification's id, '' where there is none. */
export function showEnding(
  install: Install,
  actions: IToastActions,
  trans: TranslationBundle
): string {
  const show = { label: trans.__('Show report'), callback: actions.show };
  switch (install.state) {
    case 'done':
      return Notification.success(
        trans.__('The kernel %1 is ready.', install.name),
        {
          autoClose: 60_000,
          actions: [
            show,
            {
              label: trans.__('Use this kernel'),
              callback: actions.use,
              displayType: 'accent'
            }
          ]
        }
      );
    case 'failed':
      return Notification.error(
        trans.__('%1 was not installed. %2', install.name, install.message),
        {
          autoClose: 60_000,
          actions: [{ ...show, label: trans.__('Details') }]
        }
      );
    case 'asking':
      return Notification.warning(
        trans.__('%1 asks about lines of its files.', install.name),
        { autoClose: 60_000, actions: [{ ...show, label: trans.__('Answer') }] }
      );
    default:
      return '';
  }
}
