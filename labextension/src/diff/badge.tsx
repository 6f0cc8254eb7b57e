// "2 cells changed" in the toolbar and in the status bar: a way to see them.
import type { TranslationBundle } from '@jupyterlab/translation';
import { Badge, BadgeButton } from '../components/badge';
import type { WorkModel } from './work';
import { workInWords } from './work';

/** Shows how much changed since the newest version; nothing where nothing did. */
export class WorkBadge extends Badge {
  constructor(
    private readonly model: WorkModel,
    private readonly owner: () => boolean,
    private readonly long: boolean,
    private readonly onShow: () => void,
    private readonly trans: TranslationBundle
  ) {
    super(model.changed);
  }

  protected content(): JSX.Element | null {
    const { model, trans } = this;
    const words = this.owner() ? workInWords(model.status, trans) : '';
    const head = model.status?.head;
    if (!words || !head) {
      return null;
    }
    return (
      <BadgeButton
        title={trans.__('Show what changed since v%1', head.number)}
        onClick={this.onShow}
      >
        {this.long ? `${trans.__('v%1', head.number)} · ${words}` : words}
      </BadgeButton>
    );
  }
}
