// One thread in the sidebar.
import { useState } from 'react';
import { Candidates } from './candidates';
import type { IThreadContext } from './context';
import type { DiscussionModel } from './model';
import { Avatar, Moment } from './person';
import type { IShown } from './shown';
import { ThreadCard } from './thread';
import { aboutInWords, countInWords, excerpt, quoteOf, stateOf } from './words';

/** One thread: in short, or whole where it is in no cell. */
export function Entry(props: {
  shown: IShown;
  model: DiscussionModel;
  context: IThreadContext;
  show: (shown: IShown) => void;
}): JSX.Element {
  const { shown, model, context, show } = props;
  const { trans, relative } = context;
  const { thread, where } = shown;
  const [open, setOpen] = useState(false);
  const unread = model.unread(thread);
  const current = model.current === thread.id;
  const words =
    thread.comments.find(({ deleted }) => !deleted) ?? thread.comments[0];
  const state = stateOf(thread, trans);
  return (
    <>
      <button
        type="button"
        className="jp-jovian-Entry-thread"
        aria-current={current || undefined}
        aria-expanded={where ? undefined : open}
        data-unread={unread > 0 || undefined}
        data-thread-entry={thread.id}
        onClick={() => (where ? show(shown) : setOpen(!open))}
      >
        <Avatar author={words.author} />
        <span className="jp-jovian-Entry-text">
          <span className="jp-jovian-Entry-about">
            <b>{words.author.name}</b> {trans.__('on')}{' '}
            {quoteOf(thread) ? (
              <mark>{quoteOf(thread)}</mark>
            ) : (
              aboutInWords(thread, trans)
            )}
          </span>
          <span className="jp-jovian-Entry-words">
            {words.deleted ? trans.__('deleted') : excerpt(words.text)}
          </span>
          <span className="jp-jovian-Entry-meta">
            <Moment
              created={thread.updated}
              relative={relative()}
              trans={trans}
            />
            {' · '}
            {countInWords(thread.comments.length, unread, trans)}
            {state && (
              <span
                className={`jp-jovian-Chip ${state.tone === 'warn' ? 'jp-mod-warn' : ''}`}
              >
                {state.text}
              </span>
            )}
          </span>
        </span>
      </button>
      {open && !where && (
        <>
          <PutBack {...props} />
          <ThreadCard
            thread={thread}
            folded={false}
            unread={unread}
            current={current}
          />
        </>
      )}
    </>
  );
}

/** Where a thread that lost its cell can go. */
function PutBack(props: {
  shown: IShown;
  context: IThreadContext;
}): JSX.Element | null {
  const { thread } = props.shown;
  const { actions, trans } = props.context;
  const { state } = thread.place ?? {};
  if (state !== 'orphaned' && state !== 'ambiguous') {
    return null;
  }
  return (
    <div className="jp-jovian-PutBack">
      <Candidates thread={thread} />
      <p>
        {state === 'ambiguous'
          ? trans.__('None of them?')
          : trans.__('The cell this is about is gone.')}{' '}
        {trans.__('Select the right cell in the notebook, then:')}
      </p>
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => void actions.putBack(thread)}
      >
        {trans.__('Put on the selected cell')}
      </button>
    </div>
  );
}
