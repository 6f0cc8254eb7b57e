// What the commit dialog shows: title, message and what will be included.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { CommitDraft } from './draft';
import { Files } from './files';
import { statusInWords } from '../words/changes';

interface IProps {
  draft: CommitDraft;
  trans: TranslationBundle;
}

/** "Commit digits.ipynb → v13". */
export function CommitTitle({ draft, trans }: IProps): JSX.Element {
  return (
    <UseSignal signal={draft.changed}>
      {() => (
        <span className="jp-jovian-Commit-title">
          <b>{trans.__('Commit %1', draft.name)}</b>
          {draft.status && <span> → v{draft.status.next_number}</span>}
        </span>
      )}
    </UseSignal>
  );
}

function Included({ draft, trans }: IProps): JSX.Element {
  const { status, statusError } = draft;
  return (
    <dl className="jp-jovian-Commit-included">
      <dt>{trans.__('Notebook')}</dt>
      <dd aria-live="polite">
        {statusError ? (
          <span className="jp-jovian-Commit-problem">
            {statusError.message} {statusError.hint}
          </span>
        ) : status ? (
          statusInWords(status, trans)
        ) : (
          <span className="jp-jovian-Skeleton" style={{ width: '14em' }} />
        )}
      </dd>
      <dt>{trans.__('Files')}</dt>
      <dd>
        <Files draft={draft} trans={trans} />
      </dd>
    </dl>
  );
}

/** The body of the commit dialog. */
export class CommitBody extends ReactWidget {
  constructor(
    private readonly draft: CommitDraft,
    private readonly trans: TranslationBundle,
    private readonly hint: string
  ) {
    super();
    this.addClass('jp-jovian-Commit');
  }

  protected render(): JSX.Element {
    const { draft, trans } = this;
    return (
      <>
        <textarea
          className="jp-jovian-Commit-message"
          rows={2}
          placeholder={trans.__('What changed? (optional)')}
          aria-label={trans.__('Message')}
          defaultValue={draft.message}
          onChange={event => {
            draft.message = event.target.value;
          }}
        />
        <UseSignal signal={draft.changed}>
          {() => <Included draft={draft} trans={trans} />}
        </UseSignal>
        <p className="jp-jovian-Commit-hint">{this.hint}</p>
      </>
    );
  }
}
