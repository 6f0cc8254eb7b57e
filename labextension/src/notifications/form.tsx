// The form of a channel: where it leads to, its secret, and what it tells.
import { useEffect, useId, useRef } from 'react';
import type { InputHTMLAttributes } from 'react';
import { inWords } from '../words/errors';
import { PORTS, keepsSecret, needsSecret, problemsOf } from './draft';
import type { Field, IDraft } from './draft';
import { FORM } from './model';
import type { IProps } from './view';
import { kindsInWords, problemInWords } from './words';

type Props = IProps & { draft: IDraft };

/** The form of the channel that is being written. */
export function Form(props: Props): JSX.Element {
  const { model, draft, trans } = props;
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const isBusy = model.isBusy(FORM);
  const failure = model.failure(FORM);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    form.current?.querySelector('input')?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
    // Who closes the form goes on where they opened it.
    return () => before?.focus();
  }, []);
  const save = async () => {
    if (!(await model.save())) {
      form.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"]')
        ?.focus();
    }
  };
  return (
    <form
      ref={form}
      className="jp-jovian-Notify-form"
      noValidate
      autoComplete="off"
      aria-labelledby={id}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <h4 id={id}>
        {draft.channel
          ? trans.__('Change the channel %1', draft.channel.name)
          : draft.sort === 'mail'
            ? trans.__('New channel: e-mail')
            : trans.__('New channel: chat or webhook')}
      </h4>
      <Text {...props} field="name" label={trans.__('Name')} />
      {draft.sort === 'mail' ? <Mail {...props} /> : null}
      {needsSecret(draft) && <Secret {...props} />}
      <Tells {...props} />
      <Text
        {...props}
        field="also"
        label={trans.__('Other names of mine')}
        placeholder={trans.__('as git or another server has them')}
        hint={trans.__(
          'Parted by commas. What they do is yours, and mentions of them are of you.'
        )}
      />
      {failure && (
        <div className="jp-jovian-Notify-bad" role="alert">
          {inWords(failure)}
        </div>
      )}
      <div className="jp-jovian-Notify-row jp-mod-end">
        <button
          type="button"
          className="jp-jovian-Button"
          onClick={() => model.close()}
        >
          {trans.__('Cancel')}
        </button>
        <button
          type="submit"
          className="jp-jovian-Button jp-mod-primary"
          disabled={isBusy}
        >
          {isBusy ? trans.__('Saving…') : trans.__('Save')}
        </button>
      </div>
    </form>
  );
}

/** Where e-mail goes to, and through which server. */
function Mail(props: Props): JSX.Element {
  const { model, draft, trans } = props;
  const id = useId();
  return (
    <>
      <Text
        {...props}
        field="to"
        label={trans.__('To')}
        placeholder="ada@example.org"
        inputMode="email"
      />
      <Text
        {...props}
        field="sender"
        label={trans.__('From')}
        placeholder={draft.to.includes(',') ? '' : trans.__('the same address')}
        inputMode="email"
      />
      <Text
        {...props}
        field="host"
        label={trans.__('SMTP server')}
        placeholder="smtp.example.org"
      />
      <div className="jp-jovian-Notify-field">
        <label htmlFor={id}>{trans.__('Encryption')}</label>
        <select
          id={id}
          value={draft.security}
          onChange={({ target }) =>
            model.write({ security: target.value as IDraft['security'] })
          }
        >
          <option value="starttls">{trans.__('STARTTLS')}</option>
          <option value="tls">{trans.__('TLS from the first byte')}</option>
          <option value="none">{trans.__('none')}</option>
        </select>
      </div>
      <Text
        {...props}
        field="port"
        label={trans.__('Port')}
        placeholder={String(PORTS[draft.security])}
        inputMode="numeric"
      />
      <Text
        {...props}
        field="user"
        label={trans.__('User name')}
        placeholder={trans.__('none: without signing in')}
      />
    </>
  );
}

