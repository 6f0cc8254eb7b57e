// The Notifications tab: follows its model, and looks for what was sent while it is seen.
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { ToastChoice } from './choice';
import { bellIcon } from './icon';
import type { NotificationsModel } from './model';
import { NotificationsPanel } from './view';
import type { IActions } from './view';

/** How often a tab that is seen looks, in milliseconds. */
const LOOK = 3_000;

/** The content of the tab. */
export class NotificationsWidget extends ReactWidget {
  constructor(
    readonly model: NotificationsModel,
    private readonly choice: ToastChoice,
    private readonly actions: IActions,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-jovian-Sheet');
    this.addClass('jp-jovian-Notify');
    this.node.tabIndex = -1;
    this.title.icon = bellIcon;
    this.title.label = trans.__('Notifications');
    this.title.closable = true;
    // The server tells a browser nothing of what it sends, which concerns one person only.
    this._poll = new Poll({
      auto: false,
      factory: () => model.load(),
      frequency: { interval: LOOK, backoff: true, max: 60_000 },
      standby: () => !this.isVisible || document.visibilityState === 'hidden'
    });
    void this._poll.start();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._poll.dispose();
      this.model.close();
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
    const { model, choice, actions, trans } = this;
    return (
      <UseSignal signal={model.changed}>
        {() => (
          <UseSignal signal={choice.changed}>
            {() => (
              <NotificationsPanel
                model={model}
                choice={choice}
                actions={actions}
                trans={trans}
              />
            )}
          </UseSignal>
        )}
      </UseSignal>
    );
  }

  private readonly _poll: Poll;
}

/** A tab with the panel. */
export function notificationsTab(
  content: NotificationsWidget
): MainAreaWidget<NotificationsWidget> {
  const tab = new MainAreaWidget({ content });
  tab.toolbar.hide();
  tab.id = 'jovian-lab-notifications';
  return tab;
}
