// Threads in a difference: below their cells, and folded behind a mark that counts them.
import { useEffect, useLayoutEffect, useReducer, useRef } from 'react';
import type { ICellPair, IReview } from '../tokens';
import { useDiff } from './context';
import type { Side } from './types';
import { sideName } from './words';

/** Draw anew when threads change. */
function useReview(): IReview | null {
  const { review } = useDiff();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    review?.changed.connect(redraw);
    return () => {
      review?.changed.disconnect(redraw);
    };
  }, [review]);
  return review;
}

/** The threads of a cell, or of the versions as a whole. */
export function CellThreads(props: {
  cell: ICellPair | null;
}): JSX.Element | null {
  const { cell } = props;
  const { review } = useDiff();
  const place = useRef<HTMLDivElement>(null);
  const isWhole = cell === null;
  const { old = null, new: newer = null } = cell ?? {};
  useLayoutEffect(
    () => review?.mount(isWhole ? null : { old, new: newer }, place.current!),
    [review, isWhole, old, newer]
  );
  return review && <div className="jp-jovian-Diff-threads" ref={place} />;
}

/** How many comments some cells have; pressed, it folds or unfolds them, or does something else. */
export function ThreadCount(props: {
  cells: readonly ICellPair[];
  onPress?: () => void;
}): JSX.Element | null {
  const { cells, onPress } = props;
  const { trans } = useDiff();
  const review = useReview();
  const count = review?.count(cells);
  if (!review || !count || count.comments === 0) {
    return null;
  }
  const { comments, unread, isResolved, isFolded, label } = count;
  return (
    <button
      type="button"
      className="jp-jovian-Chip jp-jovian-ThreadCount"
      data-unread={unread > 0 || undefined}
      data-resolved={isResolved || undefined}
      aria-expanded={onPress ? undefined : !isFolded}
      aria-label={label}
      title={
        onPress
          ? trans.__('%1: show', label)
          : isFolded
            ? trans.__('%1: unfold', label)
            : trans.__('%1: fold', label)
      }
      onClick={onPress ?? (() => review.fold(cells[0], !isFolded))}
    >
      {isResolved ? '✓' : '❝'} {comments}
    </button>
  );
}

/** Buttons to comment on an output: one for each side that has it. */
export function OutputComments(props: {
  cell: ICellPair;
  outputs: Readonly<Partial<Record<Side, number | null>>>;
}): JSX.Element | null {
  const { cell, outputs } = props;
  const { model, review, trans } = useDiff();
  const sides = (['old', 'new'] as const).filter(
    side => outputs[side] != null && cell[side] != null
  );
  if (!review || sides.length === 0) {
    return null;
  }
  return (
    <div className="jp-jovian-OutputComments">
      {sides.map(side => {
        const name = sideName(side, model.target, model.difference, trans);
        return (
          <button
            key={side}
            type="button"
            className="jp-jovian-Button"
            title={trans.__('Comment on this output in %1', name)}
            onClick={() =>
              review.begin(cell, side, {
                kind: 'output',
                output: outputs[side]!
              })
            }
          >
            {sides.length > 1 ? `❝ ${name}` : trans.__('Comment')}
          </button>
        );
      })}
    </div>
  );
}
