// Two sources beside each other or in one column, or one source alone.
import { useLayoutEffect, useRef } from 'react';
import type { TextDiff } from '../api/types';
import { useDiff } from './context';
import { drawSources } from './merge';
import { sideName } from './words';

interface IProps {
  old: string | null;
  new: string | null;
  diff?: TextDiff | null;
  split: boolean;
  /** A language's name, "markdown", or a MIME type. */
  language: string;
}

/** Sources with the changes marked. */
export function Source(props: IProps): JSX.Element {
  const { old, new: newer, diff, split, language } = props;
  const { model, renderers, trans } = useDiff();
  const place = useRef<HTMLDivElement>(null);
  const { target, difference } = model;
  const label = (side: 'old' | 'new') =>
    trans.__('Source in %1', sideName(side, target, difference, trans));
  const labels = [label('old'), label('new')] as const;
  const [left, right] = labels;
  useLayoutEffect(() => {
    const view = drawSources(place.current!, {
      old,
      new: newer,
      diff,
      split,
      labels: [left, right]
    });
    void renderers.language(language).then(view.highlight);
    return view.destroy;
  }, [old, newer, diff, split, language, left, right, renderers]);
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
}): JSX.Element {
  const { text, language } = props;
  const { renderers, trans } = useDiff();
  const place = useRef<HTMLDivElement>(null);
  const label = trans.__('Source');
  useLayoutEffect(() => {
    const view = drawSources(place.current!, {
      old: null,
      new: text,
      split: false,
      labels: [label, label]
    });
    void renderers.language(language).then(view.highlight);
    return view.destroy;
  }, [text, language, label, renderers]);
  return <div className="jp-jovian-Source" ref={place} />;
}