/** A password, or a chat's address; or where it is. */
function Secret(props: Props): JSX.Element {
  const { model, draft, trans } = props;
  const isMail = draft.sort === 'mail';
  const label = isMail ? trans.__('Password') : trans.__('Address');
  const change = (isElsewhere: boolean) =>
    model.write({ isElsewhere, secret: '' });
  if (draft.isElsewhere) {
    return (
      <Text
        {...props}
        field="secretFrom"
        label={isMail ? trans.__('Password is in') : trans.__('Address is in')}
        placeholder="env:JOVIAN_LAB_SECRET"
        hint={trans.__(
          'A variable of the server’s environment, env:JOVIAN_LAB_…, or config:NAME of c.JovianLab.notify_secrets.'
        )}
      >
        {model.keyring === 'ready' && (
          <button
            type="button"
            className="jp-jovian-Link"
            onClick={() => change(false)}
          >
            {trans.__('Type it instead')}
          </button>
        )}
      </Text>
    );
  }
  return (
    <Text
      {...props}
      field="secret"
      type="password"
      autoComplete="new-password"
      label={label}
      placeholder={
        keepsSecret(draft)
          ? trans.__('stays as it is')
          : isMail
            ? ''
            : 'https://hooks.slack.com/services/…'
      }
      hint={
        isMail
          ? trans.__('Goes into the keyring.')
          : trans.__(
              'As the service gives it for a webhook, or one of apprise’s. Goes into the keyring, for it holds a key.'
            )
      }
    >
      <button
        type="button"
        className="jp-jovian-Link"
        onClick={() => change(true)}
      >
        {trans.__('It is on the server already')}
      </button>
    </Text>
  );
}

/** What the channel tells. */
function Tells({ model, draft, trans }: Props): JSX.Element {
  const isBad = model.isTried && problemsOf(draft).tells;
  return (
    <fieldset className="jp-jovian-Notify-kinds">
      <legend>{trans.__('Tell me when')}</legend>
      {kindsInWords(trans).map(([kind, words]) => (
        <label key={kind} className="jp-jovian-Notify-check">
          <input
            type="checkbox"
            checked={draft.tells.includes(kind)}
            onChange={({ target }) =>
              model.write({
                tells: target.checked
                  ? [...draft.tells, kind]
                  : draft.tells.filter(one => one !== kind)
              })
            }
          />
          {words}
        </label>
      ))}
      {isBad && (
        <p className="jp-jovian-Notify-wrong" role="alert">
          {trans.__('Choose at least one.')}
        </p>
      )}
    </fieldset>
  );
}

/** A field with its label, and what is wrong with it. */
function Text(
  props: Props & {
    field: Exclude<Field, 'tells'> | 'also';
    label: string;
    hint?: string;
    children?: React.ReactNode;
  } & Pick<
      InputHTMLAttributes<HTMLInputElement>,
      'type' | 'placeholder' | 'inputMode' | 'autoComplete'
    >
): JSX.Element {
  const { model, draft, field, label, hint, children, trans } = props;
  const id = useId();
  const problem =
    model.isTried && field !== 'also' ? problemsOf(draft)[field] : undefined;
  const said = problem ? problemInWords(problem, trans) : hint;
  return (
    <div className="jp-jovian-Notify-field">
      <label htmlFor={id}>{label}</label>
      <span className="jp-jovian-Notify-input">
        <input
          id={id}
          type={props.type ?? 'text'}
          name={`jovian-${field}`}
          spellCheck={false}
          autoComplete={props.autoComplete ?? 'off'}
          placeholder={props.placeholder}
          inputMode={props.inputMode}
          value={draft[field]}
          aria-invalid={problem ? true : undefined}
          aria-describedby={said ? `${id}-said` : undefined}
          onChange={({ target }) => model.write({ [field]: target.value })}
        />
        {children}
        {said && (
          <small
            id={`${id}-said`}
            className={problem ? 'jp-jovian-Notify-wrong' : undefined}
          >
            {said}
          </small>
        )}
      </span>
    </div>
  );
}
