// The order of the sidebar's rows: versions, with groups of snapshots between them.
import type { Version } from '../api/types';

/** One row of the list. */
export type Row =
  | { kind: 'version'; key: string; index: number }
  | { kind: 'group'; key: string; snapshots: readonly Version[] }
  | { kind: 'snapshot'; key: string; snapshot: Version };

/**
 * Rows for `total` versions, newest first, of which the one at index 0 has the
 * number `newest`. Snapshots stand above the version they were made after.
 *
 * @param open - keys of the groups whose snapshots are shown
 */
export function layoutRows(
  total: number,
  newest: number,
  snapshots: readonly Version[],
  open: ReadonlySet<string>
): Row[] {
  const groups = new Map<number, Version[]>();
  for (const snapshot of snapshots) {
    const place = Math.min(Math.max(newest - snapshot.number, 0), total);
    groups.set(place, [...(groups.get(place) ?? []), snapshot]);
  }
  const rows: Row[] = [];
  for (let index = 0; index <= total; index++) {
    const group = groups.get(index);
    if (group) {
      const key = `group-${newest - index}`;
      rows.push({ kind: 'group', key, snapshots: group });
      if (open.has(key)) {
        for (const snapshot of group) {
          rows.push({ kind: 'snapshot', key: snapshot.id, snapshot });
        }
      }
    }
    if (index < total) {
      rows.push({ kind: 'version', key: `v${newest - index}`, index });
    }
  }
  return rows;
}
