// What a thread is about and what became of it, in words.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Author, Place, Thread } from '../api/types';

/** A state of an anchor, to be shown as a chip. */
export interface IState {
  text: string;
  title: string;
  tone: 'warn' | 'plain';
}

const MOST = 60;

/**
 * What happened to what a thread is about; null when it is as it was.
 *
 * @param isBefore - whether it is looked at in a version that is older than the thread
 */
export function stateOf(
  thread: Thread,
  trans: TranslationBundle,
  isBefore = false
): IState | null {
  const { place, anchor } = thread;
  const since = trans.__('v%1', anchor.number);
  if (isBefore && ['edited', 'outdated'].includes(place?.state ?? '')) {
    return {
      text:
        place!.state === 'edited'
          ? trans.__('different here')
          : trans.__('not here yet'),
      title: trans.__('It was said about %1, which is newer.', since),
      tone: 'plain'
    };
  }
  switch (place?.state ?? 'exact') {
    case 'exact':
      return null;
    case 'moved':
      return {
        text: movedIn(place!, trans),
        title: trans.__('It is as it was in %1, in another place.', since),
        tone: 'plain'
      };
    case 'edited':
      return {
        text: editedIn(place!, trans),
        title: trans.__('It was edited after %1.', since),
        tone: 'warn'
      };
    case 'outdated':
      return {
        text: place!.happened.includes('rerun')
          ? trans.__('outdated by a re-run')
          : trans.__('outdated'),
        title: trans.__('What it is about was in %1 and is gone.', since),
        tone: 'warn'
      };
    case 'ambiguous':
      return {
        text: trans.__('may be about several cells'),
        title: trans.__('More than one cell looks like the one in %1.', since),
        tone: 'warn'
      };
    default:
      return {
        text: trans.__('orphaned'),
        title: trans.__('The cell it is about was in %1 and is gone.', since),
        tone: 'warn'
      };
  }
}

function movedIn({ happened }: Place, trans: TranslationBundle): string {
  return happened.includes('split')
    ? trans.__('cell was split')
    : happened.includes('merged')
      ? trans.__('cell was merged')
      : trans.__('moved');
}

function editedIn({ happened }: Place, trans: TranslationBundle): string {
  return happened.includes('split')
    ? trans.__('split since')
    : happened.includes('merged')
      ? trans.__('merged since')
      : happened.includes('rerun')
        ? trans.__('re-run since')
        : trans.__('edited since');
}

/** What a thread is about, where that is no quotation. */
export function aboutInWords(thread: Thread, trans: TranslationBundle): string {
  const { kind, output, other, column } = thread.anchor;
  switch (kind) {
    case 'notebook':
      return trans.__('the notebook');
    case 'version':
      return trans.__('version v%1', thread.anchor.number);
    case 'output':
      return output?.region
        ? trans.__('a part of the picture')
        : trans.__('the output');
    case 'line':
      return other ? trans.__('a changed line') : trans.__('a line');
    case 'row':
      return column
        ? trans.__('%1 of v%2', column, thread.anchor.number)
        : trans.__('the row of v%1', thread.anchor.number);
    default:
      return thread.anchor.cell?.type === 'markdown'
        ? trans.__('this text')
        : trans.__('this cell');
  }
}

/** The text a thread is about, as one short line; '' where it is about no text. */
export function quoteOf(thread: Thread): string {
  return shortened(thread.anchor.quote?.exact ?? '');
}

/** The text as it was when the thread was opened; null where there was none. */
export function oldText(thread: Thread): string | null {
  const { quote, cell } = thread.anchor;
  return quote?.exact ?? cell?.source ?? null;
}

/** A text as one line that is not long. */
export function shortened(text: string, most = MOST): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** The words of a comment without most of their Markdown, as one line. */
export function excerpt(text: string, most = 120): string {
  return shortened(
    text
      .replace(/```[^\n]*\n?/g, ' ')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/^\s*(#+|>|[-*+])\s+/gm, '')
      .replace(/\*\*|__|`/g, ''),
    most
  );
}

/** "RV" for reviewer, "AL" for Ada Lovelace. */
export function initials({ name }: Author): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const [first = '?', second] = words;
  const letters = second
    ? [[...first][0], [...second][0]]
    : [...first].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** A colour of its own for each author, from 0 to 7. */
export function colourOf({ name }: Author): number {
  let sum = 7;
  for (const letter of name) {
    sum = (sum * 31 + letter.codePointAt(0)!) % 9973;
  }
  return sum % 8;
}

/** How many, in words: "1 comment", "3 comments, 2 unread". */
export function countInWords(
  count: number,
  unread: number,
  trans: TranslationBundle
): string {
  const all = trans._n('%1 comment', '%1 comments', count);
  return unread > 0 ? trans.__('%1, %2 unread', all, unread) : all;
}
