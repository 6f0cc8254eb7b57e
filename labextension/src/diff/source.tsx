// Two sources beside each other or in one column, or one source alone.
import { useLayoutEffect, useRef } from 'react';
import type { TextDiff } from '../api/types';
import { useDiff } from './context';
import type { ICellPair, IReview } from '../tokens';
import { drawSources } from './merge';
import type { IMarks } from './merge';
import type { Side } from './types';
import { sideName } from './words';

interface IProps {
  old: string | null;
  new: string | null;
  diff?: TextDiff | null;
  split: boolean;
  /** A language's name, "markdown", or a MIME type. */
  language: string;
  /** Where the cell stands, if it is one. */
  cell?: ICellPair;
}

/** Sources with the changes marked. */
export function Source(props: IProps): JSX.Element {
  const { old, new: newer, diff, split, language, cell } = props;
  const { model, renderers, review, trans } = useDiff();
  const place = useRef<HTMLDivElement>(null);
  const { target, difference } = model;
  const label = (side: 'old' | 'new') =>
    trans.__('Source in %1', sideName(side, target, difference, trans));
  const labels = [label('old'), label('new')] as const;
  const [left, right] = labels;
  const { old: at = null, new: newAt = null } = cell ?? {};
  useLayoutEffect(() => {
    const view = drawSources(place.current!, {
      old,
      new: newer,
      diff,
      split,
      labels: [left, right],
      marks: review && marksOf(review, { old: at, new: newAt })
    });
    void renderers.language(language).then(view.highlight);
    review?.changed.connect(view.uncover);
    return () => {
      review?.changed.disconnect(view.uncover);
      view.destroy();
    };
  }, [
    old,
    newer,
    diff,
    split,
    language,
    left,
    right,
    renderers,
    review,
    at,
    newAt
  ]);
  const alone = old === null ? 'new' : newer === null ? 'old' : null;
  return (
    <div
      className="jp-jovian-Source"
      data-split={split && alone ? alone : undefined}
      data-only={alone ?? undefined}
      ref={place}
    />
  );
}

/** A source that is the same on both sides. */
export function PlainSource(props: {
  text: string;
  language: string;
  side: Side;
  index: number;
}): JSX.Element {
  const { text, language, side, index } = props;
  const { renderers, review, trans } = useDiff();
  const place = useRef<HTMLDivElement>(null);
  const label = trans.__('Source');
  useLayoutEffect(() => {
    const view = drawSources(place.current!, {
      old: null,
      new: text,
      split: false,
      labels: [label, label],
      marks: review && marksOf(review, { old: null, new: index }, side)
    });
    void renderers.language(language).then(view.highlight);
    return view.destroy;
  }, [text, language, label, renderers, review, side, index]);
  return <div className="jp-jovian-Source" ref={place} />;
}

/** What threads mark in the sources of a cell; `only` says which side a source that is alone is of. */
function marksOf(review: IReview, cell: ICellPair, only?: Side): IMarks {
  const at = (side: Side) => ({ side: only ?? side, index: cell[side] });
  const extension = (side: Side) => {
    const { side: named, index } = at(side);
    return index == null ? [] : review.marks(named, index);
  };
  return {
    old: extension('old'),
    new: extension('new'),
    lines: side => {
      const { side: named, index } = at(side);
      return index == null
        ? []
        : review.ranges(named, index).map(({ start }) => start);
    }
  };
}
