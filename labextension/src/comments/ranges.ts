// Marks ranges of a cell's source that threads are about; they move with what is typed.
import { StateEffect, StateField } from '@codemirror/state';
import type { EditorState, Extension } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';

/** A range of a source and the thread, or the draft of one, that is about it. */
export interface IRange {
  id: string;
  start: number;
  end: number;
  current: boolean;
}

const setRanges = StateEffect.define<readonly IRange[]>();

const setPointed = StateEffect.define<Omit<IRange, 'id' | 'current'> | null>();
const POINTED = 'pointed';

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setRanges)) {
        const { length } = transaction.newDoc;
        next = Decoration.set(
          effect.value.flatMap(({ id, start, end, current }) => {
            const [from, to] = [Math.min(start, length), Math.min(end, length)];
            return from < to ? [mark(id, current).range(from, to)] : [];
          }),
          true
        );
      } else if (effect.is(setPointed)) {
        const { start = 0, end = 0 } = effect.value ?? {};
        const to = Math.min(end, transaction.newDoc.length);
        next = next.update({
          filter: (_from, _to, { spec }) =>
            (spec as { thread?: string }).thread !== POINTED,
          add: start < to ? [mark(POINTED, true).range(start, to)] : [],
          sort: true
        });
      }
    }
    return next;
  },
  provide: from => EditorView.decorations.from(from)
});

function mark(id: string, current: boolean): Decoration {
  return Decoration.mark({
    class: current ? 'jp-jovian-Range jp-mod-current' : 'jp-jovian-Range',
    inclusive: false,
    thread: id
  });
}

const extension: Extension = [field];

/** Mark ranges in an editor, and only these. */
export function markRanges(
  editor: CodeEditor.IEditor,
  ranges: readonly IRange[]
): void {
  dispatch(editor, setRanges.of(ranges), ranges.length === 0);
}

/** Let one range stand out for a while, beside those that are marked; null ends that. */
export function pointRange(
  editor: CodeEditor.IEditor,
  range: { start: number; end: number } | null
): void {
  dispatch(editor, setPointed.of(range), range === null);
}

function dispatch(
  editor: CodeEditor.IEditor,
  effects: StateEffect<unknown>,
  isNothing: boolean
): void {
  const view = viewOf(editor);
  if (!view) {
    return;
  }
  if (view.state.field(field, false) === undefined) {
    if (isNothing) {
      return;
    }
    (editor as CodeMirrorEditor).injectExtension(extension);
  }
  view.dispatch({ effects });
}

/** Where a marked range is now; null when it is not marked, or all of it was deleted. */
export function rangeNow(
  editor: CodeEditor.IEditor | null,
  id: string
): { start: number; end: number } | null {
  const view = editor && viewOf(editor);
  return view ? find(view.state, id) : null;
}

function find(
  state: EditorState,
  id: string
): { start: number; end: number } | null {
  const marks = state.field(field, false);
  let found: { start: number; end: number } | null = null;
  marks?.between(0, state.doc.length, (from, to, { spec }) => {
    if ((spec as { thread?: string }).thread === id && from < to) {
      found = { start: from, end: to };
      return false;
    }
    return undefined;
  });
  return found;
}

function viewOf(editor: CodeEditor.IEditor): EditorView | null {
  return (editor as Partial<CodeMirrorEditor>).editor ?? null;
}
