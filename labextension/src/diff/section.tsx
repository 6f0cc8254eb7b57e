// One changed cell: what happened, what can be done with it, its source and its outputs.
import type { CellDiff } from '../api/types';
import { ErrorLine } from '../components/message';
import { useDiff } from './context';
import { Fields, ownFields } from './fields';
import { CellHistoryList, historySide } from './history';
import { useCell, useKept, useNear } from './hooks';
import { languageOf } from './language';
import { joined } from './outputs';
import { beginComment } from './pointed';
import { LargeOutputs, OutputList, isVisible } from './outputlist';
import { Source } from './source';
import { PRESENT } from './target';
import { CellThreads, ThreadCount } from './threadview';
import { PlainCell } from './unchanged';
import { badges, nature, sideName } from './words';

interface IProps {
  id: string;
  cell: CellDiff;
  current: boolean;
}

/** A section of the panel. */
export function CellSection({ id, cell, current }: IProps): JSX.Element {
  const { model, trans } = useDiff();
  const { ref, near, height } = useNear<HTMLDivElement>(estimate(cell));
  const marks = badges(cell, trans);
  const name = cell.count != null ? `[${cell.count}]` : '';
  const [history, setHistory] = useKept(`${id} history`, false);
  return (
    <section
      className="jp-jovian-Section"
      data-key={id}
      data-change={cell.change}
      data-current={current || undefined}
      tabIndex={-1}
      aria-label={[trans.__('Cell'), name, ...marks.map(({ text }) => text)]
        .filter(Boolean)
        .join(' ')}
    >
      <div className="jp-jovian-Section-header">
        {marks.map(({ text, tone }) => (
          <span key={text} className={`jp-jovian-Chip jp-mod-${tone}`}>
            {text}
          </span>
        ))}
        <b className="jp-jovian-Count">{name || cellTypeName(cell)}</b>
        <ThreadCount cells={[cell]} />
        <span className="jp-jovian-Note">
          {nature(cell, model.difference!.notebook.cells, trans)}
        </span>
        <Actions
          cell={cell}
          history={history}
          onHistory={() => setHistory(!history)}
        />
      </div>
      <div ref={ref} style={near ? undefined : { height }}>
        {near && <Body id={id} cell={cell} history={history} />}
      </div>
    </section>
  );
}

function Actions(props: {
  cell: CellDiff;
  history: boolean;
  onHistory: () => void;
}): JSX.Element {
  const { cell, history, onHistory } = props;
  const { model, actions, review, trans } = useDiff();
  const { target, difference } = model;
  const side = cell.old != null ? 'old' : 'new';
  const canRestore = target[side] !== PRESENT || target.other !== null;
  const from = sideName(side, target, difference, trans);
  return (
    <span className="jp-jovian-Section-actions">
      {canRestore && (
        <button
          type="button"
          className="jp-jovian-Button"
          title={trans.__('Put it into the open notebook as it is in %1', from)}
          onClick={() => actions.restoreCell(cell, side)}
        >
          {trans.__('Restore this cell')}
        </button>
      )}
      {historySide(cell, target) && (
        <button
          type="button"
          className="jp-jovian-Button"
          aria-expanded={history}
          onClick={onHistory}
        >
          {trans.__('History of cell')}
        </button>
      )}
      {review && (
        <button
          type="button"
          className="jp-jovian-Button"
          title={trans.__(
            'Comment on the code that is selected, or on the cell'
          )}
          // Pressing it must not take the selection away.
          onMouseDown={event => event.preventDefault()}
          onClick={event => {
            const section = event.currentTarget.closest('.jp-jovian-Section')!;
            beginComment(review, section, cell);
          }}
        >
          {trans.__('Comment')}
        </button>
      )}
      {cell.new != null && (
        <button
          type="button"
          className="jp-jovian-Button"
          onClick={() => actions.goToCell(cell)}
        >
          {trans.__('Go to cell ↗')}
        </button>
      )}
    </span>
  );
}

