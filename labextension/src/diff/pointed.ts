// What somebody points at in a difference: a line that is selected, or a cell of one side.
import { EditorView } from '@codemirror/view';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { CellDiff } from '../api/types';
import type { ITarget } from './target';
import type { Side } from './types';

/** The line in which something is selected within a section, and its side; null where nothing is. */
export function selectedLine(
  section: Element,
  cell: CellDiff
): { side: Side; line: number } | null {
  const selection = window.getSelection();
  const node = selection?.anchorNode ?? null;
  const element = node instanceof Element ? node : node?.parentElement;
  const editor = element?.closest<HTMLElement>('.cm-editor');
  if (!node || !element || !editor || !section.contains(editor)) {
    return null;
  }
  const view = EditorView.findFromDOM(editor);
  if (!view || element.closest('.cm-deletedChunk')) {
    return null;
  }
  const place = view.posAtDOM(node, selection!.anchorOffset);
  const line = view.state.doc.lineAt(place).number - 1;
  const sides = editor.closest('.cm-mergeView')?.querySelectorAll('.cm-editor');
  const isOld = sides ? sides[0] === editor : cell.new == null;
  return { side: isOld ? 'old' : 'new', line };
}

/** The arguments with which a comment on a change is begun. */
export function changeArgs(
  { path, old, new: newer }: ITarget,
  cell: CellDiff,
  side: Side,
  line: number | null
): PartialJSONObject {
  const [version, other] = side === 'old' ? [old, newer] : [newer, old];
  return { path, version, other, side, index: cell[side] ?? null, line };
}
