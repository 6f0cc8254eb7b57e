// "❝ 2 open" in the status bar.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { SidebarModel } from './sidebar';

/** How many threads are open and how many comments are new; nothing where there is no thread. */
export class ThreadsBadge extends ReactWidget {
  constructor(
    private readonly model: SidebarModel,
    private readonly onShow: () => void,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-jovian-Work-badge');
  }

  protected render(): JSX.Element {
    const { model, trans } = this;
    return (
      <UseSignal signal={model.changed}>
        {() => {
          const { open, unread } = model.counts;
          if (!model.discussion?.threads.length) {
            return <></>;
          }
          const words = trans.__('%1 open', open);
          return (
            <button
              type="button"
              className="jp-jovian-Work-button"
              title={trans.__('Show threads')}
              onClick={this.onShow}
            >
              ❝ {unread ? trans.__('%1, %2 unread', words, unread) : words}
            </button>
          );
        }}
      </UseSignal>
    );
  }
}
