// An output as JupyterLab draws it, trusting nothing of it.
import { Widget } from '@lumino/widgets';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useDiff } from './context';
import { useKept } from './hooks';
import { bundle, outputSize } from './outputs';
import type { IOutput } from './types';

const BIG = 500_000;

/** One output; a big one when it is asked for. */
export function Rendered(props: {
  id: string;
  output: IOutput;
  /** The one type to draw; the best one otherwise. */
  mime?: string;
}): JSX.Element {
  const { id, output, mime } = props;
  const { trans } = useDiff();
  const [wanted, setWanted] = useKept(`${id} big`, false);
  const size = outputSize(output);
  if (size > BIG && !wanted) {
    return (
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => setWanted(true)}
      >
        {trans.__('Show this output (%1 MB)', (size / 1e6).toFixed(1))}
      </button>
    );
  }
  return <Drawn output={output} mime={mime} />;
}

function Drawn(props: { output: IOutput; mime?: string }): JSX.Element {
  const { output, mime } = props;
  const { renderers, trans } = useDiff();
  const place = useRef<HTMLDivElement>(null);
  const data = useMemo(() => {
    const all = bundle(output);
    return mime && mime in all ? { [mime]: all[mime] } : all;
  }, [output, mime]);
  const type = renderers.typeOf(data);
  useLayoutEffect(() => {
    if (!type) {
      return;
    }
    const renderer = renderers.output(type, data, output.metadata);
    renderer.addClass('jp-OutputArea-output');
    Widget.attach(renderer, place.current!);
    return () => renderer.dispose();
  }, [output, data, type, renderers]);
  return (
    <div className="jp-jovian-Rendered jp-OutputArea" ref={place}>
      {!type && (
        <p className="jp-jovian-Note">
          {trans.__(
            'This output has no form that can be shown here: %1.',
            Object.keys(data).join(', ') || '—'
          )}
        </p>
      )}
    </div>
  );
}
