// A thread: what it is about, its comments, and replying, resolving and folding it.
import { memo, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import type { Thread } from '../api/types';
import { inWords } from '../words/errors';
import { CommentView } from './comment';
import { Composer } from './composer';
import { useThreads } from './context';
import { useRead, useWork } from './hooks';
import { PopupButton } from './popup';
import {
  aboutInWords,
  countInWords,
  excerpt,
  oldText,
  quoteOf,
  stateOf
} from './words';

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
        model.fold(thread, false);
        requestAnimationFrame(() => replyBox(card)?.focus());
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
          {words && <b>{words.author.name}</b>} {excerpt(words?.text ?? '')}
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

/** "on 32, kernel_size=3 · since v11 · edited since". */
function Head({ thread, folded, unread }: IProps): JSX.Element {
  const { model, actions, trans } = useThreads();
  const [old, setOld] = useState(false);
  const quote = quoteOf(thread);
  const state = stateOf(thread, trans);
  const before = state ? oldText(thread) : null;
  const version = `v${thread.anchor.number}`;
  return (
    <>
      <header className="jp-jovian-Thread-head">
        <button
          type="button"
          className="jp-jovian-Fold"
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
            {old ? trans.__('Hide old text') : trans.__('Show old text')}
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

/** A new thread that is being written. */
export function NewThread(props: {
  id: string;
  quote: string;
  about: string;
  source: string | null;
  onSend: (words: { text: string; suggestion?: string }) => Promise<unknown>;
  onCancel: () => void;
  /** Leave the range or the output, and comment on the whole cell. */
  onWhole: (() => void) | null;
}): JSX.Element {
  const { id, quote, about, source, onSend, onCancel, onWhole } = props;
  const { trans } = useThreads();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section
      ref={box}
      className="jp-jovian-Thread jp-mod-new"
      aria-label={trans.__('New comment')}
    >
      <header className="jp-jovian-Thread-head">
        <span className="jp-jovian-Thread-about">
          {trans.__('on')} {quote ? <mark>{quote}</mark> : about}
        </span>
        {onWhole && (
          <button type="button" className="jp-jovian-Link" onClick={onWhole}>
            {trans.__('the whole cell instead')}
          </button>
        )}
      </header>
      <Composer
        id={id}
        label={trans.__('Comment')}
        placeholder={trans.__('Comment… (Markdown, @ to mention)')}
        send={trans.__('Comment')}
        source={source}
        focus
        onSend={onSend}
        onCancel={onCancel}
      />
    </section>
  );
}

interface IKeys {
  fold: () => void;
  unfold: () => void;
  escape: () => void;
  reply: () => void;
  turn: () => void;
  step: (step: 1 | -1) => void;
  /** Whether the card itself has the focus, and no button of it. */
  isCard: boolean;
}

/** Do what a key means on a thread; false when it means nothing. */
function act(key: string, keys: IKeys): boolean {
  const actions: Record<string, () => void> = {
    r: keys.reply,
    e: keys.turn,
    n: () => keys.step(1),
    p: () => keys.step(-1),
    Escape: keys.escape,
    ...(keys.isCard ? { Enter: keys.unfold, ' ': keys.fold } : {})
  };
  actions[key]?.();
  return key in actions;
}

function isWithModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function replyBox(
  card: RefObject<HTMLElement>
): HTMLTextAreaElement | null | undefined {
  return card.current?.querySelector<HTMLTextAreaElement>(
    '.jp-jovian-Composer textarea'
  );
}
