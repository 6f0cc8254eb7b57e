// The outbox: what was told, what is going to be, and what was not, with sending again.
import { useId, useState } from 'react';
import type { Notification } from '../api/types';
import { inWords } from '../words/errors';
import { exactTime, relativeTime } from '../words/time';
import { STATES, stateOf } from './model';
import type { State } from './model';
import type { IProps } from './view';
import { stateInWords } from './words';

/** Messages, newest first, filtered by what became of them. */
export function Outbox(props: IProps): JSX.Element {
  const { model, trans } = props;
  const [filter, setFilter] = useState<State | null>(null);
  const id = useId();
  const messages = model.messages ?? [];
  const listed = messages.filter(
    message => filter === null || stateOf(message) === filter
  );
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{trans.__('Outbox')}</h3>
      {messages.length === 0 ? (
        <p className="jp-jovian-Notify-empty">
          {trans.__(
            'Nothing was told yet. What others say from now on is listed here, with what became of it.'
          )}
        </p>
      ) : (
        <>
          <div
            className="jp-jovian-Notify-row"
            role="group"
            aria-label={trans.__('Which messages')}
          >
            <Choice
              label={trans.__('All')}
              count={messages.length}
              isOn={filter === null}
              choose={() => setFilter(null)}
            />
            {STATES.map(state => (
              <Choice
                key={state}
                label={stateInWords(state, trans)[0]}
                count={model.count(state)}
                isOn={filter === state}
                choose={() => setFilter(state)}
              />
            ))}
          </div>
          {listed.length === 0 ? (
            <p className="jp-jovian-Notify-empty">
              {trans.__('There is no such message.')}
            </p>
          ) : (
            <ul className="jp-jovian-Outbox">
              {listed.map(message => (
                <Row key={message.id} {...props} message={message} />
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function Choice(props: {
  label: string;
  count: number;
  isOn: boolean;
  choose: () => void;
}): JSX.Element {
  const { label, count, isOn, choose } = props;
  return (
    <button
      type="button"
      className="jp-jovian-Chip jp-mod-choice"
      aria-pressed={isOn}
      onClick={choose}
    >
      {label} <span>{count}</span>
    </button>
  );
}

function Row(props: IProps & { message: Notification }): JSX.Element {
  const { model, message, trans } = props;
  const { id, channel, subject, changed, attempts, error } = message;
  const state = stateOf(message);
  const [name, meaning] = stateInWords(state, trans);
  const isOver = state === 'failed' || state === 'unsure';
  const failure = model.failure(id);
  const where = model.channels.find(one => one.id === channel)?.name ?? '';
  return (
    <li data-message={id} data-state={state}>
      <span
        className={`jp-jovian-Chip ${isOver ? 'jp-mod-warn' : ''}`}
        title={meaning}
      >
        {name}
      </span>
      <span className="jp-jovian-Outbox-what">
        {subject}
        <small>
          {where} ·{' '}
          <time dateTime={changed} title={exactTime(changed)}>
            {relativeTime(changed, model.now, trans)}
          </time>
          {attempts > 1 &&
            ` · ${trans._n('tried once', 'tried %1 times', attempts)}`}
        </small>
        {error && (
          <small className={isOver ? 'jp-jovian-Notify-wrong' : undefined}>
            {error}
          </small>
        )}
        {state === 'unsure' && <small>{meaning}</small>}
        {failure && (
          <small className="jp-jovian-Notify-wrong" role="alert">
            {inWords(failure)}
          </small>
        )}
      </span>
      {isOver && (
        <button
          type="button"
          className="jp-jovian-Button"
          disabled={model.isBusy(id)}
          aria-label={trans.__('Send “%1” again', subject)}
          onClick={() => void model.retry(message)}
        >
          {trans.__('Send again')}
        </button>
      )}
    </li>
  );
}
