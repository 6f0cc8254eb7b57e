// Sources in CodeMirror: two beside each other, two in one, or one; always read-only.
import { Change, MergeView, unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { jupyterTheme } from '@jupyterlab/codemirror';
import type { TextDiff } from '../api/types';
import { changesOf } from './ranges';
import { uncover } from './uncover';

/** What to draw; a side that is null is not there. */
export interface ISources {
  old: string | null;
  new: string | null;
  /** The engine's difference of the two, where it is known. */
  diff?: TextDiff | null;
  split: boolean;
  /** What the sides are called, for those who hear them. */
  labels: readonly [string, string];
  marks?: IMarks | null;
}

/** What threads mark in both sources. */
export interface IMarks {
  old: Extension;
  new: Extension;
  /** The places that must not be folded away. */
  lines: (side: 'old' | 'new') => number[];
}

/** A view to highlight and to throw away. */
export interface ISourceView {
  highlight: (language: Extension) => void;
  /** Unfold equal lines that threads are about. */
  uncover: () => void;
  destroy: () => void;
}

/** Draw into an element. */
export function drawSources(
  parent: HTMLElement,
  sources: ISources
): ISourceView {
  const { old, new: newer, labels, marks } = sources;
  const language = new Compartment();
  const base = (label: string): Extension => [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-readonly': 'true'
    }),
    jupyterTheme,
    language.of([])
  ];
  const both = old !== null && newer !== null;
  const merge = {
    gutter: false,
    collapseUnchanged: { margin: 3, minSize: 6 },
    diffConfig: diffConfig(sources)
  };
  if (both && sources.split) {
    const view = new MergeView({
      a: { doc: old, extensions: [base(labels[0]), marks?.old ?? []] },
      b: { doc: newer, extensions: [base(labels[1]), marks?.new ?? []] },
      ...merge,
      parent
    });
    return lasting(
      [view.a, view.b],
      language,
      () => view.destroy(),
      () => uncover({ old: view.a, new: view.b }, marks?.lines)
    );
  }
  const draw = (known: Extension) =>
    new EditorView({
      parent,
      doc: newer ?? old ?? '',
      extensions: [
        base(newer === null ? labels[0] : labels[1]),
        (newer === null ? marks?.old : marks?.new) ?? [],
        both
          ? unifiedMergeView({ original: old, mergeControls: false, ...merge })
          : [],
        known
      ]
    });
  let view = draw([]);
  if (!both) {
    return lasting([view], language, () => view.destroy());
  }
  uncover({ new: view }, marks?.lines);
  // What is gone is highlighted when it is drawn, and never again.
  let gone = false;
  return {
    highlight: extension => {
      if (!gone) {
        view.destroy();
        view = draw(extension);
        uncover({ new: view }, marks?.lines);
      }
    },
    uncover: () => {
      if (!gone) {
        uncover({ new: view }, marks?.lines);
      }
    },
    destroy: () => {
      gone = true;
      view.destroy();
    }
  };
}

function lasting(
  views: EditorView[],
  language: Compartment,
  destroy: () => void,
  uncovering: () => void = () => undefined
): ISourceView {
  let gone = false;
  uncovering();
  return {
    uncover: () => {
      if (!gone) {
        uncovering();
      }
    },
    highlight: extension => {
      if (gone) {
        return;
      }
      for (const view of views) {
        view.dispatch({ effects: language.reconfigure(extension) });
      }
    },
    destroy: () => {
      gone = true;
      destroy();
    }
  };
}

/** Let the view mark what the engine found; without it, let it look itself. */
function diffConfig({ old, new: newer, diff }: ISources): {
  override?: (a: string, b: string) => readonly Change[];
  timeout: number;
} {
  const timeout = 200;
  const text = `${old ?? ''}${newer ?? ''}`;
  if (!diff || text.includes('\r')) {
    return { timeout };
  }
  const changes = changesOf(diff, old ?? '').map(
    ([fromA, toA, fromB, toB]) => new Change(fromA, toA, fromB, toB)
  );
  const whole = (a: string, b: string) => a === old && b === newer;
  return {
    timeout,
    // Asked for a part, it would get places in the whole.
    override: (a, b) =>
      whole(a, b) ? [...changes] : [new Change(0, a.length, 0, b.length)]
  };
}
