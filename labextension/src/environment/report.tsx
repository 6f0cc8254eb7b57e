// What an installation would make, or has made: kept, relaxed, dropped, and which imports work.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { InstallReport, InstalledPackage } from '../api/types';

/** How many packages of one kind are shown at once. */
const MOST = 6;

interface IProps {
  report: InstallReport;
  /** Only what would be done. */
  planned: boolean;
  trans: TranslationBundle;
}

/** A report, what is not as in the version first. */
export function Report({ report, planned, trans }: IProps): JSX.Element {
  const { kept, relaxed, dropped, added, not_needed, messages } = report;
  const { imports_ok: ok, imports_failed: failed } = report;
  const total = kept.length + relaxed.length + dropped.length;
  return (
    <div className="jp-jovian-Report">
      <p className="jp-jovian-Report-sum">
        {relaxed.length + dropped.length === 0
          ? trans._n(
              'The one package, as in the version',
              'All %1 packages, as in the version',
              total
            )
          : trans.__('%1 of %2 packages as in the version', kept.length, total)}
        {report.python && ` · Python ${report.python}`}
      </p>
      <Packages
        title={trans.__('Another version')}
        tone="warn"
        packages={relaxed}
        words={each => `${each.asked} → ${each.got ?? '?'}`}
        trans={trans}
      />
      <Packages
        title={planned ? trans.__('Left out') : trans.__('Not installed')}
        tone="bad"
        packages={dropped}
        words={each => each.asked}
        trans={trans}
      />
      {failed.length > 0 && (
        <div className="jp-jovian-Report-part">
          <h4 data-tone="bad">{trans.__('Imports that fail')}</h4>
          <ul>
            {failed.map(({ name, reason }) => (
              <li key={name}>
                <code>{name}</code>
                <span>{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {ok.length > 0 && (
        <p className="jp-jovian-Report-line">
          <b>{trans.__('Imports that work')}</b> {ok.join(', ')}
        </p>
      )}
      <Packages
        title={trans.__('Added')}
        packages={added}
        words={each => each.got ?? ''}
        trans={trans}
      />
      <Packages
        title={trans.__('Not needed here')}
        packages={not_needed}
        words={each => each.asked}
        trans={trans}
      />
      <p className="jp-jovian-Report-line">
        <b>{trans.__('From')}</b> {report.file}
        {report.rung && ` · ${rungInWords(report.rung, trans)}`}
      </p>
      {report.folder && (
        <p className="jp-jovian-Report-line">
          <b>{trans.__('In')}</b> {report.folder}
        </p>
      )}
      {messages.map(message => (
        <p key={message} className="jp-jovian-Report-line">
          {message}
        </p>
      ))}
    </div>
  );
}

function Packages(props: {
  title: string;
  tone?: 'warn' | 'bad';
  packages: readonly InstalledPackage[];
  words: (each: InstalledPackage) => string;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { title, tone, packages, words, trans } = props;
  if (packages.length === 0) {
    return null;
  }
  const line = (each: InstalledPackage) => (
    <li key={each.name}>
      <code>
        {each.name} {words(each)}
      </code>
      {each.reason && <span>{each.reason}</span>}
    </li>
  );
  const rest = packages.slice(MOST);
  return (
    <div className="jp-jovian-Report-part">
      <h4 data-tone={tone}>
        {title} <span>{packages.length}</span>
      </h4>
      <ul>{packages.slice(0, MOST).map(line)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{trans._n('%1 more', '%1 more', rest.length)}</summary>
          <ul>{rest.map(line)}</ul>
        </details>
      )}
    </div>
  );
}

/** Which step of the ladder it was. */
export function rungInWords(rung: string, trans: TranslationBundle): string {
  const words: Record<string, string> = {
    exact: trans.__('exactly these packages'),
    pinned: trans.__('what was chosen, in these versions'),
    dated: trans.__('as it could be had when the version was made'),
    relaxed: trans.__('some in another version'),
    reduced: trans.__('without what cannot be had')
  };
  return words[rung] ?? rung;
}
