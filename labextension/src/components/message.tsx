// What stands in the place of content: that there is none, or why it could not be read.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/errors';

/** A heading and what can be done. */
export function Message(props: {
  title: string;
  alert?: boolean;
  children: ReactNode;
}): JSX.Element {
  return (
    <div className="jp-jovian-Message" role={props.alert ? 'alert' : undefined}>
      <h3>{props.title}</h3>
      {props.children}
    </div>
  );
}

/** What failed and why, with a button to try again. */
export function ErrorMessage(props: {
  title: string;
  error: ApiError | null;
  retry: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { title, error, retry, trans } = props;
  return (
    <Message title={title} alert>
      <p>{error?.message}</p>
      {error?.hint && <p>{error.hint}</p>}
      <button type="button" className="jp-jovian-Button" onClick={retry}>
        {trans.__('Retry')}
      </button>
    </Message>
  );
}

/** The same in the place of one piece among others. */
export function ErrorLine(props: {
  error: ApiError;
  retry: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { error, retry, trans } = props;
  return (
    <div className="jp-jovian-Damage" role="alert">
      <p>{[error.message, error.hint].filter(Boolean).join(' ')}</p>
      <button type="button" className="jp-jovian-Button" onClick={retry}>
        {trans.__('Retry')}
      </button>
    </div>
  );
}
