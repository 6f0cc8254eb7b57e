// The whole panel: toolbar, list of changes, and the cells one below the other.
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { ErrorMessage, Message } from '../components/message';
import { ChangeList, DETAILS, TEXT } from './changes';
import { useDiff } from './context';
import { EnvironmentSection } from './environment';
import { Fields } from './fields';
import { CellSection } from './section';
import { TextDiff } from './text';
import { CellThreads } from './threadview';
import { DiffToolbar } from './toolbar';
import { UnchangedCell, UnchangedFold } from './unchanged';
import { isChange } from './rows';
import type { Row } from './rows';

const SETTLE = [0, 80, 250, 600];

/** A diff tab's content. */
export function DiffPanel(): JSX.Element {
  const body = useRef<HTMLDivElement>(null);
  useSteps(body);
  return (
    <div className="jp-jovian-Diff-panel">
      <DiffToolbar />
      <div className="jp-jovian-Diff-main">
        <ChangeList />
        <div className="jp-jovian-Diff-body" ref={body} tabIndex={-1}>
          <Body />
        </div>
      </div>
    </div>
  );
}

/** Bring the row that was stepped to into view, also while what is above it still grows. */
function useSteps(body: RefObject<HTMLDivElement>): void {
  const { model } = useDiff();
  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const stop = () => timers.forEach(clearTimeout);
    const onStep = (_: unknown, key: string) => {
      const row = body.current?.querySelector<HTMLElement>(
        `[data-key="${CSS.escape(key)}"]`
      );
      stop();
      if (!row) {
        return;
      }
      row.focus({ preventScroll: true });
      timers = SETTLE.map(delay =>
        setTimeout(() => row.scrollIntoView({ block: 'start' }), delay)
      );
    };
    const element = body.current;
    model.stepped.connect(onStep);
    element?.addEventListener('wheel', stop, { passive: true });
    element?.addEventListener('pointerdown', stop);
    return () => {
      stop();
      model.stepped.disconnect(onStep);
      element?.removeEventListener('wheel', stop);
      element?.removeEventListener('pointerdown', stop);
    };
  }, [model, body]);
}

function Body(): JSX.Element {
  const { model, trans } = useDiff();
  const { difference, error, rows } = model;
  if (error && !difference) {
    return (
      <ErrorMessage
        title={trans.__('The changes could not be read')}
        error={error}
        retry={() => void model.load()}
        trans={trans}
      />
    );
  }
  if (!difference) {
    return (
      <div className="jp-jovian-Diff-loading" aria-busy="true">
        {[60, 90, 75, 40].map(width => (
          <span
            key={width}
            className="jp-jovian-Skeleton"
            style={{ width: `${width}%` }}
          />
        ))}
      </div>
    );
  }
  const { notebook, environment } = difference;
  const sameElse =
    difference.files.length === 0 && environment?.equal !== false;
  return (
    <>
      {error && (
        <p className="jp-jovian-Note jp-mod-bad" role="alert">
          {[error.message, error.hint].filter(Boolean).join(' ')}
        </p>
      )}
      {notebook.not_compared.length > 0 && (
        <div className="jp-jovian-Remarks" role="note">
          {notebook.not_compared.slice(0, 5).map(note => (
            <p key={note}>{trans.__('Not compared: %1', note)}</p>
          ))}
        </div>
      )}
      <CellThreads cell={null} />
      {environment && <EnvironmentSection diff={environment} />}
      {notebook.equal && sameElse ? (
        <Message title={trans.__('No differences')}>
          <p>{trans.__('Both sides are the same.')}</p>
        </Message>
      ) : (
        !notebook.text &&
        !rows.some(row => row.kind === 'cell' && isChange(row.cell)) && (
          <Message title={trans.__('No cell differs')}>
            <p>
              {trans.__(
                'What differs is listed on the left: the environment, files or details of the notebook.'
              )}
            </p>
          </Message>
        )
      )}
      {notebook.fields.length > 0 && <Details />}
      {notebook.text && !notebook.equal && (
        <section className="jp-jovian-Section" data-key={TEXT}>
          <TextDiff
            id={TEXT}
            diff={notebook.text}
            old={model.oldText}
            split={model.options.values.split}
          />
        </section>
      )}
      {rows.map(row => (
        <RowView key={row.key} row={row} />
      ))}
    </>
  );
}

function RowView({ row }: { row: Row }): JSX.Element {
  const { model } = useDiff();
  if (row.kind === 'fold') {
    return <UnchangedFold id={row.key} cells={row.cells} />;
  }
  return isChange(row.cell) ? (
    <CellSection
      id={row.key}
      cell={row.cell}
      current={model.current === row.key}
    />
  ) : (
    <UnchangedCell id={row.key} cell={row.cell} />
  );
}

/** What differs of the notebook itself. */
function Details(): JSX.Element {
  const { model, trans } = useDiff();
  const { difference, options, current } = model;
  const fields = difference!.notebook.fields;
  const shown = options.values.metadata || current === DETAILS;
  return (
    <section
      className="jp-jovian-Section"
      data-key={DETAILS}
      tabIndex={-1}
      aria-label={trans.__('Details of the notebook')}
    >
      <button
        type="button"
        className="jp-jovian-Fold"
        aria-expanded={shown}
        onClick={() => options.set('metadata', !options.values.metadata)}
      >
        {trans._n(
          '%1 detail of the notebook changed',
          '%1 details of the notebook changed',
          fields.length
        )}
      </button>
      {shown && <Fields fields={fields} split={options.values.split} />}
    </section>
  );
}
