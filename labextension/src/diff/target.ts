// What a diff tab compares, as it is written down in commands and layouts.

/** The notebook as it is on screen, or on disk where it is not open. */
export const PRESENT = null;

/** Two versions of one notebook, or two notebooks. */
export interface ITarget {
  /** Contents path of the notebook; of the old one where there are two. */
  path: string;
  /** Contents path of the other notebook, where two files are compared. */
  other: string | null;
  /** A version's name, or PRESENT. */
  old: string | null;
  new: string | null;
}

/** Command arguments as a target; null when they name no notebook. */
export function readTarget(
  args: Readonly<Record<string, unknown>>
): ITarget | null {
  const text = (key: string) =>
    typeof args[key] === 'string' && args[key] !== '' ? args[key] : null;
  const path = text('path');
  if (!path) {
    return null;
  }
  const other = text('other');
  const old = text('old');
  const target = { path, other, old, new: text('new') };
  if (other || old || target.new) {
    return target;
  }
  return { ...target, old: 'latest' };
}

/** A target as command arguments. */
export function writeTarget(target: ITarget): Record<string, string> {
  return Object.fromEntries(
    Object.entries(target).filter(([, value]) => value !== null)
  );
}

/** Whether two targets show the same. */
export function sameTarget(a: ITarget, b: ITarget): boolean {
  return (
    a.path === b.path &&
    a.other === b.other &&
    a.old === b.old &&
    a.new === b.new
  );
}

/** Whether a side changes as the notebook is edited or committed. */
export function follows(target: ITarget): boolean {
  return (
    target.other !== null ||
    [target.old, target.new].some(side => side === PRESENT || side === 'latest')
  );
}
