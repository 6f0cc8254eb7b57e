// One channel: what it is called, where it leads to, what it tells, and what can be done with it.
import type { Channel } from '../api/types';
import { inWords } from '../words/errors';
import { FORM } from './model';
import type { IProps } from './view';
import { tellsInWords } from './words';

/** The card. */
export function ChannelCard(props: IProps & { channel: Channel }): JSX.Element {
  const { model, actions, channel, trans } = props;
  const { id, name, shown, enabled } = channel;
  const isBusy = model.isBusy(id);
  const failure = model.failure(id);
  const remove = async () => {
    if (await actions.confirmRemoval(channel)) {
      await model.remove(channel);
    }
  };
  return (
    <article
      className="jp-jovian-Channel"
      data-channel={id}
      data-off={!enabled || undefined}
      aria-label={trans.__('Channel %1', name)}
    >
      <div className="jp-jovian-Channel-head">
        <b>{name}</b>
        <span className="jp-jovian-Chip">
          {channel.mail ? trans.__('e-mail') : trans.__('chat')}
        </span>
        <label className="jp-jovian-Notify-check">
          <input
            type="checkbox"
            checked={enabled}
            disabled={isBusy}
            aria-label={trans.__('%1 tells something', name)}
            onChange={({ target }) =>
              void model.enable(channel, target.checked)
            }
          />
          {enabled ? trans.__('on') : trans.__('off')}
        </label>
      </div>
      <p className="jp-jovian-Channel-about">
        {trans.__('to %1', shown)} · {tellsInWords(channel, trans)}
        {channel.secret && <> · {secretInWords(props)}</>}
      </p>
      <div className="jp-jovian-Notify-row">
        <button
          type="button"
          className="jp-jovian-Button"
          disabled={isBusy}
          onClick={() => void model.test(channel)}
        >
          {isBusy && <span className="jp-jovian-Spinner" aria-hidden="true" />}
          {trans.__('Send a test message')}
        </button>
        <button
          type="button"
          className="jp-jovian-Button"
          disabled={isBusy || model.isBusy(FORM)}
          onClick={() => model.edit(channel)}
        >
          {trans.__('Edit…')}
        </button>
        <button
          type="button"
          className="jp-jovian-Button"
          disabled={isBusy}
          onClick={() => void remove()}
        >
          {trans.__('Remove…')}
        </button>
      </div>
      <div role="status" aria-live="polite">
        <Trial {...props} />
        {failure && <p className="jp-jovian-Notify-bad">{inWords(failure)}</p>}
      </div>
    </article>
  );
}

/** What became of the test message. */
function Trial(props: IProps & { channel: Channel }): JSX.Element | null {
  const { model, channel, trans } = props;
  const trial = model.trial(channel.id);
  if (!trial) {
    return null;
  }
  if (trial.state === 'sent') {
    return (
      <p className="jp-jovian-Notify-good">
        {trans.__('The test message was sent. See whether it has arrived.')}{' '}
        {trial.error}
      </p>
    );
  }
  return (
    <div className="jp-jovian-Notify-bad">
      <b>
        {trial.state === 'unsure'
          ? trans.__('Nobody knows whether it arrived.')
          : trans.__('Not sent.')}{' '}
        {trial.error}
      </b>
      {trial.hint && <p>{trial.hint}</p>}
    </div>
  );
}

/** Where the secret is. */
function secretInWords({
  channel,
  trans
}: Pick<IProps, 'trans'> & { channel: Channel }): string {
  return channel.secret === 'keyring'
    ? trans.__('secret in the keyring')
    : trans.__('secret in %1', channel.secret);
}
