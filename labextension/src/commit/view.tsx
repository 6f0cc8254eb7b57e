// What the commit dialog shows: title, message and what will be included.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Panel, Widget } from '@lumino/widgets';
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

/** The body of the commit dialog. The field for the message is there at once, so that no key is lost. */
export class CommitBody extends Panel {
  constructor(draft: CommitDraft, trans: TranslationBundle, hint: string) {
    super();
    this.addClass('jp-jovian-Commit');
    const message = document.createElement('textarea');
    message.className = 'jp-jovian-Commit-message';
    message.rows = 2;
    message.placeholder = trans.__('What changed? (optional)');
    message.setAttribute('aria-label', trans.__('Message'));
    message.value = draft.message;
    message.addEventListener('input', () => {
      draft.message = message.value;
    });
    this.addWidget(new Widget({ node: message }));
    this.addWidget(
      ReactWidget.create(
        <>
          <UseSignal signal={draft.changed}>
            {() => <Included draft={draft} trans={trans} />}
          </UseSignal>
          <p className="jp-jovian-Commit-hint">{hint}</p>
        </>
      )
    );
  }
}
