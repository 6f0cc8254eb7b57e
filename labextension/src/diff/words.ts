// What happened to a cell, in words.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CellDiff, Difference, Summary, Version } from '../api/types';
import { PRESENT } from './target';
import type { ITarget } from './target';
import type { Side } from './types';

/** A mark: its words, and its colour as a modifier. */
export interface IBadge {
  text: string;
  tone: 'good' | 'bad' | 'warn' | 'brand' | '';
}

/** The marks of a cell, what happened to it first. */
export function badges(cell: CellDiff, trans: TranslationBundle): IBadge[] {
  const main = mainBadge(cell, trans);
  if (cell.change === 'moved' || !cell.moved) {
    return [main];
  }
  const moved: IBadge = { text: movedWords(cell.moved, trans), tone: 'brand' };
  return cell.change === 'rerun' ? [moved, main] : [main, moved];
}

function mainBadge(cell: CellDiff, trans: TranslationBundle): IBadge {
  switch (cell.change) {
    case 'edited':
      return { text: trans.__('edited'), tone: 'warn' };
    case 'outputs':
      return { text: trans.__('output changed'), tone: 'warn' };
    case 'metadata':
      return { text: trans.__('metadata changed'), tone: '' };
    case 'rerun':
      return { text: trans.__('re-run'), tone: '' };
    case 'moved':
      return { text: movedWords(cell.moved ?? 0, trans), tone: 'brand' };
    case 'added':
      return { text: trans.__('added'), tone: 'good' };
    case 'removed':
      return { text: trans.__('removed'), tone: 'bad' };
    case 'split':
      return { text: trans.__('split off'), tone: 'good' };
    case 'merged':
      return { text: trans.__('merged'), tone: 'bad' };
    case 'unchanged':
      return { text: trans.__('unchanged'), tone: '' };
  }
}

/** "moved ↑2" */
function movedWords(by: number, trans: TranslationBundle): string {
  return trans.__('moved %1', `${by < 0 ? '↑' : '↓'}${Math.abs(by)}`);
}

/** The sign before a cell in the list of changes. */
export function sign(cell: CellDiff): string {
  if (cell.change === 'rerun' && cell.moved) {
    return '⇅';
  }
  switch (cell.change) {
    case 'added':
    case 'split':
      return '+';
    case 'removed':
    case 'merged':
      return '−';
    case 'moved':
      return '⇅';
    case 'rerun':
      return '↻';
    default:
      return '~';
  }
}

/** What is behind the title of a cell in the list of changes. */
export function remark(cell: CellDiff, trans: TranslationBundle): string {
  switch (cell.change) {
    case 'outputs':
      return trans.__('output');
    case 'metadata':
      return trans.__('metadata');
    case 'moved':
      return movedWords(cell.moved ?? 0, trans);
    case 'rerun':
      return cell.moved ? movedWords(cell.moved, trans) : trans.__('re-run');
    case 'split':
      return trans.__('split off');
    case 'merged':
      return trans.__('merged');
    default:
      return '';
  }
}

/** What is said beside a cell's badge. */
export function nature(
  cell: CellDiff,
  cells: readonly CellDiff[],
  trans: TranslationBundle
): string {
  const name = cell.id ? trans.__('cell %1', cell.id.slice(0, 8)) : '';
  switch (cell.change) {
    case 'outputs':
      return [name, trans.__('same code')].filter(Boolean).join(' · ');
    case 'rerun':
      return [name, trans.__('same code, same output')]
        .filter(Boolean)
        .join(' · ');
    case 'moved':
      return [name, trans.__('unchanged otherwise')]
        .filter(Boolean)
        .join(' · ');
    case 'split':
      return trans.__('was part of %1', partnerName('old', cell, cells, trans));
    case 'merged':
      return trans.__('went into %1', partnerName('new', cell, cells, trans));
    default:
      return name;
  }
}

/** The cell this one was cut from, or went into. */
function partnerName(
  side: Side,
  { partner }: CellDiff,
  cells: readonly CellDiff[],
  trans: TranslationBundle
): string {
  const other = cells.find(each => partner != null && each[side] === partner);
  return other?.id
    ? trans.__('cell %1', other.id.slice(0, 8))
    : partner == null
      ? trans.__('another cell')
      : trans.__('cell number %1', partner + 1);
}

/** The chips above the list of changes. */
export function summaryBadges(
  summary: Summary,
  trans: TranslationBundle
): IBadge[] {
  const {
    added = 0,
    removed = 0,
    edited = 0,
    outputs = 0,
    metadata = 0,
    moved = 0,
    rerun = 0,
    split = 0,
    merged = 0
  } = summary;
  const came = added + split;
  const gone = removed + merged;
  const changed = edited + outputs + metadata;
  const marks: IBadge[] = [
    { text: came ? `+${came}` : '', tone: 'good' },
    { text: gone ? `−${gone}` : '', tone: 'bad' },
    { text: changed ? `~${changed}` : '', tone: 'warn' },
    { text: moved ? trans.__('⇅ %1 moved', moved) : '', tone: '' },
    { text: rerun ? trans.__('↻ %1 re-run', rerun) : '', tone: '' }
  ];
  return marks.filter(({ text }) => text);
}

/** "v11", "snapshot after v11", "on screen", or a file's name. */
export function sideName(
  side: Side,
  target: ITarget,
  difference: Difference | null,
  trans: TranslationBundle
): string {
  if (target.other) {
    const path = side === 'old' ? target.path : target.other;
    return path.split('/').at(-1)!;
  }
  const name = target[side];
  if (name === PRESENT) {
    return trans.__('now');
  }
  const version = difference?.[side];
  return version ? versionName(version, trans) : shortened(name);
}

/** "v11", or "snapshot". */
export function versionName(
  version: Pick<Version, 'kind' | 'number'>,
  trans: TranslationBundle
): string {
  return version.kind === 'snapshot'
    ? trans.__('snapshot')
    : trans.__('v%1', version.number);
}

function shortened(name: string): string {
  return /^[0-9a-f]{40}$/.test(name) ? name.slice(0, 7) : name;
}
