// Unfolds equal lines of two sources that somebody has to see.
import { uncollapseUnchanged } from '@codemirror/merge';
import { EditorView } from '@codemirror/view';
import type { Side } from './types';

/**
 * Unfold equal lines; of sources beside each other, on both sides.
 *
 * @param lines - the places on a side that must be seen
 */
export function uncover(
  views: Partial<Record<Side, EditorView>>,
  lines: ((side: Side) => number[]) | undefined
): void {
  for (const side of ['old', 'new'] as const) {
    const folds = views[side] ? foldsOf(views[side]) : [];
    for (const line of lines && folds.length > 0 ? lines(side) : []) {
      const which = folds.findIndex(
        ({ from, to }) => from <= line && line <= to
      );
      if (which >= 0) {
        // They fold the same lines, and so have the same folds.
        for (const view of Object.values(views)) {
          const { from } = foldsOf(view)[which];
          view.dispatch({ effects: uncollapseUnchanged.of(from) });
        }
        uncover(views, lines);
        return;
      }
    }
  }
}

/** The runs of equal lines that a view has folded. */
function foldsOf(view: EditorView): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const set of view.state.facet(EditorView.decorations)) {
    if (typeof set === 'function') {
      continue;
    }
    for (const at = set.iter(); at.value; at.next()) {
      const { from, to, value } = at;
      if ((value.spec as { block?: boolean }).block && from < to) {
        found.push({ from, to });
      }
    }
  }
  return found;
}
