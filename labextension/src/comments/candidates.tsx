// The places an ambiguous thread may be about: pointed at they stand out in the notebook, chosen the thread goes there.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useId } from 'react';
import type { KeyboardEvent } from 'react';
import type { Candidate, Thread } from '../api/types';
import { inWords } from '../words/errors';
import { useThreads } from './context';
import { useWork } from './hooks';

type Reason = Candidate['why'][number];

/** The list, likeliest places only; nothing for a thread that is not ambiguous. */
export function Candidates({ thread }: { thread: Thread }): JSX.Element | null {
  const { actions, trans } = useThreads();
  const { busy, error, run } = useWork();
  const label = useId();
  const { choosing } = actions;
  useEffect(() => () => choosing?.point(null), [choosing]);
  const { candidates = [], further = 0 } = thread.place ?? {};
  if (thread.place?.state !== 'ambiguous' || candidates.length === 0) {
    return null;
  }
  return (
    <div className="jp-jovian-Candidates">
      <p id={label}>
        {trans.__('It may be about one of these. Choose the right one:')}
      </p>
      <ul aria-labelledby={label}>
        {candidates.map(candidate => (
          <li key={`${candidate.cell} ${candidate.start} ${candidate.output}`}>
            <button
              type="button"
              className="jp-jovian-Candidate"
              disabled={busy || !choosing}
              title={trans.__('Put the thread there')}
              onMouseEnter={() => choosing?.point(candidate)}
              onMouseLeave={() => choosing?.point(null)}
              onFocus={() => choosing?.point(candidate)}
              onBlur={() => choosing?.point(null)}
              onKeyDown={step}
              onClick={() =>
                void run(() => choosing!.choose(thread, candidate))
              }
            >
              <span className="jp-jovian-Candidate-where">
                {whereInWords(candidate, trans)}
              </span>{' '}
              <code>{candidate.text}</code>{' '}
              <span className="jp-jovian-Candidate-why">
                {candidate.why
                  .map(reason => reasonInWords(reason, candidate.alike, trans))
                  .join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {further > 0 && <p>{trans._n('and %1 more', 'and %1 more', further)}</p>}
      {error && (
        <p className="jp-jovian-Failed" role="alert">
          {inWords(error)}
        </p>
      )}
    </div>
  );
}

/** Up and down go from one to the next. */
function step(event: KeyboardEvent<HTMLButtonElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const list = event.currentTarget.closest('ul')!;
  const all = [...list.querySelectorAll('button')];
  all[all.indexOf(event.currentTarget) + by]?.focus();
}

function whereInWords(
  { cell, row, output }: Candidate,
  trans: TranslationBundle
): string {
  if (row !== null) {
    return trans.__('Cell %1, line %2', cell + 1, row + 1);
  }
  return output === null
    ? trans.__('Cell %1', cell + 1)
    : trans.__('Cell %1, output %2', cell + 1, output + 1);
}

function reasonInWords(
  reason: Reason,
  alike: number,
  trans: TranslationBundle
): string {
  const words: Record<Reason, string> = {
    id: trans.__('same id'),
    source: trans.__('same source'),
    text: trans.__('the same text'),
    output: trans.__('the same output'),
    holds: trans.__('holds the old source'),
    alike: trans.__('%1% alike', Math.round(100 * alike)),
    beside: trans.__('beside the same cell'),
    place: trans.__('in the same place')
  };
  return words[reason];
}
