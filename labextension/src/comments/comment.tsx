// One comment: who, when, what; its reactions, its earlier texts, and what its author can do with it.
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { memo, useState } from 'react';
import type { Comment, Revision, Thread } from '../api/types';
import { inWords } from '../words/errors';
import { Composer } from './composer';
import { useThreads } from './context';
import { useWork } from './hooks';
import { Markdown } from './markdown';
import { Avatar, Moment } from './person';
import { PopupButton } from './popup';
import type { IChoice } from './popup';
import { SuggestionView } from './suggestion';

const EMOJI = ['👍', '👎', '😄', '🎉', '😕', '❤️', '🚀', '👀'];

interface IProps {
  thread: Thread;
  comment: Comment;
}

/** A comment, or its tombstone. */
export const CommentView = memo(function CommentView(
  props: IProps
): JSX.Element {
  const { thread, comment } = props;
  const { model, relative, trans } = useThreads();
  const [editing, setEditing] = useState(
    () => model.memory.draft(model.path, `edit ${comment.id}`) !== undefined
  );
  const { error, run } = useWork();
  const name = model.isMine(comment.author)
    ? trans.__('you')
    : comment.author.name;
  return (
    <div
      className="jp-jovian-Comment"
      role="group"
      aria-label={trans.__('Comment by %1', name)}
      data-comment={comment.id}
    >
      <Avatar author={comment.author} />
      <div className="jp-jovian-Comment-body">
        <div className="jp-jovian-Comment-head">
          <b title={comment.author.username || comment.author.name}>{name}</b>
          <Moment
            created={comment.created}
            relative={relative()}
            trans={trans}
          />
          {comment.edited && !comment.deleted && (
            <Earlier thread={thread} comment={comment} />
          )}
          {!comment.deleted && (
            <CommentTools
              {...props}
              onEdit={() => setEditing(true)}
              run={work => void run(work)}
            />
          )}
        </div>
        {comment.deleted ? (
          <p className="jp-jovian-Tombstone">
            {trans.__('This comment was deleted.')}
          </p>
        ) : editing ? (
          <Composer
            id={`edit ${comment.id}`}
            label={trans.__('Edit the comment')}
            placeholder=""
            send={trans.__('Save')}
            initial={comment.text}
            focus
            onSend={async ({ text }) => {
              await model.edit(thread.id, comment.id, text);
              setEditing(false);
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          comment.text && <Markdown text={comment.text} />
        )}
        {comment.suggestion && !comment.deleted && (
          <SuggestionView thread={thread} comment={comment} />
        )}
        {!comment.deleted && (
          <Reactions {...props} run={work => void run(work)} />
        )}
        {error && (
          <p className="jp-jovian-Failed" role="alert">
            {inWords(error)}
          </p>
        )}
      </div>
    </div>
  );
});

/** "edited", which shows the earlier texts. */
function Earlier({ thread, comment }: IProps): JSX.Element {
  const { model, relative, trans } = useThreads();
  const [history, setHistory] = useState<Revision[] | null>(null);
  const { run } = useWork();
  const toggle = () => {
    if (history) {
      setHistory(null);
      return;
    }
    void run(async () => {
      const whole = await model.history(thread.id);
      const found = whole.comments.find(({ id }) => id === comment.id);
      setHistory(found?.history ?? []);
    });
  };
  return (
    <>
      <button
        type="button"
        className="jp-jovian-Link jp-mod-quiet"
        aria-expanded={history !== null}
        title={trans.__('Show what it said before')}
        onClick={toggle}
      >
        {trans.__('edited')}
      </button>
      {history && (
        <ol className="jp-jovian-Earlier">
          {history.map(({ text, created }) => (
            <li key={created + text}>
              <Moment created={created} relative={relative()} trans={trans} />
              <span>{text}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Reacting, editing and deleting. */
function CommentTools(
  props: IProps & {
    onEdit: () => void;
    run: (work: () => Promise<unknown>) => void;
  }
): JSX.Element {
  const { thread, comment, onEdit, run } = props;
  const { model, trans } = useThreads();
  const isMine = model.isMine(comment.author);
  const remove = async () => {
    const { button } = await showDialog({
      title: trans.__('Delete this comment?'),
      body: trans.__('The others will see that there was one.'),
      buttons: [
        Dialog.cancelButton(),
        Dialog.warnButton({ label: trans.__('Delete') })
      ]
    });
    if (button.accept) {
      await model.delete(thread.id, comment.id);
    }
  };
  const choices: IChoice[] = [
    { text: trans.__('Edit'), action: onEdit },
    { text: trans.__('Delete…'), action: () => run(remove) }
  ];
  return (
    <span className="jp-jovian-Comment-tools">
      <PopupButton
        className="jp-jovian-Link jp-mod-quiet"
        label={trans.__('React')}
        row
        choices={EMOJI.map(emoji => {
          const given = hasGiven(comment, emoji, model.isMine.bind(model));
          return {
            text: emoji,
            checked: given,
            action: () =>
              run(() => model.react(thread.id, comment.id, emoji, !given))
          };
        })}
      >
        ☺
      </PopupButton>
      {isMine && (
        <PopupButton
          className="jp-jovian-Link jp-mod-quiet"
          label={trans.__('More')}
          choices={choices}
        >
          ⋯
        </PopupButton>
      )}
    </span>
  );
}

function Reactions(
  props: IProps & { run: (work: () => Promise<unknown>) => void }
): JSX.Element | null {
  const { thread, comment, run } = props;
  const { model, trans } = useThreads();
  const given = comment.reactions.filter(({ authors }) => authors.length > 0);
  if (given.length === 0) {
    return null;
  }
  return (
    <div className="jp-jovian-Reactions">
      {given.map(({ emoji, authors }) => {
        const mine = authors.some(author => model.isMine(author));
        const names = authors.map(({ name }) => name).join(', ');
        return (
          <button
            key={emoji}
            type="button"
            className="jp-jovian-Chip jp-mod-reaction"
            aria-pressed={mine}
            title={names}
            aria-label={trans.__('%1 by %2', emoji, names)}
            onClick={() =>
              run(() => model.react(thread.id, comment.id, emoji, !mine))
            }
          >
            {emoji} {authors.length}
          </button>
        );
      })}
    </div>
  );
}

function hasGiven(
  comment: Comment,
  emoji: string,
  isMine: (author: Comment['author']) => boolean
): boolean {
  return comment.reactions.some(
    reaction => reaction.emoji === emoji && reaction.authors.some(isMine)
  );
}
