// The Notifications panel: what is told inside JupyterLab, one's channels, and the outbox.
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useId } from 'react';
import type { Channel } from '../api/types';
import { ErrorMessage } from '../components/message';
import { inWords } from '../words/errors';
import { ChannelCard } from './channel';
import { TOASTS } from './choice';
import type { Toast, ToastChoice } from './choice';
import { Form } from './form';
import type { NotificationsModel } from './model';
import { Outbox } from './outbox';
import { Install, SecretsNote } from './secrets';
import { kindsInWords } from './words';

/** What the panel can ask its plugin to do. */
export interface IActions {
  /** Ask whether a channel is to be removed. */
  confirmRemoval: (channel: Channel) => Promise<boolean>;
  /** Let JupyterLab tell of comments, or not. */
  setToasts: (on: boolean) => void;
  /** Choose which kinds it tells of in a project. */
  setKinds: (project: string, kinds: readonly Toast[]) => void;
}

export interface IProps {
  model: NotificationsModel;
  choice: ToastChoice;
  actions: IActions;
  trans: TranslationBundle;
}

/** The panel's content. */
export function NotificationsPanel(props: IProps): JSX.Element {
  const { model, trans } = props;
  const { error, project } = model;
  if (model.view === 'error') {
    return (
      <ErrorMessage
        title={trans.__('The notifications could not be read')}
        error={error}
        retry={() => void model.load()}
        trans={trans}
      />
    );
  }
  if (project === null) {
    return (
      <div className="jp-jovian-Sheet-loading" aria-busy="true">
        {[35, 80, 90, 60, 85].map(width => (
          <span
            key={width}
            className="jp-jovian-Skeleton"
            style={{ width: `${width}%` }}
          />
        ))}
      </div>
    );
  }
  return (
    <>
      <header className="jp-jovian-Notify-header">
        <h2>
          {trans.__('Notifications')}{' '}
          <span title={project}>
            {PathExt.basename(project) || trans.__('the whole server')}
          </span>
        </h2>
        <p>
          {trans.__(
            'Of what others say in the threads of this project. What you do yourself is never told to you.'
          )}
        </p>
      </header>
      {error && (
        <p className="jp-jovian-Notify-stale" role="alert">
          {trans.__('This is not the newest.')} {inWords(error)}
        </p>
      )}
      <InJupyterLab {...props} project={project} />
      <Elsewhere {...props} />
      <Outbox {...props} />
    </>
  );
}

/** What this JupyterLab shows in its corner. */
function InJupyterLab(props: IProps & { project: string }): JSX.Element {
  const { choice, actions, project, trans } = props;
  const id = useId();
  const names = new Map(kindsInWords(trans));
  const chosen = choice.of(project);
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{trans.__('In JupyterLab')}</h3>
      <label className="jp-jovian-Notify-check">
        <input
          type="checkbox"
          checked={choice.isOn}
          onChange={({ target }) => actions.setToasts(target.checked)}
        />
        {trans.__('Show a message in the corner when others comment')}
      </label>
      <fieldset
        className="jp-jovian-Notify-kinds jp-mod-nested"
        disabled={!choice.isOn}
      >
        <legend>{trans.__('In this project, when')}</legend>
        {TOASTS.map(kind => (
          <label key={kind} className="jp-jovian-Notify-check">
            <input
              type="checkbox"
              checked={chosen.includes(kind)}
              onChange={({ target }) =>
                actions.setKinds(
                  project,
                  target.checked
                    ? [...chosen, kind]
                    : chosen.filter(one => one !== kind)
                )
              }
            />
            {names.get(kind)}
          </label>
        ))}
      </fieldset>
    </section>
  );
}

/** Channels, and the form for a new one. */
function Elsewhere(props: IProps): JSX.Element {
  const { model, trans } = props;
  const { channels, draft, hasChats } = model;
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{trans.__('By e-mail and in chats')}</h3>
      <SecretsNote {...props} />
      {channels.length === 0 && !draft && (
        <p className="jp-jovian-Notify-empty">
          {trans.__(
            'No channels yet. A channel is yours, for this project, and tells the kinds of events you choose.'
          )}
        </p>
      )}
      <ul className="jp-jovian-Notify-channels">
        {channels.map(channel => (
          <li key={channel.id}>
            <ChannelCard {...props} channel={channel} />
            {draft?.channel?.id === channel.id && (
              <Form {...props} draft={draft} />
            )}
          </li>
        ))}
      </ul>
      {draft && !draft.channel && <Form {...props} draft={draft} />}
      <div className="jp-jovian-Notify-row">
        <button
          type="button"
          className="jp-jovian-Button"
          onClick={() => model.begin('mail', trans.__('E-mail'))}
        >
          {trans.__('Add e-mail…')}
        </button>
        <button
          type="button"
          className="jp-jovian-Button"
          disabled={!hasChats}
          onClick={() => model.begin('chat', trans.__('Chat'))}
        >
          {trans.__('Add chat or webhook…')}
        </button>
      </div>
      {!hasChats && (
        <p className="jp-jovian-Notify-note">
          {trans.__('Slack, Teams, Mattermost, Discord and others')}
          {': '}
          <Install trans={trans} />
        </p>
      )}
    </section>
  );
}
