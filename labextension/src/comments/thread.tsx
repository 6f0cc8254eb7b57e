// A thread: what it is about, its comments, and replying, resolving and folding it.
import { memo, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { KeyboardEvent, RefObject } from 'react';
import type { Thread } from '../api/types';
import { inWords } from '../words/errors';
import { CommentView } from './comment';
import { Composer } from './composer';
import { useThreads } from './context';
import { useRead, useWork } from './hooks';
import { PopupButton } from './popup';
import { Head } from './threadhead';
import { act, isWithModifier } from './threadkeys';
import { countInWords, excerpt } from './words';

interface IProps {
  thread: Thread;
  folded: boolean;
  unread: number;
  current: boolean;
}

/** The card. */
export const ThreadCard = memo(function ThreadCard(props: IProps): JSX.Element {
  const { thread, folded, unread, current } = props;
  const { model, actions, trans } = useThreads();
  const card = useRef<HTMLElement>(null);
  const { error, run } = useWork();
  useRead(card, unread > 0 && !folded, () => model.read(thread));
  const isOpen = thread.state === 'open';
  const turn = () => void run(() => model.turn(thread.id, isOpen));
  const pressed = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.matches('textarea, input') || isWithModifier(event)) {
      return;
    }
    const done = act(event.key, {
      fold: () => model.fold(thread, !folded),
      unfold: () => model.fold(thread, false),
      escape: () => model.fold(thread, true),
      reply: () => {
        // At once: what is typed next is text, and no key of the thread's.
        flushSync(() => model.fold(thread, false));
        replyBox(card)?.focus();
      },
      turn,
      step: actions.step,
      isCard: target === card.current
    });
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const words = thread.comments.find(({ deleted }) => !deleted);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys are a short way to what its buttons do
    <article
      ref={card}
      className="jp-jovian-Thread"
      data-thread={thread.id}
      data-state={thread.state}
      data-folded={folded || undefined}
      data-unread={unread > 0 || undefined}
      aria-current={current || undefined}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- next and previous thread bring the focus here
      tabIndex={0}
      aria-label={trans.__(
        'Thread by %1, %2, %3',
        thread.comments[0].author.name,
        countInWords(thread.comments.length, unread, trans),
        isOpen ? trans.__('open') : trans.__('resolved')
      )}
      onKeyDown={pressed}
      onFocus={() => model.select(thread.id)}
    >
      <Head {...props} />
      {folded ? (
        <button
          type="button"
          className="jp-jovian-Thread-folded"
          onClick={() => model.fold(thread, false)}
        >
          {words && (
            <b>
              {model.isMine(words.author) ? trans.__('you') : words.author.name}
            </b>
          )}{' '}
          {excerpt(words?.text ?? '')}
          <span>{countInWords(thread.comments.length, unread, trans)}</span>
        </button>
      ) : (
        <>
          {thread.comments.map(comment => (
            <CommentView key={comment.id} thread={thread} comment={comment} />
          ))}
          <Foot
            {...props}
            turn={turn}
            escape={() => {
              model.fold(thread, true);
              card.current?.focus();
            }}
          />
        </>
      )}
      {error && (
        <p className="jp-jovian-Failed" role="alert">
          {inWords(error)}
        </p>
      )}
    </article>
  );
});

function Foot(
  props: IProps & { turn: () => void; escape: () => void }
): JSX.Element {
  const { thread, turn, escape } = props;
  const { model, actions, trans } = useThreads();
  const isOpen = thread.state === 'open';
  return (
    <Composer
      id={`reply ${thread.id}`}
      label={trans.__('Reply')}
      placeholder={trans.__('Reply… (Markdown, @ to mention)')}
      send={trans.__('Reply')}
      source={actions.sourceOf(thread)}
      small
      onSend={words => model.reply(thread.id, words)}
      onEscape={escape}
    >
      <button type="button" className="jp-jovian-Button" onClick={turn}>
        {isOpen ? trans.__('Resolve') : trans.__('Reopen')}
      </button>
      <PopupButton
        className="jp-jovian-Button"
        label={trans.__('More')}
        choices={[
          {
            text: trans.__('Copy link'),
            action: () => actions.copyLink(thread)
          },
          {
            text: trans.__('Put on the selected cell'),
            action: () => void actions.putBack(thread)
          },
          {
            text: trans.__('Next thread'),
            action: () => actions.step(1)
          },
          {
            text: trans.__('Previous thread'),
            action: () => actions.step(-1)
          }
        ]}
      >
        ⋯
      </PopupButton>
    </Composer>
  );
}

function replyBox(
  card: RefObject<HTMLElement>
): HTMLTextAreaElement | null | undefined {
  return card.current?.querySelector<HTMLTextAreaElement>(
    '.jp-jovian-Composer textarea'
  );
}
