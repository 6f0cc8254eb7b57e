// Cells whose source and outputs are the same on both sides, opened on demand.
import type { CellDiff } from '../api/types';
import { ErrorLine } from '../components/message';
import { useDiff } from './context';
import { useCell, useKept, useNear } from './hooks';
import { languageOf } from './language';
import { joined, joinedOutputs } from './outputs';
import { LargeOutputs, SameOutputs } from './outputlist';
import { beginComment } from './pointed';
import { PlainSource } from './source';
import { foldedKey } from './threads';
import { CellThreads, ThreadCount } from './threadview';

/** One line with the beginning of a cell; opened, the cell. */
export function PlainCell(props: {
  id: string;
  cell: CellDiff;
  language: string;
}): JSX.Element {
  const { id, cell, language } = props;
  const { trans } = useDiff();
  const [open, setOpen] = useKept(`${id} open`, false);
  return (
    <>
      <button
        type="button"
        className="jp-jovian-Fold"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <code>{cell.title || trans.__('empty cell')}</code>
      </button>
      {open && <Whole id={id} cell={cell} language={language} />}
    </>
  );
}

/** "6 unchanged cells", which opens to show them. */
export function UnchangedFold(props: {
  id: string;
  cells: readonly CellDiff[];
}): JSX.Element {
  const { id, cells } = props;
  const { model, review, trans } = useDiff();
  const rerun = cells.filter(({ change }) => change === 'rerun').length;
  const [open, setOpen] = useKept(`${id} open`, false);
  return (
    <div className="jp-jovian-Unchanged" data-key={id}>
      <button
        type="button"
        className="jp-jovian-Fold"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {trans._n('%1 unchanged cell', '%1 unchanged cells', cells.length)}
        {rerun > 0 && ` · ${trans.__('%1 of them re-run', rerun)}`}
      </button>
      {!open && (
        <ThreadCount
          cells={cells}
          onPress={() => {
            setOpen(true);
            const first = cells.find(
              cell => (review?.count([cell]).comments ?? 0) > 0
            );
            if (first) {
              // It is drawn by then.
              requestAnimationFrame(() => {
                model.reveal(foldedKey(first));
                review?.fold(first, false);
              });
            }
          }}
        />
      )}
      {open &&
        cells.map(cell => (
          <UnchangedCell
            key={foldedKey(cell)}
            id={foldedKey(cell)}
            cell={cell}
          />
        ))}
    </div>
  );
}

/** An unchanged cell, drawn when it comes into view. */
export function UnchangedCell(props: {
  id: string;
  cell: CellDiff;
}): JSX.Element {
  const { id, cell } = props;
  const { ref, near, height } = useNear<HTMLDivElement>(44);
  return (
    <div
      className="jp-jovian-Unchanged-cell"
      data-key={id}
      ref={ref}
      style={near ? undefined : { height }}
    >
      {near && (
        <>
          <CommentOnUnchanged cell={cell} />
          <Whole id={id} cell={cell} />
          <CellThreads cell={cell} />
        </>
      )}
    </div>
  );
}

/** The button of a cell that has no header. */
function CommentOnUnchanged({ cell }: { cell: CellDiff }): JSX.Element | null {
  const { review, trans } = useDiff();
  return (
    review && (
      <button
        type="button"
        className="jp-jovian-Button jp-jovian-Unchanged-comment"
        title={trans.__('Comment on the code that is selected, or on the cell')}
        // Pressing it must not take the selection away.
        onMouseDown={event => event.preventDefault()}
        onClick={event =>
          beginComment(review, event.currentTarget.parentElement!, cell)
        }
      >
        {trans.__('Comment')}
      </button>
    )
  );
}

function Whole(props: {
  id: string;
  cell: CellDiff;
  language?: string;
}): JSX.Element {
  const { id, cell } = props;
  const { model, trans } = useDiff();
  const side = cell.new != null ? 'new' : 'old';
  const loaded = useCell(side, cell[side] ?? null);
  const { cell: whole, error, retry } = loaded;
  if (error) {
    return <ErrorLine error={error} retry={retry} trans={trans} />;
  }
  if (!whole) {
    return (
      <div className="jp-jovian-Waiting" style={{ height: 40 }} aria-busy />
    );
  }
  const language =
    props.language ?? languageOf(whole.cell_type, model.difference);
  const outputs = joinedOutputs(whole);
  return (
    <>
      <PlainSource
        text={joined(whole.source)}
        language={language}
        side={side}
        index={cell[side]!}
      />
      {!model.options.values.hideOutputs && <LargeOutputs sides={[loaded]} />}
      {outputs.length > 0 && !model.options.values.hideOutputs && (
        <SameOutputs
          id={`${id} outputs`}
          cell={cell}
          side={side}
          outputs={[...outputs.entries()]}
        />
      )}
    </>
  );
}
