// The first line of a thread: what it is about, since when, and what happened to that.
import { useState } from 'react';
import type { Thread } from '../api/types';
import { useThreads } from './context';
import { aboutInWords, oldText, quoteOf, stateOf } from './words';

/** "on 32, kernel_size=3 · since v11 · edited since". */
export function Head(props: {
  thread: Thread;
  folded: boolean;
  unread: number;
}): JSX.Element {
  const { thread, folded, unread } = props;
  const { model, actions, trans } = useThreads();
  const [old, setOld] = useState(false);
  const quote = quoteOf(thread);
  const state = stateOf(thread, trans, model.isBefore(thread));
  const before = state ? oldText(thread) : null;
  const version = `v${thread.anchor.number}`;
  return (
    <>
      <header className="jp-jovian-Thread-head">
        <button
          type="button"
          className="jp-jovian-Thread-fold"
          aria-expanded={!folded}
          aria-label={folded ? trans.__('Unfold') : trans.__('Fold')}
          onClick={() => model.fold(thread, !folded)}
        />
        <span className="jp-jovian-Thread-about">
          {trans.__('on')}{' '}
          {quote ? <mark>{quote}</mark> : aboutInWords(thread, trans)}
        </span>
        <span>
          {'· '}
          {trans.__('since')}{' '}
          <button
            type="button"
            className="jp-jovian-Link"
            title={trans.__('Open %1', version)}
            onClick={() => actions.openVersions(version, null)}
          >
            {version}
          </button>
        </span>
        {state && (
          <span
            className={`jp-jovian-Chip ${state.tone === 'warn' ? 'jp-mod-warn' : ''}`}
            title={state.title}
          >
            {state.text}
          </span>
        )}
        {before !== null && (
          <button
            type="button"
            className="jp-jovian-Link"
            aria-expanded={old}
            onClick={() => setOld(!old)}
          >
            {model.isBefore(thread)
              ? old
                ? trans.__('Hide the text of %1', version)
                : trans.__('Show the text of %1', version)
              : old
                ? trans.__('Hide old text')
                : trans.__('Show old text')}
          </button>
        )}
        {thread.state === 'resolved' && (
          <span className="jp-jovian-Chip jp-mod-done">
            ✓{' '}
            {thread.resolved
              ? trans.__('resolved by %1', thread.resolved.author.name)
              : trans.__('resolved')}
          </span>
        )}
        {unread > 0 && (
          <span className="jp-jovian-Chip jp-mod-brand">
            {trans._n('%1 new', '%1 new', unread)}
          </span>
        )}
      </header>
      {old && before !== null && (
        <pre
          className="jp-jovian-OldText"
          aria-label={trans.__('As it was in %1', version)}
        >
          {before}
          {thread.anchor.cell?.cut && !thread.anchor.quote ? '\n…' : ''}
        </pre>
      )}
    </>
  );
}
