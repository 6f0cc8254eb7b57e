// The body of the install dialog: name, plan, questions, progress, report.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { Install, InstallQuestion } from '../api/types';
import type { InstallDraft, Phase } from './draft';
import { Report } from './report';

/** What the dialog can ask its plugin to do. */
export interface IInstallActions {
  close: () => void;
  /** Let the notebook go on in the new kernel. */
  useKernel: (install: Install) => void;
}

interface IProps {
  draft: InstallDraft;
  actions: IInstallActions;
  trans: TranslationBundle;
}

/** "Install the environment of v3". */
export function InstallTitle({
  draft,
  trans
}: Omit<IProps, 'actions'>): JSX.Element {
  const { wanted, phase, job } = draft;
  const version = trans.__('v%1', wanted.number);
  const titles: Partial<Record<Phase, string>> = {
    running: trans.__('Installing %1', job?.name || version),
    done: trans.__('The kernel %1 is ready', job?.name || version)
  };
  return (
    <span className="jp-jovian-Install-title">
      <b>{titles[phase] ?? trans.__('Install as kernel')}</b>
      <span>
        {' '}
        {version}
        {wanted.title && ` · ${wanted.title}`}
      </span>
    </span>
  );
}

/** The dialog's body with its own buttons. */
export function InstallBody(props: IProps): JSX.Element {
  const { draft, trans } = props;
  const { phase } = draft;
  const body = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What had the focus may be gone with the phase before.
    const form = body.current;
    if (form && !form.contains(document.activeElement)) {
      const main = form.querySelector<HTMLElement>('.jp-mod-primary:enabled');
      (main ?? form.querySelector('button'))?.focus();
    }
  }, [phase]);
  return (
    <form
      ref={body}
      className="jp-jovian-Install"
      data-phase={phase}
      onSubmit={event => {
        event.preventDefault();
        if (phase === 'planned' && draft.isNamed) {
          void draft.start();
        } else if (phase === 'asking') {
          void draft.answer();
        }
      }}
    >
      {(phase === 'planning' || phase === 'planned' || phase === 'asking') &&
        draft.job === null && <Name {...props} />}
      <Content {...props} />
      <div className="jp-jovian-Install-buttons">
        <Buttons {...props} />
      </div>
      <div className="jp-jovian-Hidden" role="status" aria-live="polite">
        {phaseInWords(draft, trans)}
      </div>
    </form>
  );
}

function Name({ draft, trans }: IProps): JSX.Element {
  const id = useId();
  const isBad = draft.name !== '' && !draft.isNamed;
  return (
    <div className="jp-jovian-Install-name">
      <label htmlFor={id}>{trans.__('Name of the kernel')}</label>
      <input
        id={id}
        type="text"
        className="jp-mod-styled"
        spellCheck={false}
        maxLength={100}
        value={draft.name}
        placeholder={trans.__('made from the notebook and the version')}
        aria-invalid={isBad}
        aria-describedby={isBad ? `${id}-why` : undefined}
        onChange={event => draft.rename(event.target.value)}
      />
      {isBad && (
        <p id={`${id}-why`} className="jp-jovian-Env-said jp-mod-bad">
          {trans.__('Letters, digits, dots, dashes and underscores only.')}
        </p>
      )}
    </div>
  );
}

function Content(props: IProps): JSX.Element {
  const { draft, trans } = props;
  const { current, report } = draft;
  switch (draft.phase) {
    case 'planning':
      return (
        <Progress
          install={current}
          words={trans.__('Finding out what would be installed…')}
        />
      );
    case 'asking':
      return <Questions {...props} />;
    case 'running':
      return (
        <>
          <Progress install={current} words={trans.__('Starting…')} />
          <Log install={current} trans={trans} />
          <p className="jp-jovian-Env-quiet">
            {trans.__(
              'It goes on when this is closed, and when the page is. The environment you have stays as it is.'
            )}
          </p>
        </>
      );
    case 'planned':
    case 'done':
      return report ? (
        <Report
          report={report}
          planned={draft.phase === 'planned'}
          trans={trans}
        />
      ) : (
        <p>{current?.message}</p>
      );
    case 'cancelled':
      return <p>{trans.__('It was stopped. Nothing of it is left.')}</p>;
    case 'failed': {
      const error = draft.refusal ?? current?.error;
      return (
        <>
          <div className="jp-jovian-Install-error" role="alert">
            <b>{error?.message ?? current?.message}</b>
            {error?.hint && <p>{error.hint}</p>}
          </div>
          <Log install={current} trans={trans} />
        </>
      );
    }
  }
}

