// Texts by line, as the engine compared them.
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { TextDiff as Difference } from '../api/types';
import { useDiff } from './context';
import { useKept } from './hooks';
import { lineRows, stacked } from './lines';
import type { ILine, LineRow } from './lines';

const AT_ONCE = 400;

/** Two texts beside each other, or one above the other. */
export function TextDiff(props: {
  id: string;
  diff: Difference;
  /** The old text, from which equal lines are taken. */
  old: string;
  split: boolean;
}): JSX.Element {
  const { id, diff, old, split } = props;
  const { trans } = useDiff();
  const rows = useMemo(() => {
    const beside = lineRows(diff, old);
    return split ? beside : stacked(beside);
  }, [diff, old, split]);
  const [most, setMost] = useKept(`${id} most`, AT_ONCE);
  const more = rows.length - most;
  return (
    <div className="jp-jovian-Text" data-split={split || undefined}>
      <table>
        <tbody>
          {rows.slice(0, most).map((row, index) => (
            <Rows key={index} id={id} row={row} split={split} />
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <button
          type="button"
          className="jp-jovian-Link"
          onClick={() => setMost(most + 10 * AT_ONCE)}
        >
          {trans._n('Show %1 more line', 'Show %1 more lines', more)}
        </button>
      )}
    </div>
  );
}

function Rows(props: {
  id: string;
  row: LineRow;
  split: boolean;
}): JSX.Element {
  const { id, row, split } = props;
  if (row.kind === 'fold') {
    return <Folded id={id} fold={row} split={split} />;
  }
  if (split) {
    return (
      <tr data-equal={row.equal || undefined}>
        <Line line={row.old} side="old" />
        <Line line={row.new} side="new" />
      </tr>
    );
  }
  const side = row.new ? 'new' : 'old';
  return (
    <tr data-equal={row.equal || undefined}>
      <Line line={row[side]} side={side} />
    </tr>
  );
}

function Folded(props: {
  id: string;
  fold: LineRow & { kind: 'fold' };
  split: boolean;
}): JSX.Element {
  const { id, fold, split } = props;
  const { trans } = useDiff();
  const [open, setOpen] = useKept(`${id} fold ${fold.key}`, false);
  if (open) {
    return (
      <>
        {fold.rows.slice(0, 10 * AT_ONCE).map((row, index) => (
          <Rows key={index} id={id} row={row} split={split} />
        ))}
      </>
    );
  }
  return (
    <tr className="jp-jovian-Text-fold">
      <td colSpan={split ? 4 : 2}>
        <button type="button" onClick={() => setOpen(true)}>
          {trans._n('%1 equal line', '%1 equal lines', fold.rows.length)}
        </button>
      </td>
    </tr>
  );
}

function Line(props: { line: ILine | null; side: 'old' | 'new' }): JSX.Element {
  const { line, side } = props;
  if (!line) {
    return <td colSpan={2} className="jp-jovian-Text-none" />;
  }
  return (
    <>
      <td className="jp-jovian-Text-number" aria-hidden="true">
        {line.number}
      </td>
      <td className="jp-jovian-Text-line" data-side={side}>
        {line.pieces.map((piece, index): ReactNode =>
          piece.changed ? (
            side === 'old' ? (
              <del key={index}>{piece.text}</del>
            ) : (
              <ins key={index}>{piece.text}</ins>
            )
          ) : (
            piece.text
          )
        )}
      </td>
    </>
  );
}
