// One row of the versions list: a version, a group of snapshots, or a snapshot.
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  caretDownIcon,
  caretRightIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import type { Author, Version } from '../api/types';
import { versionSummary } from '../words/changes';
import { exactTime, relativeTime, shortTime } from '../words/time';
import { EnvironmentLine } from './environment';
import type { IEnvironmentNews } from './environment';

/** What a row needs besides its version. */
export interface IRowContext {
  now: number;
  relative: boolean;
  you: Author | null;
  trans: TranslationBundle;
  onOpen: (version: Version) => void;
  onChanges: (version: Version) => void;
  onRestore: (version: Version) => void;
  onPromote: (version: Version) => void;
  onMenu: (anchor: HTMLElement) => void;
  /** Ask for what a version's summary of its environment leaves out. */
  readEnvironment: (version: Version) => Promise<IEnvironmentNews>;
}

/** The attributes that make an element an option of the list. */
export interface IOptionProps {
  id: string;
  role: 'option';
  'aria-selected': boolean;
  'aria-setsize': number;
  'aria-posinset': number;
}

/** "you" or the author's name. */
export function authorName(
  author: Author,
  you: Author | null,
  trans: TranslationBundle
): string {
  const same =
    you !== null &&
    author.name === you.name &&
    author.username === you.username;
  return same ? trans.__('you') : author.name;
}

function When(props: { created: string; context: IRowContext }): JSX.Element {
  const { created, context } = props;
  return (
    <time dateTime={created} title={exactTime(created)}>
      {context.relative
        ? relativeTime(created, context.now, context.trans)
        : shortTime(created)}
    </time>
  );
}

function Actions(props: {
  version: Version;
  context: IRowContext;
}): JSX.Element {
  const { version, context } = props;
  const { trans } = context;
  const name =
    version.kind === 'snapshot'
      ? trans.__('snapshot')
      : trans.__('v%1', version.number);
  return (
    <div
      className="jp-jovian-Row-actions"
      role="group"
      aria-label={trans.__('Actions for %1', name)}
    >
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => context.onOpen(version)}
      >
        {trans.__('Open')}
      </button>
      {version.parents.length > 0 && (
        <button
          type="button"
          className="jp-jovian-Button"
          title={trans.__('Compare with v%1', version.parents[0].number)}
          onClick={() => context.onChanges(version)}
        >
          {trans.__('Changes')}
        </button>
      )}
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => context.onRestore(version)}
      >
        {trans.__('Restore…')}
      </button>
      {version.kind === 'snapshot' && (
        <button
          type="button"
          className="jp-jovian-Button"
          onClick={() => context.onPromote(version)}
        >
          {trans.__('Keep as version')}
        </button>
      )}
      <button
        type="button"
        className="jp-jovian-Button jp-mod-icon"
        aria-haspopup="menu"
        aria-label={trans.__('More for %1', name)}
        title={trans.__('More')}
        onClick={event => context.onMenu(event.currentTarget)}
      >
        <ellipsesIcon.react tag="span" />
      </button>
    </div>
  );
}

/** A version with its number, title, tags, author, time and changes. */
export function VersionRow(props: {
  version: Version;
  /** The version before it, where that is known. */
  older: Version | null;
  option: IOptionProps;
  context: IRowContext;
}): JSX.Element {
  const { version, older, option, context } = props;
  const { trans } = context;
  const files = newFiles(version, older);
  const summary = versionSummary(version, trans);
  const parts: ReactNode[] = [
    authorName(version.author, context.you, trans),
    <When key="when" created={version.created} context={context} />,
    summary
  ].filter(part => part !== '');
  return (
    <>
      <div className="jp-jovian-Row-text" {...option}>
        <div
          className="jp-jovian-Row-title"
          title={version.message || undefined}
        >
          <b>{trans.__('v%1', version.number)}</b>{' '}
          <span>{version.title || trans.__('Untitled')}</span>
        </div>
        {(version.tags.length > 0 || files.length > 0) && (
          <div className="jp-jovian-Row-chips">
            {version.tags.map(tag => (
              <span key={tag} className="jp-jovian-Chip jp-mod-brand">
                {tag}
              </span>
            ))}
            {files.length > 0 && (
              <span className="jp-jovian-Chip" title={files.join('\n')}>
                {files.length === 1
                  ? `+ ${files[0]}`
                  : trans.__('+ %1 files', files.length)}
              </span>
            )}
          </div>
        )}
        <div className="jp-jovian-Row-meta">
          {parts.map((part, index) => (
            <span key={index}>
              {part}
              {index < parts.length - 1 && ' · '}
            </span>
          ))}
        </div>
      </div>
      <EnvironmentLine
        version={version}
        selected={option['aria-selected']}
        read={context.readEnvironment}
        onOpen={context.onChanges}
        trans={trans}
      />
      {option['aria-selected'] && (
        <Actions version={version} context={context} />
      )}
    </>
  );
}

/** The files a version has and the one before it had not. */
function newFiles(version: Version, older: Version | null): string[] {
  if (!older && version.parents.length > 0) {
    return [];
  }
  const known = new Set(older?.files.map(file => file.path));
  return version.files.map(file => file.path).filter(path => !known.has(path));
}

/** "3 automatic snapshots", which opens and closes. */
export function GroupRow(props: {
  snapshots: readonly Version[];
  open: boolean;
  option: IOptionProps;
  trans: TranslationBundle;
}): JSX.Element {
  const { snapshots, open, option, trans } = props;
  const Caret = open ? caretDownIcon : caretRightIcon;
  const reasons = [...new Set(snapshots.map(({ reason }) => reason))];
  return (
    <div className="jp-jovian-Row-text" {...option} aria-expanded={open}>
      <div className="jp-jovian-Row-group">
        {trans._n(
          '%1 automatic snapshot',
          '%1 automatic snapshots',
          snapshots.length
        )}
        <Caret.react tag="span" className="jp-jovian-Row-caret" />
      </div>
      <div className="jp-jovian-Row-meta">
        {reasons.map(reason => reasonInWords(reason, trans)).join(', ')}
      </div>
    </div>
  );
}

/** One automatic snapshot. */
export function SnapshotRow(props: {
  snapshot: Version;
  option: IOptionProps;
  context: IRowContext;
}): JSX.Element {
  const { snapshot, option, context } = props;
  return (
    <>
      <div className="jp-jovian-Row-text jp-mod-snapshot" {...option}>
        <div className="jp-jovian-Row-meta">
          <When created={snapshot.created} context={context} />
          {' · '}
          {reasonInWords(snapshot.reason, context.trans)}
        </div>
      </div>
      {option['aria-selected'] && (
        <Actions version={snapshot} context={context} />
      )}
    </>
  );
}

/** Why a snapshot was made. */
export function reasonInWords(
  reason: string | null,
  trans: TranslationBundle
): string {
  switch (reason) {
    case 'restore':
    case 'before-restore':
      return trans.__('before restore');
    case 'kernel-restart':
    case 'before-kernel-restart':
      return trans.__('before kernel restart');
    case 'interval':
      return trans.__('from time to time');
    default:
      return reason ?? trans.__('automatic');
  }
}
