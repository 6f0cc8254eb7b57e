// What somebody points at in a difference: a part of a source that is selected, or a cell of one side.
import { getChunks, getOriginalDoc } from '@codemirror/merge';
import type { Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { CommentedPart, IReview } from '../tokens';
import type { CellDiff } from '../api/types';
import type { Side } from './types';

/** A part of the source of one side. */
export interface ISelected {
  side: Side;
  part: CommentedPart;
}

/** Begin to comment on what is selected within a section, or on its cell. */
export function beginComment(
  review: IReview,
  section: Element,
  cell: CellDiff
): void {
  const selected = selectedPart(section, cell);
  const side = selected?.side ?? (cell.new != null ? 'new' : 'old');
  review.begin(cell, side, selected?.part);
}

/** What is selected within a section, or the line that was clicked; null where that is nothing. */
export function selectedPart(
  section: Element,
  cell: Pick<CellDiff, 'old' | 'new'>
): ISelected | null {
  const { anchorNode, anchorOffset, focusNode, focusOffset } =
    window.getSelection() ?? {};
  const [first, last] = [anchorNode, focusNode].map(editorAt);
  if (!anchorNode || !focusNode || !first || !section.contains(first)) {
    return null;
  }
  const view = EditorView.findFromDOM(first);
  if (!view) {
    return null;
  }
  const gone = elementOf(anchorNode)?.closest('.cm-deletedChunk');
  if (gone) {
    return deletedLine(view, gone, anchorNode);
  }
  const isOneSource =
    first === last && !elementOf(focusNode)?.closest('.cm-deletedChunk');
  const from = view.posAtDOM(anchorNode, anchorOffset);
  const to = isOneSource ? view.posAtDOM(focusNode, focusOffset) : from;
  const sides = first.closest('.cm-mergeView')?.querySelectorAll('.cm-editor');
  const isOld = sides ? sides[0] === first : cell.new == null;
  return partOf(view.state.doc, from, to, isOld ? 'old' : 'new');
}

/** A line that is gone, which is drawn among those of the new side. */
function deletedLine(
  view: EditorView,
  gone: Element,
  node: Node
): ISelected | null {
  const at = view.posAtDOM(gone);
  const { chunks = [] } = getChunks(view.state) ?? {};
  const [chunk] = [...chunks].sort(
    (one, other) => Math.abs(one.fromB - at) - Math.abs(other.fromB - at)
  );
  const line = elementOf(node)?.closest('.cm-deletedLine');
  const index = [...gone.querySelectorAll('.cm-deletedLine')].indexOf(line!);
  const doc = getOriginalDoc(view.state);
  const number = doc.lineAt(chunk.fromA).number + Math.max(0, index);
  const { from } = doc.line(Math.min(number, doc.lines));
  return partOf(doc, from, from, 'old');
}

/** A selection, or the whole line where nothing is selected; null for an empty line. */
function partOf(
  doc: Text,
  one: number,
  other: number,
  side: Side
): ISelected | null {
  const line = doc.lineAt(one);
  const [start, end] =
    one === other
      ? [line.from, line.to]
      : [Math.min(one, other), Math.max(one, other)];
  const quote = doc.sliceString(start, end);
  return quote.trim()
    ? { side, part: { kind: 'line', start, end, quote } }
    : null;
}

function editorAt(node: Node | null | undefined): HTMLElement | null {
  return elementOf(node)?.closest<HTMLElement>('.cm-editor') ?? null;
}

function elementOf(node: Node | null | undefined): Element | null {
  return node instanceof Element ? node : (node?.parentElement ?? null);
}
