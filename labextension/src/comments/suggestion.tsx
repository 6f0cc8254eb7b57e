// A suggested source: what it changes, and accepting or declining it.
import { useMemo } from 'react';
import type { Comment, Thread } from '../api/types';
import { inWords } from '../words/errors';
import { useThreads } from './context';
import { useWork } from './hooks';
import { suggestedLines } from './lines';

const SIGNS = { kept: ' ', old: '−', new: '+' };

/** The change and its buttons. */
export function SuggestionView(props: {
  thread: Thread;
  comment: Comment;
}): JSX.Element | null {
  const { thread, comment } = props;
  const { model, actions, trans } = useThreads();
  const { busy, error, run } = useWork();
  const suggestion = comment.suggestion!;
  const { state, decided, source } = suggestion;
  const old =
    (state === 'open' ? actions.sourceOf(thread) : null) ??
    thread.anchor.cell?.source ??
    '';
  const lines = useMemo(() => suggestedLines(old, source), [old, source]);
  return (
    <div className="jp-jovian-Suggestion" data-state={state}>
      <pre aria-label={trans.__('Suggested change')}>
        {lines.map((line, index) => (
          <div key={index} data-kind={line?.kind ?? 'gap'}>
            {line ? `${SIGNS[line.kind]} ${line.text}` : '⋯'}
          </div>
        ))}
      </pre>
      {state === 'open' ? (
        <div className="jp-jovian-Suggestion-tools">
          <button
            type="button"
            className="jp-jovian-Button jp-mod-primary"
            disabled={busy}
            onClick={() => void run(() => actions.accept(thread, comment))}
          >
            {trans.__('Accept')}
          </button>
          <button
            type="button"
            className="jp-jovian-Button"
            disabled={busy}
            onClick={() =>
              void run(() => model.decide(thread.id, comment.id, false))
            }
          >
            {trans.__('Decline')}
          </button>
        </div>
      ) : (
        <p className="jp-jovian-Decided">
          {state === 'accepted'
            ? trans.__('Accepted by %1', decided?.author.name ?? '')
            : trans.__('Declined by %1', decided?.author.name ?? '')}
        </p>
      )}
      {error && (
        <p className="jp-jovian-Failed" role="alert">
          {inWords(error)}
        </p>
      )}
    </div>
  );
}