function Body(props: {
  id: string;
  cell: CellDiff;
  history: boolean;
}): JSX.Element {
  const { id, cell, history } = props;
  const { model, trans } = useDiff();
  const { split, hideOutputs, metadata } = model.options.values;
  const language = languageOf(cell.type || 'code', model.difference);
  const side = historySide(cell, model.target);
  const fields = ownFields(cell.fields);
  const onlyFields =
    !cell.source && !(cell.outputs ?? []).some(isVisible) && fields.length > 0;
  const isPair = cell.old != null && cell.new != null;
  const isOfNote = cell.change === 'metadata' || cell.change === 'edited';
  const isQuiet = ['moved', 'rerun', 'metadata'].includes(cell.change);
  return (
    <>
      {cell.not_compared && (
        <p className="jp-jovian-Note jp-mod-warn">
          {trans.__('Not compared closely: %1', cell.not_compared)}
        </p>
      )}
      {history && side && (
        <CellHistoryList
          id={`${id} moments`}
          side={side}
          index={cell[side]!}
          language={language}
          split={split}
        />
      )}
      {isQuiet || cell.change === 'unchanged' ? (
        <PlainCell id={id} cell={cell} language={language} />
      ) : (
        <Compared id={id} cell={cell} language={language} />
      )}
      {hideOutputs && cell.change === 'outputs' && (
        <p className="jp-jovian-Note">{trans.__('Outputs are hidden.')}</p>
      )}
      {isPair &&
        (metadata || (onlyFields && isOfNote)) &&
        fields.length > 0 && <Fields fields={fields} split={split} />}
      <CellThreads cell={cell} />
    </>
  );
}

/** The sources and outputs of both sides. */
function Compared(props: {
  id: string;
  cell: CellDiff;
  language: string;
}): JSX.Element {
  const { id, cell, language } = props;
  const { model, trans } = useDiff();
  const { split, hideOutputs } = model.options.values;
  const old = useCell('old', cell.old ?? null);
  const newer = useCell('new', cell.new ?? null);
  const error = old.error ?? newer.error;
  if (error) {
    return (
      <ErrorLine
        error={error}
        retry={() => {
          old.retry();
          newer.retry();
        }}
        trans={trans}
      />
    );
  }
  const isHere =
    (cell.old == null || old.cell) && (cell.new == null || newer.cell);
  if (!isHere) {
    return (
      <div
        className="jp-jovian-Waiting"
        style={{ height: estimate(cell) }}
        aria-busy="true"
      />
    );
  }
  const sourceOf = (loaded: typeof old) =>
    loaded.cell ? joined(loaded.cell.source) : null;
  const isPair = cell.old != null && cell.new != null;
  return (
    <>
      {(cell.source || !isPair) && (
        <Source
          cell={cell}
          old={sourceOf(old)}
          new={sourceOf(newer)}
          diff={cell.source}
          split={split}
          language={language}
        />
      )}
      {!hideOutputs && <LargeOutputs sides={[old, newer]} />}
      {!hideOutputs && !old.lacksOutputs && !newer.lacksOutputs && (
        <OutputList
          id={id}
          cell={cell}
          old={old.cell}
          new={newer.cell}
          split={split}
        />
      )}
    </>
  );
}

function cellTypeName(cell: CellDiff): string {
  return cell.type === 'code' ? '[ ]' : (cell.type ?? '');
}

/** About how high a cell will be, so that the scrollbar is about right. */
function estimate(cell: CellDiff): number {
  if (cell.change === 'moved' || cell.change === 'rerun') {
    return 26;
  }
  const lines = (cell.source?.hunks ?? []).reduce(
    (sum, { count = 0, old = [], new: come = [] }) =>
      sum + Math.min(count, 6) + Math.max(old.length, come.length),
    0
  );
  const outputs = (cell.outputs ?? []).filter(isVisible);
  return Math.max(40, lines * 18 + outputs.length * 200);
}
