// The questions the Versions commands ask before they act.
import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { Version } from '../api/types';
import { exactTime } from '../words/time';

/** "v3 “Baseline”", or "the snapshot of …". */
export function versionName(
  version: Version,
  trans: TranslationBundle
): string {
  if (version.kind === 'snapshot') {
    return trans.__('the snapshot of %1', exactTime(version.created));
  }
  return version.title
    ? trans.__('v%1 “%2”', version.number, version.title)
    : trans.__('v%1', version.number);
}

/** Ask whether to restore. */
export async function askRestore(
  path: string,
  version: Version,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Restore %1?', versionName(version, trans)),
    body: trans.__(
      '“%1” will be exactly as it was then. A snapshot of how it is now is made first, so that nothing is lost. The kernel keeps running as it is.',
      PathExt.basename(path)
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Restore') })
    ]
  });
  return button.accept;
}

/** Ask for a line of text; null when cancelled. */
export async function askText(
  title: string,
  label: string,
  text: string,
  ok: string
): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title,
    label,
    text,
    okLabel: ok
  });
  return button.accept ? (value ?? '').trim() : null;
}

/** Ask which tag to take away; null when cancelled. */
export async function askTag(
  version: Version,
  trans: TranslationBundle
): Promise<string | null> {
  if (version.tags.length === 1) {
    return version.tags[0];
  }
  const { button, value } = await InputDialog.getItem({
    title: trans.__('Remove a tag of %1', versionName(version, trans)),
    items: [...version.tags]
  });
  return button.accept ? value : null;
}

/** Ask to delete a history; yes only when the notebook's name was typed. */
export async function askDelete(
  path: string,
  count: number,
  trans: TranslationBundle
): Promise<boolean> {
  const name = PathExt.basename(path);
  const body = new ConfirmBody(
    trans._n(
      'Its only version and its snapshots will be gone for good. The file itself stays. Type “%2” to go on.',
      'All %1 versions and the snapshots will be gone for good. The file itself stays. Type “%2” to go on.',
      count,
      name
    ),
    name
  );
  const { button, value } = await showDialog({
    title: trans.__('Delete the history of “%1”?', name),
    body,
    focusNodeSelector: 'input',
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete history') })
    ]
  });
  return button.accept && value === name;
}

class ConfirmBody extends Widget {
  constructor(text: string, name: string) {
    super();
    this.addClass('jp-jovian-Confirm');
    const label = document.createElement('label');
    label.textContent = text;
    this._input.type = 'text';
    this._input.className = 'jp-mod-styled';
    this._input.required = true;
    this._input.spellcheck = false;
    this._input.pattern = name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    label.appendChild(this._input);
    this.node.appendChild(label);
  }

  getValue(): string {
    return this._input.value;
  }

  private readonly _input = document.createElement('input');
}
