// Says where secrets are kept, and what is missing where they cannot be.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { NotificationsModel } from './model';

/** One sentence about secrets; a warning where there is no keyring. */
export function SecretsNote(props: {
  model: NotificationsModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, trans } = props;
  const elsewhere = trans.__(
    'Until then, name a variable of the server’s environment (env:JOVIAN_LAB_…) or an entry of its configuration (config:…) that holds the secret.'
  );
  switch (model.keyring) {
    case 'ready':
      return (
        <p className="jp-jovian-Notify-note">
          {trans.__(
            'Passwords and addresses of chats go into the keyring of the system that Jupyter runs on, are never shown again, and are kept neither in the project nor in this browser.'
          )}
        </p>
      );
    case 'none':
      return (
        <p className="jp-jovian-Notify-note jp-mod-warn">
          {trans.__(
            'The system that Jupyter runs on has no keyring that can be used, so passwords and addresses of chats cannot be typed here.'
          )}{' '}
          {elsewhere}
        </p>
      );
    case 'not installed':
      return (
        <p className="jp-jovian-Notify-note jp-mod-warn">
          {trans.__('To keep passwords and addresses in the system’s keyring')}
          {': '}
          <Install trans={trans} /> {elsewhere}
        </p>
      );
  }
}

/** How to install what is missing. */
export function Install({ trans }: { trans: TranslationBundle }): JSX.Element {
  return (
    <>
      <code>pip install &apos;jovian-lab[notify]&apos;</code>{' '}
      {trans.__('where Jupyter runs, then restart it.')}
    </>
  );
}
