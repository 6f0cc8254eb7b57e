// An environment tab: facts, packages and files of a version, or how two environments differ.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { Environment, Version } from '../api/types';
import { ErrorMessage, Message } from '../components/message';
import { languageName } from '../words/environment';
import { exactTime } from '../words/time';
import Changes, { Remarks } from './changes';
import { Files } from './files';
import type { EnvironmentModel } from './model';
import { Packages } from './packages';

/** What a tab can ask its plugin to do. */
export interface IActions {
  install: (version: Version) => void;
  open: (version: Version) => void;
  /** Compare a version's environment with the kernel's as it is now. */
  compare: (version: Version) => void;
  copy: (text: string) => void;
}

interface IProps {
  model: EnvironmentModel;
  actions: IActions;
  trans: TranslationBundle;
}

/** A tab's content. */
export function EnvironmentPanel(props: IProps): JSX.Element {
  const { model, trans } = props;
  const { error, shown, comparison } = model;
  if (error && !shown && !comparison) {
    return (
      <ErrorMessage
        title={trans.__('The environment could not be read')}
        error={error}
        retry={() => void model.load()}
        trans={trans}
      />
    );
  }
  if (!shown && !comparison) {
    return (
      <div className="jp-jovian-Sheet-loading" aria-busy="true">
        {[40, 70, 90, 60].map(width => (
          <span
            key={width}
            className="jp-jovian-Skeleton"
            style={{ width: `${width}%` }}
          />
        ))}
      </div>
    );
  }
  return shown ? <OfVersion {...props} /> : <Comparison {...props} />;
}

function OfVersion({ model, actions, trans }: IProps): JSX.Element {
  const { version, environment, files, reason } = model.shown!;
  const name = version.title
    ? trans.__('v%1 “%2”', version.number, version.title)
    : trans.__('v%1', version.number);
  return (
    <>
      <Header
        title={trans.__('Environment of %1', name)}
        note={exactTime(version.created)}
      >
        {environment && (
          <>
            <button
              type="button"
              className="jp-jovian-Button"
              onClick={() => actions.compare(version)}
            >
              {trans.__('Compare with the kernel now')}
            </button>
            <button
              type="button"
              className="jp-jovian-Button jp-mod-primary"
              onClick={() => actions.install(version)}
            >
              {trans.__('Install as kernel…')}
            </button>
          </>
        )}
      </Header>
      {environment ? (
        <>
          <Facts environment={environment} trans={trans} />
          {(environment.missing ?? []).length > 0 && (
            <Remarks
              title={trans.__('It could not be read whole')}
              notes={environment.missing ?? []}
            />
          )}
          {files.length > 0 && (
            <Files
              files={files}
              read={file => model.file(file)}
              copy={actions.copy}
              trans={trans}
            />
          )}
          <Packages environment={environment} trans={trans} />
        </>
      ) : (
        <Message title={trans.__('No environment is known')}>
          <p>{reason}</p>
        </Message>
      )}
    </>
  );
}

function Comparison({ model, actions, trans }: IProps): JSX.Element {
  const { old, new: newer, diff, reason } = model.comparison!;
  const before = trans.__('v%1', old.number);
  const after = newer
    ? trans.__('v%1', newer.number)
    : trans.__('the kernel now');
  return (
    <>
      <Header
        title={trans.__('Environments: %1 → %2', before, after)}
        note={old.title}
      >
        <button
          type="button"
          className="jp-jovian-Button"
          disabled={model.loading}
          onClick={() => void model.load()}
        >
          {trans.__('Compare again')}
        </button>
        <button
          type="button"
          className="jp-jovian-Button"
          onClick={() => actions.open(old)}
        >
          {trans.__('Environment of %1', before)}
        </button>
        <button
          type="button"
          className="jp-jovian-Button jp-mod-primary"
          onClick={() => actions.install(old)}
        >
          {trans.__('Install that of %1 as kernel…', before)}
        </button>
      </Header>
      {model.error && (
        <p className="jp-jovian-Env-said jp-mod-bad" role="alert">
          {model.error.message} {model.error.hint}
        </p>
      )}
      {diff ? (
        <>
          <p className="jp-jovian-Env-verdict">{diff.verdict}</p>
          <Changes diff={diff} trans={trans} />
        </>
      ) : (
        <Message title={trans.__('They cannot be compared')}>
          <p>{reason}</p>
        </Message>
      )}
    </>
  );
}

function Header(props: {
  title: string;
  note: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <header className="jp-jovian-Env-header">
      <h2>
        {props.title}
        {props.note && (
          <span className="jp-jovian-Env-remark"> {props.note}</span>
        )}
      </h2>
      <div className="jp-jovian-Env-actions">{props.children}</div>
    </header>
  );
}

function Facts(props: {
  environment: Environment;
  trans: TranslationBundle;
}): JSX.Element {
  const { environment, trans } = props;
  const { interpreter, platform, kernel, manager, channels } = environment;
  const { implementation, version } = interpreter;
  const language = languageName(interpreter.language);
  const facts: [string, string][] = [
    [
      language,
      [version, implementation === 'CPython' ? '' : implementation]
        .filter(Boolean)
        .join(' · ')
    ],
    [
      trans.__('Platform'),
      [platform.system, platform.machine, platform.libc, platform.release]
        .filter(Boolean)
        .join(' · ')
    ],
    [
      trans.__('GPU'),
      [platform.gpu, platform.cuda && trans.__('CUDA %1', platform.cuda)]
        .filter(Boolean)
        .join(' · ')
    ],
    [trans.__('Kept by'), manager ?? ''],
    [trans.__('Kernel'), kernel?.display_name || kernel?.name || ''],
    [trans.__('Channels'), (channels ?? []).join(', ')]
  ];
  return (
    <dl className="jp-jovian-Env-facts">
      {facts.map(
        ([term, fact]) =>
          fact && (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          )
      )}
    </dl>
  );
}
