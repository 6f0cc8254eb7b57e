// Says that somebody else commented.
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kind } from '../api/notifications';
import type { Person } from '../api/types';
import { kindsOf } from './news';
import type { INews } from './news';
import { excerpt } from './words';

const AT_ONCE = 3;
const QUIET = 400;

/** Tell of comments as they arrive; many at once are told as one. */
export class Arrivals {
  constructor(
    private readonly show: (path: string, thread: string) => void,
    private readonly showAll: () => void,
    private readonly wants: (path: string, kinds: readonly Kind[]) => boolean,
    private readonly trans: TranslationBundle
  ) {}

  /** Somebody else commented on a notebook that somebody reads. */
  add({ path, me }: { path: string; me: Person | null }, news: INews): void {
    if (!this.wants(path, kindsOf(news, me))) {
      return;
    }
    this._waiting.push({ path, news });
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._tell(), QUIET);
  }

  private _tell(): void {
    const { trans } = this;
    const waiting = this._waiting.splice(0);
    if (waiting.length > AT_ONCE) {
      Notification.info(trans.__('%1 new comments', waiting.length), {
        autoClose: 8000,
        actions: [{ label: trans.__('Show'), callback: this.showAll }]
      });
      return;
    }
    for (const { path, news } of waiting) {
      const { thread, comment } = news;
      const { author, text } = comment;
      Notification.info(`❝ ${author.name}: ${excerpt(text, 100)}`, {
        autoClose: 8000,
        actions: [
          {
            label: trans.__('Show'),
            callback: () => this.show(path, thread.id)
          }
        ]
      });
    }
  }

  private readonly _waiting: { path: string; news: INews }[] = [];
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
