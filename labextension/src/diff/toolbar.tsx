// The line above a difference: its sides, the way from change to change, and how it is shown.
import type { ReactNode } from 'react';
import { useDiff } from './context';
import type { IDiffOptions } from './options';
import { SidePicker } from './picker';

/** The panel's toolbar. */
export function DiffToolbar(): JSX.Element {
  const { model, trans } = useDiff();
  const { stops, place, loading } = model;
  const position =
    stops.length === 0
      ? ''
      : place < 0
        ? trans._n('%1 change', '%1 changes', stops.length)
        : trans.__('change %1 of %2', place + 1, stops.length);
  return (
    <div
      className="jp-jovian-Diff-toolbar"
      role="toolbar"
      aria-label={trans.__('Comparison')}
    >
      <SidePicker side="old" />
      <span aria-hidden="true">→</span>
      <SidePicker side="new" />
      <button
        type="button"
        className="jp-jovian-Button"
        title={trans.__('Swap the sides')}
        aria-label={trans.__('Swap the sides')}
        onClick={() => void model.swap()}
      >
        ⇆
      </button>
      <StepButton by={-1} title={trans.__('Previous change (P or Alt+Up)')}>
        ↑ {trans.__('Previous')}
      </StepButton>
      <StepButton by={1} title={trans.__('Next change (N or Alt+Down)')}>
        ↓ {trans.__('Next')}
      </StepButton>
      <span
        className="jp-jovian-Diff-position"
        role="status"
        aria-live="polite"
      >
        {position}
      </span>
      {loading && (
        <span
          className="jp-jovian-Spinner"
          role="img"
          aria-label={trans.__('Comparing…')}
        />
      )}
      <span className="jp-jovian-Diff-options">
        <Option name="split">{trans.__('Split')}</Option>
        <Option name="hideUnchanged">{trans.__('Hide unchanged')}</Option>
        <Option name="hideOutputs">{trans.__('Hide outputs')}</Option>
        <Option name="metadata">{trans.__('Metadata')}</Option>
      </span>
    </div>
  );
}

function StepButton(props: {
  by: 1 | -1;
  title: string;
  children: ReactNode;
}): JSX.Element {
  const { model } = useDiff();
  return (
    <button
      type="button"
      className="jp-jovian-Button"
      title={props.title}
      disabled={model.stops.length === 0}
      onClick={() => model.step(props.by)}
    >
      {props.children}
    </button>
  );
}

function Option(props: {
  name: keyof IDiffOptions;
  children: ReactNode;
}): JSX.Element {
  const { options } = useDiff().model;
  const { name, children } = props;
  return (
    <label>
      <input
        type="checkbox"
        checked={options.values[name]}
        onChange={event => options.set(name, event.target.checked)}
      />{' '}
      {children}
    </label>
  );
}
