// The card a cell shows after `jovian_lab.commit()`.
import type { TranslationBundle } from '@jupyterlab/translation';
import { inWords } from '../words/errors';
import type { CardState } from './model';

/** What a card can ask for. */
export interface ICardActions {
  showChanges: (version: string) => void;
  showVersions: () => void;
}

interface IProps {
  state: CardState | null;
  actions: ICardActions;
  trans: TranslationBundle;
}

/** One line about the commit a cell asked for. */
export function Card({ state, actions, trans }: IProps): JSX.Element {
  const link = (label: string, act: () => void) => (
    <button type="button" className="jp-jovian-Link" onClick={act}>
      {label}
    </button>
  );
  switch (state?.kind) {
    case 'waiting':
    case 'committing':
      return (
        <>
          <span className="jp-jovian-Spinner" />
          <span>{trans.__('Committing when the cell has ended…')}</span>
        </>
      );
    case 'committed':
      return (
        <>
          <span className="jp-jovian-Card-sign jp-mod-good">✓</span>
          <b>{trans.__('v%1', state.version.number)}</b>
          <span className="jp-jovian-Card-title">{state.version.title}</span>
          {state.superseded && (
            <span className="jp-jovian-Chip jp-mod-warn">
              {trans.__('another version was made meanwhile: both are kept')}
            </span>
          )}
          {link(trans.__('Show changes'), () =>
            actions.showChanges(state.version.id)
          )}
        </>
      );
    case 'unchanged':
      return (
        <>
          <span className="jp-jovian-Card-sign">=</span>
          <span>
            {state.head
              ? trans.__('Nothing changed since v%1', state.head.number)
              : trans.__('Nothing changed')}
          </span>
          {link(trans.__('Show versions'), actions.showVersions)}
        </>
      );
    case 'failed':
      return (
        <>
          <span className="jp-jovian-Card-sign jp-mod-bad">!</span>
          <span>
            {trans.__('Not committed.')} {inWords(state.error)}
          </span>
        </>
      );
    default:
      return (
        <>
          <code>jovian_lab.commit()</code>
          {link(trans.__('Show versions'), actions.showVersions)}
        </>
      );
  }
}
