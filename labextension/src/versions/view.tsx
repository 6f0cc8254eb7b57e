// The Versions panel: header, filter, uncommitted work, the list and its other states.
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { searchIcon } from '@jupyterlab/ui-components';
import type { Notebook } from '../api/types';
import { ErrorMessage, Message } from '../components/message';
import { hasWork, statusInWords } from '../words/changes';
import { SkeletonRow, VersionList } from './list';
import type { VersionsModel } from './model';
import type { IRowContext } from './row';

/** What the panel can ask its plugin to do. */
export interface IPanelActions {
  commit: () => void;
  /** Missing where nobody shows changes. */
  showChanges: (() => void) | null;
  retry: () => void;
  adopt: (notebook: Notebook) => void;
  filter: (text: string) => void;
}

interface IProps {
  model: VersionsModel;
  actions: IPanelActions;
  context: IRowContext;
  /** What is going on, for those who cannot see it. */
  announcement: string;
  busy: boolean;
}

/** The whole panel. */
export function VersionsPanel(props: IProps): JSX.Element {
  const { model, announcement, context } = props;
  return (
    <>
      <Header model={model} trans={context.trans} />
      {(model.view === 'list' || model.filter !== '') && <Filter {...props} />}
      {model.view === 'list' && <Work {...props} />}
      <Body {...props} />
      <div className="jp-jovian-Hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}

function Header(props: {
  model: VersionsModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, trans } = props;
  const name = model.path ? PathExt.basename(model.path) : '';
  return (
    <h2 className="jp-jovian-Panel-header" title={model.path ?? undefined}>
      {trans.__('Versions')}
      {name && <span> · {name}</span>}
    </h2>
  );
}

function Filter({ model, actions, context }: IProps): JSX.Element {
  const { trans } = context;
  return (
    <div className="jp-jovian-Filter">
      <searchIcon.react tag="span" className="jp-jovian-Filter-icon" />
      <input
        key={model.path}
        type="search"
        spellCheck={false}
        placeholder={trans.__('Filter: message, tag, author')}
        aria-label={trans.__('Filter versions')}
        defaultValue={model.filter}
        onChange={event => actions.filter(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape' && event.currentTarget.value) {
            event.currentTarget.value = '';
            actions.filter('');
            event.stopPropagation();
          }
        }}
      />
    </div>
  );
}

function Work({ model, actions, context, busy }: IProps): JSX.Element | null {
  const { trans } = context;
  const { status, source } = model;
  if (!status || !source || !hasWork(status)) {
    return null;
  }
  return (
    <section
      className="jp-jovian-Row jp-jovian-Work"
      aria-label={trans.__('Work that is not committed')}
    >
      <span className="jp-jovian-Row-dot" aria-hidden="true" />
      <div className="jp-jovian-Row-text">
        <div className="jp-jovian-Row-title">
          <b>
            {source.dirty
              ? trans.__('Unsaved work')
              : trans.__('Uncommitted work')}
          </b>
        </div>
        <div className="jp-jovian-Row-meta">{statusInWords(status, trans)}</div>
        <div className="jp-jovian-Work-links">
          {actions.showChanges && (
            <button
              type="button"
              className="jp-jovian-Link"
              onClick={actions.showChanges}
            >
              {trans.__('Show changes')}
            </button>
          )}
          <button
            type="button"
            className="jp-jovian-Link"
            disabled={busy}
            onClick={actions.commit}
          >
            {busy ? trans.__('Committing…') : trans.__('Commit')}
          </button>
        </div>
      </div>
    </section>
  );
}

function Body(props: IProps): JSX.Element {
  const { model, actions, context, busy } = props;
  const { trans } = context;
  switch (model.view) {
    case 'no-notebook':
      return (
        <Message title={trans.__('No notebook open')}>
          <p>{trans.__('Open a notebook to see its versions here.')}</p>
        </Message>
      );
    case 'loading':
      return (
        <div className="jp-jovian-Loading" aria-busy="true">
          {[0, 1, 2, 3, 4, 5].map(row => (
            <div key={row} className="jp-jovian-Row">
              <span className="jp-jovian-Row-dot" />
              <SkeletonRow />
            </div>
          ))}
        </div>
      );
    case 'error':
      return (
        <ErrorMessage
          title={trans.__('The versions could not be read')}
          error={model.error}
          retry={actions.retry}
          trans={trans}
        />
      );
    case 'empty':
      return (
        <Message title={trans.__('No versions yet')}>
          <p>
            {trans.__(
              'A version keeps this notebook as it is now, code and outputs, on your own disk. You can look at it, compare it and go back to it at any time.'
            )}
          </p>
          <button
            type="button"
            className="jp-jovian-Button jp-mod-primary"
            disabled={busy}
            onClick={actions.commit}
          >
            {busy ? trans.__('Committing…') : trans.__('Commit')}
          </button>
          {model.status?.continuations.map(notebook => (
            <Continuation
              key={notebook.key}
              notebook={notebook}
              actions={actions}
              trans={trans}
            />
          ))}
        </Message>
      );
    case 'list':
      return model.rows.length > 0 ? (
        <VersionList model={model} context={context} />
      ) : (
        <Message title={trans.__('No version matches')}>
          <p>{trans.__('Nothing was found for “%1”.', model.filter)}</p>
        </Message>
      );
  }
}

function Continuation(props: {
  notebook: Notebook;
  actions: IPanelActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { notebook, actions, trans } = props;
  return (
    <div className="jp-jovian-Continuation">
      <p>
        {trans._n(
          'It looks like %2, which is gone and has %1 version.',
          'It looks like %2, which is gone and has %1 versions.',
          notebook.versions,
          notebook.path
        )}
      </p>
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => actions.adopt(notebook)}
      >
        {trans.__('Continue its history')}
      </button>
    </div>
  );
}
