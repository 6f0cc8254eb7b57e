// The Threads panel: its head, and the list with its other states.
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { settingsIcon } from '@jupyterlab/ui-components';
import { ErrorMessage, Message } from '../components/message';
import { ThreadContext } from './context';
import type { IThreadContext } from './context';
import { Entry } from './entry';
import { Filters, Search } from './filters';
import type { DiscussionModel } from './model';
import type { IShown } from './shown';
import type { SidebarModel } from './sidebar';
import { NewThread } from './newthread';

/** What the panel can ask its plugin to do. */
export interface ISidebarActions {
  retry: () => void;
  commentOnNotebook: () => void;
  /** Let somebody choose where they are told what is said. */
  notifications: () => void;
  /** Show a thread in the notebook. */
  show: (shown: IShown) => void;
}

interface IProps {
  model: SidebarModel;
  actions: ISidebarActions;
  /** What threads that are in no cell are drawn with; null without a notebook. */
  context: IThreadContext | null;
  trans: TranslationBundle;
}

/** The whole panel. */
export function ThreadsPanel(props: IProps): JSX.Element {
  const { model, actions, trans } = props;
  const { discussion, counts } = model;
  const name = discussion ? PathExt.basename(discussion.path) : '';
  return (
    <>
      <div className="jp-jovian-Threads-header">
        <h2 className="jp-jovian-Panel-header" title={discussion?.path}>
          {trans.__('Threads')}
          {name && <span> · {name}</span>}
        </h2>
        <button
          type="button"
          className="jp-jovian-Threads-gear"
          disabled={!discussion}
          title={trans.__('Notifications…')}
          aria-label={trans.__('Notifications…')}
          onClick={actions.notifications}
        >
          <settingsIcon.react tag="span" width="14px" />
        </button>
      </div>
      {discussion?.view === 'ready' && (
        <>
          <Search model={model} trans={trans} />
          <Filters model={model} trans={trans} />
        </>
      )}
      <Body {...props} />
      <div className="jp-jovian-Hidden" role="status" aria-live="polite">
        {discussion?.view === 'ready'
          ? trans._n('%1 open thread', '%1 open threads', counts.open)
          : ''}
      </div>
    </>
  );
}

function Body(props: IProps): JSX.Element {
  const { model, actions, context, trans } = props;
  const { discussion, threads } = model;
  if (!discussion || !context) {
    return (
      <Message title={trans.__('No notebook open')}>
        <p>{trans.__('Open a notebook to see its threads here.')}</p>
      </Message>
    );
  }
  if (discussion.view === 'loading') {
    return (
      <div className="jp-jovian-Loading" aria-busy="true">
        {[0, 1, 2].map(row => (
          <div key={row} className="jp-jovian-Entry-waiting">
            <span className="jp-jovian-Skeleton" style={{ width: '70%' }} />
            <span className="jp-jovian-Skeleton" style={{ width: '45%' }} />
          </div>
        ))}
      </div>
    );
  }
  if (discussion.view === 'error') {
    return (
      <ErrorMessage
        title={trans.__('The threads could not be read')}
        error={discussion.error}
        retry={actions.retry}
        trans={trans}
      />
    );
  }
  return (
    <ThreadContext.Provider value={context}>
      <div className="jp-jovian-Threads-list">
        <OnNotebook {...props} discussion={discussion} context={context} />
        {discussion.damaged > 0 && (
          <p className="jp-jovian-Note jp-mod-warn" role="alert">
            {trans._n(
              '%1 event is damaged and is not shown; fsck names it.',
              '%1 events are damaged and are not shown; fsck names them.',
              discussion.damaged
            )}
          </p>
        )}
        {threads.length === 0 ? (
          <Nothing {...props} discussion={discussion} />
        ) : (
          <ul>
            {threads.map(shown => (
              <li key={shown.thread.id}>
                <Entry
                  shown={shown}
                  model={discussion}
                  context={context}
                  show={actions.show}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </ThreadContext.Provider>
  );
}

/** A comment on the notebook as a whole that is being written. */
function OnNotebook(
  props: IProps & { discussion: DiscussionModel; context: IThreadContext }
): JSX.Element | null {
  const { discussion, trans } = props;
  const { memory, path } = discussion;
  const key = 'new ';
  const started = discussion.started.find(
    ([name, { about }]) => name === key && about.on === undefined
  );
  if (!started) {
    return null;
  }
  const { about } = started[1];
  const forget = () => {
    memory.keep(path, key, null);
    discussion.touch();
  };
  return (
    <NewThread
      id={key}
      quote=""
      about={about.quote ?? trans.__('the notebook')}
      source={null}
      onWhole={null}
      onCancel={forget}
      onSend={async words => {
        await discussion.open(about, words);
        forget();
        // Where in the notebook it belongs, the server knows.
        void discussion.refresh();
      }}
    />
  );
}

function Nothing(props: IProps & { discussion: DiscussionModel }): JSX.Element {
  const { model, discussion, actions, trans } = props;
  if (discussion.threads.length > 0) {
    return (
      <Message title={trans.__('No such thread')}>
        <p>
          {model.search
            ? trans.__('Nothing was found for “%1”.', model.search)
            : trans.__('Choose another filter to see the other threads.')}
        </p>
      </Message>
    );
  }
  return (
    <Message title={trans.__('No threads yet')}>
      <p>
        {trans.__(
          'Select a cell, some code or an output and comment on it: with the button in the cell’s toolbar, the context menu, or a shortcut. Nothing is written into the notebook file.'
        )}
      </p>
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={actions.commentOnNotebook}
      >
        {trans.__('Comment on the notebook')}
      </button>
    </Message>
  );
}
