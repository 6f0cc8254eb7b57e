// Outputs as they look: both beside each other, or the one there is.
import type { MimeChange, OutputDiff } from '../api/types';
import { useDiff } from './context';
import { Rendered } from './rendered';
import type { IOutput } from './types';

/** An output of a cell, on both sides or on one. */
export interface IOutputProps {
  id: string;
  diff: OutputDiff;
  old: IOutput | undefined;
  new: IOutput | undefined;
  split: boolean;
}

/** Both outputs as they look. */
export function Beside(props: {
  id: string;
  old: IOutput;
  new: IOutput;
  mime: string;
}): JSX.Element {
  const { id, mime } = props;
  return (
    <div className="jp-jovian-Beside">
      <div data-side="old">
        <Rendered id={`${id} old`} output={props.old} mime={mime} />
      </div>
      <div data-side="new">
        <Rendered id={`${id} new`} output={props.new} mime={mime} />
      </div>
    </div>
  );
}

/** An output whose contents are the same, and its details are not. */
export function Alike(props: { id: string; output: IOutput }): JSX.Element {
  const { trans } = useDiff();
  return (
    <>
      <p className="jp-jovian-Note">
        {trans.__('Only details of this output changed, not what it shows.')}
      </p>
      <div className="jp-jovian-Alone">
        <Rendered id={`${props.id} alike`} output={props.output} />
      </div>
    </>
  );
}

/** An output, or a form of it, that only one side has. */
export function OneSided(
  props: IOutputProps & { mime?: MimeChange }
): JSX.Element {
  const { id, old, new: newer, split, mime } = props;
  const side = newer ? 'new' : 'old';
  const output = newer ?? old;
  return (
    <div
      className={split ? 'jp-jovian-Beside' : 'jp-jovian-Alone'}
      data-only={side}
    >
      {split && side === 'new' && <div className="jp-jovian-None" />}
      <div data-side={side}>
        {output && (
          <Rendered id={`${id} ${side}`} output={output} mime={mime?.mime} />
        )}
      </div>
      {split && side === 'old' && <div className="jp-jovian-None" />}
    </div>
  );
}
