// The history of one cell: the versions in which it changed, each with what changed.
import { useEffect, useState } from 'react';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import type { CellDiff, CellHistory, CellMoment } from '../api/types';
import { exactTime, relativeTime } from '../words/time';
import { useDiff } from './context';
import { useKept } from './hooks';
import { Source } from './source';
import { PRESENT } from './target';
import type { Side } from './types';
import { badges, versionName } from './words';

/** The side of a difference whose cell has a history: the newer one that is a version. */
export function historySide(
  cell: CellDiff,
  target: { old: string | null; new: string | null; other: string | null }
): Side | null {
  const has = (side: Side) =>
    !target.other && target[side] !== PRESENT && cell[side] != null;
  return has('new') ? 'new' : has('old') ? 'old' : null;
}

/** All moments of a cell, newest first. */
export function CellHistoryList(props: {
  id: string;
  side: Side;
  index: number;
  language: string;
  split: boolean;
}): JSX.Element {
  const { side, index } = props;
  const { model, trans } = useDiff();
  const [history, setHistory] = useState<CellHistory | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const { path } = model.target;
  const version = model.difference?.[side]?.id ?? model.target[side] ?? '';
  useEffect(() => {
    let left = false;
    model.client.cellHistory(path, version, index).then(
      answer => left || setHistory(answer),
      (thrown: unknown) => left || setError(asApiError(thrown))
    );
    return () => {
      left = true;
    };
  }, [model, path, version, index]);
  if (error) {
    return (
      <p className="jp-jovian-Note jp-mod-bad" role="alert">
        {[error.message, error.hint].join(' ')}
      </p>
    );
  }
  if (!history) {
    return (
      <p className="jp-jovian-Note" aria-busy="true">
        {trans.__('Looking through the versions…')}
      </p>
    );
  }
  return (
    <ol
      className="jp-jovian-History"
      aria-label={trans.__('History of this cell')}
    >
      {history.entries.map((moment, place) => (
        <Moment
          key={moment.version.id}
          {...props}
          moment={moment}
          before={history.entries[place + 1] ?? null}
        />
      ))}
      {!history.complete && (
        <li className="jp-jovian-Note">
          {trans.__('Older versions were not looked at.')}
        </li>
      )}
    </ol>
  );
}

function Moment(props: {
  id: string;
  moment: CellMoment;
  before: CellMoment | null;
  language: string;
  split: boolean;
}): JSX.Element {
  const { id, moment, before, language, split } = props;
  const { model, actions, trans, now } = useDiff();
  const { version, source } = moment;
  const edited = !before || before.source !== source;
  const [open, setOpen] = useKept(`${id} ${version.id}`, false);
  const [badge] = badges({ change: moment.change }, trans);
  const parent = version.parents[0]?.id;
  return (
    <li>
      <div className="jp-jovian-History-line">
        <button
          type="button"
          className="jp-jovian-History-name"
          aria-expanded={edited ? open : undefined}
          disabled={!edited}
          onClick={() => setOpen(!open)}
        >
          <b>{versionName(version, trans)}</b>
          <span>{version.title}</span>
        </button>
        <span className={`jp-jovian-Chip jp-mod-${badge.tone}`}>
          {badge.text}
        </span>
        <span className="jp-jovian-Note">
          {version.author.name}
          {' · '}
          <time dateTime={version.created} title={exactTime(version.created)}>
            {relativeTime(version.created, now, trans)}
          </time>
        </span>
        {parent && model.difference?.new?.id !== version.id && (
          <button
            type="button"
            className="jp-jovian-Link"
            onClick={() => actions.compare(parent, version.id)}
          >
            {trans.__('All changes')}
          </button>
        )}
      </div>
      {open && edited && (
        <Source
          old={before?.source ?? null}
          new={source}
          split={split}
          language={language}
        />
      )}
    </li>
  );
}
