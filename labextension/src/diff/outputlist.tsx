// The outputs of a cell: those that differ, and behind a line those that do not.
import { useMemo } from 'react';
import type { CellDiff } from '../api/types';
import { useDiff } from './context';
import { useKept } from './hooks';
import type { ILoaded } from './hooks';
import { OutputChange } from './output';
import { joinedOutputs } from './outputs';
import { Rendered } from './rendered';
import { OutputComments } from './threadview';
import type { ICell, IOutput, Side } from './types';

/** All outputs of a changed cell. */
export function OutputList(props: {
  id: string;
  cell: CellDiff;
  old: ICell | undefined;
  new: ICell | undefined;
  split: boolean;
}): JSX.Element {
  const { id, cell, split } = props;
  const old = useMemo(() => joinedOutputs(props.old), [props.old]);
  const newer = useMemo(() => joinedOutputs(props.new), [props.new]);
  const diffs = cell.outputs ?? [];
  if (cell.old == null || cell.new == null) {
    const side = cell.old == null ? 'new' : 'old';
    return (
      <>
        {(side === 'new' ? newer : old).map((output, index) => (
          <div className="jp-jovian-Commentable" key={index}>
            <OutputComments cell={cell} outputs={{ [side]: index }} />
            <OutputChange
              id={`${id} ${side}${index}`}
              diff={{
                change: side === 'new' ? 'added' : 'removed',
                type: output.output_type
              }}
              old={side === 'old' ? output : undefined}
              new={side === 'new' ? output : undefined}
              split={split}
            />
          </div>
        ))}
      </>
    );
  }
  const changed = diffs.filter(isVisible);
  const same = [...newer.entries()].filter(
    ([index]) => !changed.some(diff => diff.new === index)
  );
  return (
    <>
      {changed.map(diff => (
        <div className="jp-jovian-Commentable" key={`${diff.old}:${diff.new}`}>
          <OutputComments cell={cell} outputs={diff} />
          <OutputChange
            id={`${id} ${diff.old}:${diff.new}`}
            diff={diff}
            old={diff.old == null ? undefined : old[diff.old]}
            new={diff.new == null ? undefined : newer[diff.new]}
            split={split}
          />
        </div>
      ))}
      {same.length > 0 && (
        <SameOutputs id={`${id} same`} cell={cell} side="new" outputs={same} />
      )}
    </>
  );
}

/** What stands in the place of large outputs until somebody wants to see them. */
export function LargeOutputs(props: {
  sides: readonly ILoaded[];
}): JSX.Element | null {
  const { trans } = useDiff();
  const lacking = props.sides.filter(side => side.lacksOutputs);
  if (lacking.length === 0) {
    return null;
  }
  return (
    <p className="jp-jovian-Note">
      {trans.__('The outputs are large and were not loaded.')}{' '}
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => lacking.forEach(side => side.loadOutputs())}
      >
        {trans.__('Load outputs')}
      </button>
    </p>
  );
}

/** Whether an output looks another way. */
export function isVisible({ change }: { change: string }): boolean {
  return change !== 'same' && change !== 'rerun';
}

/** Outputs that are the same on both sides. */
export function SameOutputs(props: {
  id: string;
  cell: CellDiff;
  /** The side they are taken from. */
  side: Side;
  outputs: readonly (readonly [number, IOutput])[];
}): JSX.Element {
  const { id, cell, side, outputs } = props;
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
        {trans._n(
          '%1 unchanged output',
          '%1 unchanged outputs',
          outputs.length
        )}
      </button>
      {open && (
        <div className="jp-jovian-Alone">
          {outputs.map(([index, output]) => (
            <div className="jp-jovian-Commentable" key={index}>
              <OutputComments cell={cell} outputs={{ [side]: index }} />
              <Rendered id={`${id} ${index}`} output={output} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
