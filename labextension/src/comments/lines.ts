// Two sources line by line, as a suggested change is shown.
import { diff } from '@codemirror/merge';

/** A line that is kept, taken away or new. */
export interface ISuggestedLine {
  kind: 'kept' | 'old' | 'new';
  text: string;
}

const CONTEXT = 2;

/** The lines of a change with a little around them; null stands for what is left out. */
export function suggestedLines(
  old: string,
  next: string
): (ISuggestedLine | null)[] {
  const before = old.split('\n');
  const after = next.split('\n');
  // Each different line becomes a letter, so that letters can be compared instead.
  const letters = new Map<string, string>();
  const letter = (line: string): string => {
    let found = letters.get(line);
    if (found === undefined) {
      found = String.fromCharCode(0x100 + letters.size);
      letters.set(line, found);
    }
    return found;
  };
  const changes = diff(
    before.map(letter).join(''),
    after.map(letter).join(''),
    { scanLimit: 2000 }
  );
  const lines: (ISuggestedLine | null)[] = [];
  const keep = (
    from: number,
    to: number,
    isFirst: boolean,
    isLast: boolean
  ) => {
    const head = isFirst ? from : Math.min(to, from + CONTEXT);
    const tail = isLast ? to : Math.max(head, to - CONTEXT);
    const starts = isFirst ? Math.max(from, to - CONTEXT) : from;
    for (let i = starts; i < (isFirst ? to : head); i++) {
      lines.push({ kind: 'kept', text: before[i] });
    }
    if (!isFirst && !isLast) {
      if (tail > head) {
        lines.push(null);
      }
      for (let i = tail; i < to; i++) {
        lines.push({ kind: 'kept', text: before[i] });
      }
    }
  };
  let at = 0;
  changes.forEach(({ fromA, toA, fromB, toB }, index) => {
    keep(at, fromA, index === 0, false);
    for (const text of before.slice(fromA, toA)) {
      lines.push({ kind: 'old', text });
    }
    for (const text of after.slice(fromB, toB)) {
      lines.push({ kind: 'new', text });
    }
    at = toA;
  });
  keep(at, before.length, changes.length === 0, true);
  return lines;
}
