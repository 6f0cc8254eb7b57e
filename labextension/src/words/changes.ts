// What changed, in words: for a version's row and for work not committed yet.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Changes, Status, Version } from '../api/types';

/** "+2 −1 ~3 cells · 1 re-run", or "first version". */
export function versionSummary(
  version: Pick<Version, 'changes' | 'parents' | 'cells'>,
  trans: TranslationBundle
): string {
  const { changes } = version;
  if (!changes) {
    return version.parents.length === 0
      ? trans.__('first version')
      : version.cells
        ? ''
        : trans.__('not a notebook');
  }
  const counts = [
    changes.added ? `+${changes.added}` : '',
    changes.removed ? `−${changes.removed}` : '',
    changes.edited ? `~${changes.edited}` : ''
  ].filter(Boolean);
  const last = changes.edited || changes.removed || changes.added;
  const parts = [
    counts.length === 1
      ? trans._n('%2 cell', '%2 cells', last, counts[0])
      : counts.length > 1
        ? trans.__('%1 cells', counts.join(' '))
        : '',
    changes.rerun ? trans.__('%1 re-run', changes.rerun) : '',
    changes.moved ? trans.__('%1 moved', changes.moved) : ''
  ].filter(Boolean);
  return parts.join(' · ') || trans.__('no cell changed');
}

/** "2 cells edited · 1 re-run", or '' when no cell differs. */
export function changesInWords(
  changes: Changes,
  trans: TranslationBundle
): string {
  const { added, removed, edited, rerun, moved } = changes;
  return [
    edited ? trans._n('%1 cell edited', '%1 cells edited', edited) : '',
    added ? trans._n('%1 cell added', '%1 cells added', added) : '',
    removed ? trans._n('%1 cell removed', '%1 cells removed', removed) : '',
    rerun ? trans.__('%1 re-run', rerun) : '',
    moved ? trans._n('%1 cell moved', '%1 cells moved', moved) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

/** "2 cells edited · 1 re-run since v12", for work that is not committed. */
export function statusInWords(
  status: Status,
  trans: TranslationBundle
): string {
  if (!status.head) {
    return trans.__('No version yet');
  }
  const since = status.head.number;
  if (status.state === 'unchanged') {
    return trans.__('No changes since v%1', since);
  }
  const words = status.changes ? changesInWords(status.changes, trans) : '';
  return words
    ? trans.__('%1 since v%2', words, since)
    : trans.__('Details other than cells changed since v%1', since);
}

/** Whether a commit now would make a version. */
export function hasWork(status: Status): boolean {
  return status.state === 'changed' || status.state === 'new';
}
