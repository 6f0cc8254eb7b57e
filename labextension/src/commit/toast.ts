// Says how a commit ended.
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Version } from '../api/types';
import { inWords } from '../words/errors';
import type { Outcome } from './model';

/** What a toast can offer to do. */
export interface IToastActions {
  retry: () => void;
  commitAnyway: () => void;
  showVersions: () => void;
  showChanges: (version: Version) => void;
}

/** Show the outcome of a commit for so many seconds; returns the notification's id. */
export function showOutcome(
  outcome: Outcome,
  seconds: number,
  actions: IToastActions,
  trans: TranslationBundle
): string {
  const autoClose = seconds * 1000;
  if (outcome.kind === 'failed') {
    const title =
      outcome.stage === 'saving'
        ? trans.__('Not committed, because it could not be saved.')
        : trans.__('Not committed.');
    return Notification.error(`${title} ${inWords(outcome.error)}`, {
      autoClose: Math.max(autoClose, 20_000),
      actions: [{ label: trans.__('Retry'), callback: actions.retry }]
    });
  }
  const showVersions = {
    label: trans.__('Show versions'),
    callback: actions.showVersions
  };
  if (outcome.kind === 'unchanged') {
    const message = outcome.head
      ? trans.__('Nothing changed since v%1.', outcome.head.number)
      : trans.__('Nothing changed.');
    return Notification.info(message, {
      autoClose,
      actions: [
        { label: trans.__('Commit anyway'), callback: actions.commitAnyway },
        showVersions
      ]
    });
  }
  const { version, superseded } = outcome;
  const options = {
    autoClose,
    actions: [
      showVersions,
      {
        label: trans.__('Show changes'),
        callback: () => actions.showChanges(version)
      }
    ]
  };
  const name = version.title
    ? trans.__('Committed v%1 — %2', version.number, version.title)
    : trans.__('Committed v%1', version.number);
  if (superseded) {
    return Notification.warning(
      trans.__('%1. Another version was made meanwhile: both are kept.', name),
      options
    );
  }
  return Notification.success(name, options);
}
