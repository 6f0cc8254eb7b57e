// The list of changes on the left: cells, files, the notebook's own details, what was not compared.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { CellDiff, FileChange } from '../api/types';
import { useDiff } from './context';
import { ENVIRONMENT, environmentEntries } from './environment';
import { isChange } from './rows';
import { remark, sideName, sign, summaryBadges } from './words';

export const DETAILS = 'details';
export const TEXT = 'text';

/** Everything that changed, each a way to get there. */
export function ChangeList(): JSX.Element | null {
  const { model, trans } = useDiff();
  const { difference, target, took, rows } = model;
  if (!difference) {
    return null;
  }
  const { notebook, files, environment } = difference;
  const marks = summaryBadges(notebook.summary, trans);
  const notes = notebook.not_compared;
  return (
    <nav className="jp-jovian-Changes" aria-label={trans.__('Changes')}>
      <h2>
        {trans.__('Changes')}{' '}
        <span>
          {sideName('old', target, difference, trans)} →{' '}
          {sideName('new', target, difference, trans)}
        </span>
      </h2>
      {marks.length > 0 && (
        <div className="jp-jovian-Changes-chips">
          {marks.map(({ text, tone }) => (
            <span key={text} className={`jp-jovian-Chip jp-mod-${tone}`}>
              {text}
            </span>
          ))}
        </div>
      )}
      <Group title={trans.__('Cells')}>
        {rows.map(row =>
          row.kind === 'cell' && isChange(row.cell) ? (
            <CellEntry key={row.key} id={row.key} cell={row.cell} />
          ) : null
        )}
      </Group>
      {environment && !environment.equal && (
        <Group title={trans.__('Environment')}>
          {environmentEntries(environment, trans).map(entry => (
            <Entry key={entry.text} id={ENVIRONMENT} {...entry} />
          ))}
        </Group>
      )}
      {files.length > 0 && (
        <Group title={trans.__('Files')}>
          {files.map(file => (
            <FileEntry key={file.path} file={file} />
          ))}
        </Group>
      )}
      {notebook.fields.length > 0 && (
        <Group title={trans.__('Notebook')}>
          <Entry
            id={DETAILS}
            tone="warn"
            text={`~ ${trans._n('%1 detail', '%1 details', notebook.fields.length)}`}
          />
        </Group>
      )}
      <p className="jp-jovian-Changes-foot" role="status">
        {trans.__('compared in %1 ms', Math.round(took))}
        {' · '}
        {notes.length === 0
          ? trans.__('everything compared')
          : trans._n('%1 remark', '%1 remarks', notes.length)}
      </p>
      {notes.map(note => (
        <p key={note} className="jp-jovian-Changes-note">
          {note}
        </p>
      ))}
    </nav>
  );
}

function Group(props: {
  title: string;
  children: ReactNode;
}): JSX.Element | null {
  const isEmpty =
    Array.isArray(props.children) && !props.children.some(Boolean);
  return isEmpty ? null : (
    <>
      <h3>{props.title}</h3>
      <ul>{props.children}</ul>
    </>
  );
}

function CellEntry(props: { id: string; cell: CellDiff }): JSX.Element {
  const { id, cell } = props;
  const { trans } = useDiff();
  const tones: Partial<Record<CellDiff['change'], string>> = {
    added: 'good',
    split: 'good',
    removed: 'bad',
    merged: 'bad',
    moved: 'quiet',
    rerun: 'quiet'
  };
  const count =
    cell.count != null && cell.change !== 'removed' ? ` [${cell.count}]` : '';
  return (
    <Entry
      id={id}
      tone={tones[cell.change] ?? ''}
      text={`${sign(cell)}${count} ${cell.title || trans.__('empty cell')}`}
      remark={remark(cell, trans)}
    />
  );
}

function Entry(props: {
  id: string;
  tone: string;
  text: string;
  remark?: string;
}): JSX.Element {
  const { id, tone, text, remark } = props;
  const { model } = useDiff();
  const isCurrent = model.current === id;
  const place = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) {
      place.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [isCurrent]);
  return (
    <li>
      <button
        ref={place}
        type="button"
        className="jp-jovian-Changes-entry"
        data-tone={tone}
        aria-current={isCurrent || undefined}
        title={text}
        onClick={() => model.go(id)}
      >
        {remark && <span className="jp-jovian-Changes-remark">{remark}</span>}
        {text}
      </button>
    </li>
  );
}

function FileEntry({ file }: { file: FileChange }): JSX.Element {
  const { trans } = useDiff();
  const signs = { added: '+', removed: '−', edited: '~' };
  const tones = { added: 'good', removed: 'bad', edited: '' };
  const sizes = [file.old_size, file.new_size]
    .filter(size => size != null)
    .map(size => sizeInWords(size, trans));
  return (
    <li
      className="jp-jovian-Changes-file"
      data-tone={tones[file.change]}
      title={file.path}
    >
      {signs[file.change]} {file.path}{' '}
      <span className="jp-jovian-Changes-remark">{sizes.join(' → ')}</span>
    </li>
  );
}

function sizeInWords(size: number, trans: TranslationBundle): string {
  return size < 1e3
    ? trans._n('%1 byte', '%1 bytes', size)
    : size < 1e6
      ? trans.__('%1 KB', (size / 1e3).toFixed(size < 1e4 ? 1 : 0))
      : trans.__('%1 MB', (size / 1e6).toFixed(size < 1e7 ? 1 : 0));
}
