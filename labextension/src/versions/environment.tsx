// A version's line about its environment: what changed, in full when pointed at or focused, and what could not be read.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { EnvironmentDiff, Version } from '../api/types';
import {
  changeInWords,
  packageInWords,
  summaryInWords
} from '../words/environment';

/** What is told of an environment besides its summary. */
export interface IEnvironmentNews {
  /** How it differs from that of the version before. */
  diff: EnvironmentDiff | null;
  /** What could not be read. */
  missing: readonly string[];
}

interface IProps {
  version: Version;
  selected: boolean;
  /** Ask for what the summary leaves out. */
  read: (version: Version) => Promise<IEnvironmentNews>;
  onOpen: (version: Version) => void;
  trans: TranslationBundle;
}

const PATIENCE = 250;
const GRACE = 200;
/** How many changes a tooltip lists. */
const MOST = 20;

/** Chips on a line of their own; nothing for an environment that is as before. */
export function EnvironmentLine(props: IProps): JSX.Element | null {
  const { version, selected, onOpen, trans } = props;
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const { environment } = version;
  if (!environment || (environment.changes === 0 && !environment.missing)) {
    return null;
  }
  const { shown, more } = summaryInWords(environment, trans);
  const turn = (next: HTMLElement | null, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(next), delay);
  };
  return (
    <>
      <button
        type="button"
        className="jp-jovian-Row-environment"
        tabIndex={selected ? 0 : -1}
        aria-describedby={anchor ? id : undefined}
        onMouseEnter={event => turn(event.currentTarget, PATIENCE)}
        onMouseLeave={() => turn(null, GRACE)}
        onFocus={event => {
          if (event.currentTarget.matches(':focus-visible')) {
            turn(event.currentTarget, 0);
          }
        }}
        onBlur={() => turn(null, 0)}
        onKeyDown={event => {
          if (event.key === 'Escape' && anchor) {
            turn(null, 0);
            event.stopPropagation();
          }
        }}
        onClick={() => onOpen(version)}
      >
        <span className="jp-jovian-Hidden">{trans.__('Environment:')} </span>
        {shown.map(words => (
          <span key={words} className="jp-jovian-Chip jp-mod-warn">
            {words}
          </span>
        ))}
        {more > 0 && (
          <span className="jp-jovian-Chip">{trans.__('+%1 more', more)}</span>
        )}
        {environment.missing > 0 && (
          <span className="jp-jovian-Chip jp-mod-missing">
            {trans.__('environment not read whole')}
          </span>
        )}
      </button>
      {anchor && (
        <Tooltip
          {...props}
          id={id}
          anchor={anchor}
          onEnter={() => turn(anchor, 0)}
          onLeave={() => turn(null, GRACE)}
        />
      )}
    </>
  );
}

function Tooltip(
  props: IProps & {
    id: string;
    anchor: HTMLElement;
    onEnter: () => void;
    onLeave: () => void;
  }
): JSX.Element {
  const { version, read, trans, id, anchor, onEnter, onLeave } = props;
  const { environment } = version;
  const isWhole =
    environment !== null &&
    environment.changed.length >= environment.changes &&
    environment.missing === 0;
  const [news, setNews] = useState<IEnvironmentNews | 'failed' | null>(null);
  useEffect(() => {
    let wanted = true;
    if (!isWhole) {
      read(version).then(
        found => wanted && setNews(found),
        () => wanted && setNews('failed')
      );
    }
    return () => {
      wanted = false;
    };
    // Asked once, when it is opened.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const lines =
    news && news !== 'failed' && news.diff
      ? linesOf(news.diff, trans)
      : (environment?.changed ?? []).map(change =>
          changeInWords(change, environment?.language ?? '', trans)
        );
  const missing = news && news !== 'failed' ? news.missing : [];
  const rest = Math.max(0, (environment?.changes ?? 0) - lines.length);
  const { left, top, bottom } = anchor.getBoundingClientRect();
  const isLow = bottom > window.innerHeight * 0.6;
  return createPortal(
    <div
      id={id}
      role="tooltip"
      className="jp-jovian-Tooltip"
      style={
        isLow
          ? { left, bottom: window.innerHeight - top + 4 }
          : { left, top: bottom + 4 }
      }
      onMouseEnter={onEnter}
      onMouseLeave={onLeave}
    >
      {lines.length > 0 && (
        <>
          <b>{trans.__('Environment since the version before')}</b>
          <ul>
            {lines.slice(0, MOST).map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {(rest > 0 || lines.length > MOST) && (
            <p>
              {trans.__(
                'and %1 more',
                Math.max(rest, 0) + Math.max(0, lines.length - MOST)
              )}
            </p>
          )}
        </>
      )}
      {environment !== null && environment.missing > 0 && (
        <>
          <b>{trans.__('It could not be read whole')}</b>
          <ul>
            {missing.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {!isWhole && news === null && <p>{trans.__('Reading…')}</p>}
      {news === 'failed' && <p>{trans.__('The rest could not be read.')}</p>}
    </div>,
    document.body
  );
}

function linesOf(diff: EnvironmentDiff, trans: TranslationBundle): string[] {
  const { interpreter, platform, changes } = diff;
  return [
    ...(interpreter ? [`${interpreter.old} → ${interpreter.new}`] : []),
    ...platform.map(({ old, new: now }) => `${old || '—'} → ${now || '—'}`),
    ...changes.map(change => packageInWords(change, trans))
  ];
}