function Progress(props: {
  install: Install | null;
  words: string;
}): JSX.Element {
  const { install, words } = props;
  const fraction = install?.fraction ?? null;
  const message = install?.message || words;
  return (
    <div className="jp-jovian-Install-progress">
      <progress max={1} value={fraction ?? undefined} aria-label={message} />
      <p>
        <span>{message}</span>
        {fraction !== null && <span>{Math.round(fraction * 100)} %</span>}
      </p>
    </div>
  );
}

/** What was said so far, the end in sight. */
function Log(props: {
  install: Install | null;
  trans: TranslationBundle;
}): JSX.Element | null {
  const lines = props.install?.lines ?? [];
  const place = useRef<HTMLPreElement>(null);
  useEffect(() => {
    place.current?.scrollTo(0, place.current.scrollHeight);
  }, [lines.length]);
  return lines.length < 2 ? null : (
    <details className="jp-jovian-Install-log">
      <summary>{props.trans.__('What it did')}</summary>
      <pre ref={place}>
        {lines.map(({ stage, message }) => `${stage}: ${message}\n`).join('')}
      </pre>
    </details>
  );
}

function Questions(props: IProps): JSX.Element {
  const { draft, trans } = props;
  const { questions } = draft;
  return (
    <fieldset className="jp-jovian-Install-questions">
      <legend>
        {trans._n(
          'One line of the version’s files does more than name a package. It is followed only with your yes.',
          '%1 lines of the version’s files do more than name a package. Each is followed only with your yes to it.',
          questions.length
        )}
      </legend>
      <ul>
        {questions.map(question => (
          <Question
            key={`${question.file} ${question.line}`}
            question={question}
            draft={draft}
          />
        ))}
      </ul>
    </fieldset>
  );
}

function Question(props: {
  question: InstallQuestion;
  draft: InstallDraft;
}): JSX.Element {
  const { question, draft } = props;
  const { line, file, why } = question;
  const id = useId();
  return (
    <li>
      <input
        id={id}
        type="checkbox"
        checked={draft.isAccepted(line)}
        aria-describedby={`${id}-why`}
        onChange={event => draft.accept(line, event.target.checked)}
      />
      <label htmlFor={id}>
        <code>{line}</code>
      </label>
      <p id={`${id}-why`}>
        {why} <span>({file})</span>
      </p>
    </li>
  );
}

function Buttons({ draft, actions, trans }: IProps): JSX.Element {
  const button = (label: string, act: () => void) => (
    <button type="button" className="jp-jovian-Button" onClick={act}>
      {label}
    </button>
  );
  const primary = (label: ReactNode, act?: () => void, disabled = false) => (
    <button
      type={act ? 'button' : 'submit'}
      className="jp-jovian-Button jp-mod-primary"
      disabled={disabled}
      onClick={act}
    >
      {label}
    </button>
  );
  const { phase, job } = draft;
  switch (phase) {
    case 'planning':
      return (
        <>
          {button(trans.__('Cancel'), actions.close)}
          {primary(trans.__('Install'), undefined, true)}
        </>
      );
    case 'asking':
      return (
        <>
          {button(trans.__('Cancel'), actions.close)}
          {primary(
            draft.yeses === 0
              ? trans.__('Go on without them')
              : draft.yeses === draft.questions.length
                ? trans.__('Go on with them')
                : trans.__(
                    'Go on with %1 of %2',
                    draft.yeses,
                    draft.questions.length
                  )
          )}
        </>
      );
    case 'planned':
      return (
        <>
          {button(trans.__('Cancel'), actions.close)}
          {primary(trans.__('Install'), undefined, !draft.isNamed)}
        </>
      );
    case 'running':
      return (
        <>
          {button(
            trans.__('Cancel the installation'),
            () => void draft.cancel()
          )}
          {primary(trans.__('Go on in the background'), actions.close)}
        </>
      );
    case 'done':
      return (
        <>
          {button(trans.__('Close'), actions.close)}
          {job?.report?.kernel &&
            primary(trans.__('Use this kernel'), () => actions.useKernel(job))}
        </>
      );
    case 'failed':
    case 'cancelled':
      return (
        <>
          {button(trans.__('Close'), actions.close)}
          {primary(trans.__('Retry'), () => void draft.retry())}
        </>
      );
  }
}

function phaseInWords(draft: InstallDraft, trans: TranslationBundle): string {
  const { phase, current } = draft;
  switch (phase) {
    case 'planning':
      return trans.__('Finding out what would be installed…');
    case 'asking':
      return trans.__('There are questions.');
    case 'planned':
      return trans.__('It can be installed.');
    case 'running':
      return current?.message ?? '';
    case 'done':
      return trans.__('The kernel is ready.');
    case 'cancelled':
      return trans.__('It was stopped. Nothing of it is left.');
    case 'failed':
      return '';
  }
}
