// How two environments differ, as a table: grouped, with a filter and a fold where it is long.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { EnvironmentDiff, PackageChange } from '../api/types';
import {
  KINDS,
  countChanges,
  kindInWords,
  traitInWords
} from '../words/environment';
import { Filter } from './filter';

/** Longer tables are folded, and can be filtered. */
const SHORT = 12;
/** How many rows a folded one shows. */
const FOLDED = 8;

interface IProps {
  diff: EnvironmentDiff;
  trans: TranslationBundle;
}

/** All that differs, the most telling first. */
export default function Changes({ diff, trans }: IProps): JSX.Element {
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState(false);
  const { changes, interpreter, platform, not_compared: notes } = diff;
  const total = countChanges(diff);
  const isLong = changes.length > SHORT;
  const found = matching(changes, filter);
  const rows = isLong && !open && !filter ? found.slice(0, FOLDED) : found;
  return (
    <div className="jp-jovian-Env-changes">
      {isLong && (
        <Filter
          label={trans.__('Filter packages')}
          onFilter={setFilter}
          found={trans._n('%1 package', '%1 packages', found.length)}
        />
      )}
      {total > 0 && (
        <table className="jp-jovian-Env-table">
          <thead>
            <tr>
              <th scope="col">{trans.__('Package')}</th>
              <th scope="col">{trans.__('Before')}</th>
              <th scope="col">{trans.__('After')}</th>
            </tr>
          </thead>
          {interpreter && !filter && (
            <Group title={trans.__('Interpreter')}>
              <Row
                name={interpreterName(interpreter.new)}
                old={interpreter.old}
                now={interpreter.new}
              />
            </Group>
          )}
          {KINDS.map(kind => {
            const group = rows.filter(change => change.kind === kind);
            return (
              group.length > 0 && (
                <Group
                  key={kind}
                  kind={kind}
                  title={kindInWords(kind, trans)}
                  count={found.filter(change => change.kind === kind).length}
                >
                  {group.map(change => (
                    <PackageRow
                      key={`${change.manager} ${change.name}`}
                      change={change}
                      trans={trans}
                    />
                  ))}
                </Group>
              )
            );
          })}
          {platform.length > 0 && !filter && (
            <Group title={trans.__('Platform')}>
              {platform.map(({ field, old, new: now }) => (
                <Row
                  key={field}
                  name={traitInWords(field, trans)}
                  old={old || trans.__('none')}
                  now={now || trans.__('none')}
                />
              ))}
            </Group>
          )}
        </table>
      )}
      {isLong && !filter && (
        <button
          type="button"
          className="jp-jovian-Link jp-jovian-Env-more"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open
            ? trans.__('Show fewer')
            : trans.__('Show all %1 packages', changes.length)}
        </button>
      )}
      {filter && found.length === 0 && (
        <p className="jp-jovian-Env-quiet">
          {trans.__('No package matches “%1”.', filter)}
        </p>
      )}
      {notes.length > 0 && (
        <Remarks title={trans.__('Not compared')} notes={notes} />
      )}
    </div>
  );
}

/** What could not be read. */
export function Remarks(props: {
  title: string;
  notes: readonly string[];
}): JSX.Element {
  return (
    <div className="jp-jovian-Env-remarks" role="note">
      <b>{props.title}</b>
      <ul>
        {props.notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

function Group(props: {
  title: string;
  kind?: string;
  count?: number;
  children: ReactNode;
}): JSX.Element {
  const { title, kind, count, children } = props;
  return (
    <tbody data-kind={kind}>
      <tr className="jp-jovian-Env-group">
        <th colSpan={3} scope="rowgroup">
          {title}
          {count !== undefined && <span> {count}</span>}
        </th>
      </tr>
      {children}
    </tbody>
  );
}

function PackageRow(props: {
  change: PackageChange;
  trans: TranslationBundle;
}): JSX.Element {
  const { change, trans } = props;
  const { name, old, new: now, old_detail, new_detail, manager } = change;
  return (
    <Row
      name={name}
      strong={change.chosen}
      title={change.chosen ? trans.__('Somebody asked for it by name') : ''}
      remark={manager === 'pypi' ? '' : manager}
      old={old}
      oldDetail={old_detail}
      now={now}
      newDetail={new_detail}
    />
  );
}

function Row(props: {
  name: string;
  old: string | null;
  now: string | null;
  strong?: boolean;
  title?: string;
  remark?: string;
  oldDetail?: string;
  newDetail?: string;
}): JSX.Element {
  const { name, old, now, strong, title, remark, oldDetail, newDetail } = props;
  return (
    <tr>
      <th
        scope="row"
        className={strong ? 'jp-mod-strong' : undefined}
        title={title || undefined}
      >
        {name}
        {remark && <span className="jp-jovian-Env-remark"> {remark}</span>}
      </th>
      <Cell className="jp-jovian-Env-old" version={old} detail={oldDetail} />
      <Cell className="jp-jovian-Env-new" version={now} detail={newDetail} />
    </tr>
  );
}

function Cell(props: {
  className: string;
  version: string | null;
  detail?: string;
}): JSX.Element {
  const { className, version, detail } = props;
  return (
    <td className={className}>
      {version === null ? <span>—</span> : version}
      {detail && <span className="jp-jovian-Env-remark"> {detail}</span>}
    </td>
  );
}

/** "Python" of "Python 3.11.7". */
function interpreterName(words: string): string {
  return words.replace(/\s+[\d.]\S*$/, '');
}

function matching(
  changes: readonly PackageChange[],
  filter: string
): readonly PackageChange[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return changes.filter(({ name, old, new: now }) => {
    const text = `${name} ${old ?? ''} ${now ?? ''}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}
