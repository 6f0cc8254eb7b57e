// "❝ 2 open" in the status bar.
import type { TranslationBundle } from '@jupyterlab/translation';
import { Badge, BadgeButton } from '../components/badge';
import type { SidebarModel } from './sidebar';

/** How many threads are open and how many comments are new; nothing where there is no thread. */
export class ThreadsBadge extends Badge {
  constructor(
    private readonly model: SidebarModel,
    private readonly onShow: () => void,
    private readonly trans: TranslationBundle
  ) {
    super(model.changed);
  }

  protected content(): JSX.Element | null {
    const { model, trans } = this;
    const { open, unread } = model.counts;
    if (!model.discussion?.threads.length) {
      return null;
    }
    const words = trans.__('%1 open', open);
    return (
      <BadgeButton title={trans.__('Show threads')} onClick={this.onShow}>
        ❝ {unread ? trans.__('%1, %2 unread', words, unread) : words}
      </BadgeButton>
    );
  }
}
