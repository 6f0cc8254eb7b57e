// Completion of @mentions: what is being typed, who fits, and the text with one of them.
import type { Person } from '../api/types';

const MOST = 6;

/** The beginning of a handle before the caret, and where its @ is; null where none is typed. */
export function typedHandle(
  text: string,
  caret: number
): { at: number; typed: string } | null {
  const match = /(?<![\w@/.+-])@([\w.-]{0,40})$/.exec(text.slice(0, caret));
  return match ? { at: match.index, typed: match[1] } : null;
}

/** Who fits what was typed, those first whose handle or name begins so. */
export function fitting(people: readonly Person[], typed: string): Person[] {
  const wanted = typed.toLowerCase();
  const rank = ({ handle, author }: Person): number => {
    const names = [handle, ...author.name.split(/\s+/)];
    return names.some(name => name.toLowerCase().startsWith(wanted))
      ? 0
      : names.some(name => name.toLowerCase().includes(wanted))
        ? 1
        : 2;
  };
  return people
    .map((person, index) => ({ person, rank: rank(person), index }))
    .filter(({ rank }) => rank < 2)
    .sort((one, other) => one.rank - other.rank || one.index - other.index)
    .slice(0, MOST)
    .map(({ person }) => person);
}

/** The text with a handle in place of what was typed, and where the caret is then. */
export function withHandle(
  text: string,
  at: number,
  caret: number,
  handle: string
): { text: string; caret: number } {
  const head = `${text.slice(0, at)}@${handle} `;
  return {
    text: head + text.slice(caret).replace(/^ /, ''),
    caret: head.length
  };
}
