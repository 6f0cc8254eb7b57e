// The install dialog: JupyterLab's own, with buttons that change as it goes on.
import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { InstallDraft } from './draft';
import { InstallBody, InstallTitle } from './installview';
import type { IInstallActions } from './installview';

/**
 * Show an installation until the dialog is closed; what runs goes on.
 *
 * @param useKernel - called after the dialog is closed
 */
export async function showInstall(
  draft: InstallDraft,
  useKernel: IInstallActions['useKernel'],
  trans: TranslationBundle
): Promise<void> {
  const actions: IInstallActions = {
    close: () => dialog.reject(),
    useKernel: install => {
      dialog.reject();
      useKernel(install);
    }
  };
  const body = ReactWidget.create(
    <UseSignal signal={draft.changed}>
      {() => <InstallBody draft={draft} actions={actions} trans={trans} />}
    </UseSignal>
  );
  const dialog = new InstallDialog({
    title: (
      <UseSignal signal={draft.changed}>
        {() => <InstallTitle draft={draft} trans={trans} />}
      </UseSignal>
    ),
    body,
    buttons: [],
    focusNodeSelector: 'input, .jp-mod-primary'
  });
  dialog.addClass('jp-jovian-InstallDialog');
  try {
    await dialog.launch();
  } finally {
    draft.dispose();
  }
}

/** A dialog whose body has the buttons. */
class InstallDialog extends Dialog<unknown> {
  protected override _evtKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      super._evtKeydown(event);
    } else if (event.key === 'Tab') {
      this._turnAround(event);
    }
    // Any other key is for what has the focus; Enter submits the form.
    event.stopPropagation();
  }

  private _turnAround(event: KeyboardEvent): void {
    const stops = [
      ...this.node.querySelectorAll<HTMLElement>(
        'button:not(:disabled), input:not(:disabled), summary'
      )
    ].filter(element => element.offsetParent !== null);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement === edge) {
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
      event.preventDefault();
    }
  }
}
