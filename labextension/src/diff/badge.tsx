// "2 cells changed" in the toolbar and in the status bar: a way to see them.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { WorkModel } from './work';
import { workInWords } from './work';

/** Shows how much changed since the newest version; nothing where nothing did. */
export class WorkBadge extends ReactWidget {
  constructor(
    private readonly model: WorkModel,
    private readonly owner: () => boolean,
    private readonly long: boolean,
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
          const words = this.owner() ? workInWords(model.status, trans) : '';
          const head = model.status?.head;
          if (!words || !head) {
            return <></>;
          }
          return (
            <button
              type="button"
              className="jp-jovian-Work-button"
              title={trans.__('Show what changed since v%1', head.number)}
              onClick={this.onShow}
            >
              {this.long ? `${trans.__('v%1', head.number)} · ${words}` : words}
            </button>
          );
        }}
      </UseSignal>
    );
  }
}
