// The notebook toolbar's Commit button with its small menu.
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  ReactWidget,
  UseSignal,
  caretDownIcon,
  checkIcon
} from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import type { MouseEvent } from 'react';
import type { Phase } from './model';

/** What the button shows and does. */
export interface IButtonProps {
  phase: () => Phase;
  showLabel: () => boolean;
  caption: () => string;
  onCommit: () => void;
  onMenu: (anchor: HTMLElement) => void;
  trans: TranslationBundle;
}

/** The widget of the button; `refresh` when what it shows may have changed. */
export class CommitButton extends ReactWidget {
  constructor(private readonly props: IButtonProps) {
    super();
    this.addClass('jp-jovian-CommitButton');
  }

  /** Draw again. */
  refresh(): void {
    if (!this.isDisposed) {
      this._refreshed.emit();
    }
  }

  protected render(): JSX.Element {
    return (
      <UseSignal signal={this._refreshed}>
        {() => <Split {...this.props} />}
      </UseSignal>
    );
  }

  private readonly _refreshed = new Signal<this, void>(this);
}

function Split(props: IButtonProps): JSX.Element {
  const { trans } = props;
  const phase = props.phase();
  const busy = phase !== 'idle';
  const doing = {
    idle: props.caption(),
    saving: trans.__('Saving the notebook…'),
    committing: trans.__('Committing…')
  }[phase];
  return (
    <>
      <button
        type="button"
        className="jp-jovian-CommitButton-main"
        disabled={busy}
        aria-busy={busy}
        title={doing}
        aria-label={busy ? doing : trans.__('Commit')}
        onMouseDown={keepFocus}
        onClick={props.onCommit}
      >
        {busy ? (
          <span className="jp-jovian-Spinner" />
        ) : (
          <checkIcon.react tag="span" className="jp-jovian-CommitButton-icon" />
        )}
        {props.showLabel() && <span>{trans.__('Commit')}</span>}
      </button>
      <button
        type="button"
        className="jp-jovian-CommitButton-more"
        disabled={busy}
        aria-haspopup="menu"
        title={trans.__('More ways to commit')}
        aria-label={trans.__('More ways to commit')}
        onMouseDown={keepFocus}
        onClick={event => props.onMenu(event.currentTarget)}
      >
        <caretDownIcon.react tag="span" />
      </button>
    </>
  );
}

/** A click leaves the keyboard with the notebook, as JupyterLab's own buttons do. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
