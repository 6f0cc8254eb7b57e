// A text difference as ranges of characters, which is how editors mark it.
import type { TextDiff } from '../api/types';

/** The ranges that differ, in characters: [from, to) of the old text and of the new one. */
export function changesOf(
  diff: TextDiff,
  old: string
): [number, number, number, number][] {
  const found: [number, number, number, number][] = [];
  const lines = old.split('\n');
  let line = 0;
  let a = 0;
  let b = 0;
  const change = (gone: number, come: number) => {
    const last = found.at(-1);
    if (last && last[1] === a && last[3] === b) {
      last[1] += gone;
      last[3] += come;
    } else {
      found.push([a, a + gone, b, b + come]);
    }
    a += gone;
    b += come;
  };
  const length = (texts: string[] = []) =>
    texts.reduce((sum, text) => sum + text.length, 0);
  for (const hunk of diff.hunks) {
    if (hunk.kind === 'equal') {
      const count = hunk.count ?? 0;
      for (let i = 0; i < count; i++) {
        const last = line + i === lines.length - 1;
        const size = lines[line + i].length + (last ? 0 : 1);
        a += size;
        b += size;
      }
      line += count;
      continue;
    }
    if (hunk.words?.length) {
      for (const { kind, text } of hunk.words) {
        if (kind === 'equal') {
          a += text.length;
          b += text.length;
        } else {
          change(
            kind === 'delete' ? text.length : 0,
            kind === 'insert' ? text.length : 0
          );
        }
      }
    } else {
      change(length(hunk.old), length(hunk.new));
    }
    line += hunk.old?.length ?? 0;
  }
  return found;
}
