// A few words in the status bar or a toolbar, of which a click shows more.
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import type { ReactNode } from 'react';

/** Follows a model; shows nothing where there is nothing to say. */
export abstract class Badge extends ReactWidget {
  /** @param changed - emitted when there may be other words */
  constructor(private readonly changed: ISignal<unknown, unknown>) {
    super();
    this.addClass('jp-jovian-Work-badge');
  }

  /** What it says now, null for nothing. */
  protected abstract content(): ReactNode;

  protected render(): JSX.Element {
    return <UseSignal signal={this.changed}>{() => this.content()}</UseSignal>;
  }
}

/** The words as a button. */
export function BadgeButton(props: {
  title: string;
  /** For a screen reader, where the words do not say it. */
  label?: string;
  onClick: () => void;
  /** For the style sheet. */
  state?: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <button
      type="button"
      className="jp-jovian-Work-button"
      title={props.title}
      aria-label={props.label}
      data-state={props.state}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
