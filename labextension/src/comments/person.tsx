// Who said something, and when.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Author } from '../api/types';
import { exactTime, relativeTime, shortTime } from '../words/time';
import { useNow } from './hooks';
import { colourOf, initials } from './words';

/** An author's initials in a colour of their own. */
export function Avatar({ author }: { author: Author }): JSX.Element {
  return (
    <span
      className="jp-jovian-Avatar"
      data-colour={colourOf(author)}
      aria-hidden="true"
    >
      {initials(author)}
    </span>
  );
}

/** How long ago; exactly when, on hover. */
export function Moment(props: {
  created: string;
  relative: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { created, relative, trans } = props;
  const now = useNow();
  return (
    <time dateTime={created} title={exactTime(created)}>
      {relative ? relativeTime(created, now, trans) : shortTime(created)}
    </time>
  );
}
