// The tab of an environment.
import { MainAreaWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import { environmentIcon } from './icon';
import type { EnvironmentModel } from './model';
import { EnvironmentPanel } from './view';
import type { IActions } from './view';

/** The content of an environment tab. */
export class EnvironmentWidget extends ReactWidget {
  constructor(
    readonly model: EnvironmentModel,
    private readonly actions: IActions,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-jovian-Sheet');
    this.addClass('jp-jovian-Env');
    this.node.tabIndex = -1;
    this.title.icon = environmentIcon;
    this.title.closable = true;
    model.changed.connect(() => this._retitle());
    this._retitle();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this.model);
      super.dispose();
    }
  }

  protected override onActivateRequest(): void {
    if (!this.node.contains(document.activeElement)) {
      this.node.focus();
    }
  }

  protected render(): JSX.Element {
    const { model, actions, trans } = this;
    return (
      <UseSignal signal={model.changed}>
        {() => (
          <EnvironmentPanel model={model} actions={actions} trans={trans} />
        )}
      </UseSignal>
    );
  }

  private _retitle(): void {
    const { shown, comparison, target } = this.model;
    const { trans } = this;
    const version = shown?.version ?? comparison?.old;
    const name = version ? trans.__('v%1', version.number) : '…';
    const newer = comparison?.new;
    this.title.label = !this.model.compares
      ? trans.__('Environment %1', name)
      : trans.__(
          'Environments %1 → %2',
          name,
          newer ? trans.__('v%1', newer.number) : trans.__('now')
        );
    this.title.caption = `${PathExt.basename(target.path)} · ${this.title.label}`;
  }
}

/** A tab for an environment. */
export function environmentTab(
  content: EnvironmentWidget
): MainAreaWidget<EnvironmentWidget> {
  const tab = new MainAreaWidget({ content });
  tab.toolbar.hide();
  return tab;
}
