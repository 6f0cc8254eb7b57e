// Marks in a source that is only read: the ranges threads are about, and at the end of their line how many comments.
import { StateEffect } from '@codemirror/state';
import type { Extension, Range } from '@codemirror/state';
import { Decoration, ViewPlugin, WidgetType } from '@codemirror/view';
import type {
  DecorationSet,
  EditorView,
  PluginValue,
  ViewUpdate
} from '@codemirror/view';
import type { ISignal } from '@lumino/signaling';

/** A range that a thread, or the draft of one, is about. */
export interface ILineMark {
  id: string;
  start: number;
  end: number;
  current: boolean;
  /** How many comments; 0 for a draft. */
  count: number;
  /** The same in words. */
  label: string;
}

/** What is marked in one source. */
export interface IMarked {
  changed: ISignal<unknown, unknown>;
  marks: () => readonly ILineMark[];
  /** A mark was clicked. */
  open: (id: string) => void;
}

const changed = StateEffect.define();

/** An extension that keeps the marks up to date. */
export function lineMarks(source: IMarked): Extension {
  class Marks implements PluginValue {
    constructor(private readonly view: EditorView) {
      this.decorations = this._draw();
      source.changed.connect(this._changed);
    }

    decorations: DecorationSet;

    update({ docChanged, transactions }: ViewUpdate): void {
      const isAsked = transactions.some(({ effects }) =>
        effects.some(effect => effect.is(changed))
      );
      if (docChanged || isAsked) {
        this.decorations = this._draw();
      }
    }

    destroy(): void {
      source.changed.disconnect(this._changed);
    }

    private _draw(): DecorationSet {
      const { doc } = this.view.state;
      const lines = new Map<number, ILineMark[]>();
      const found: Range<Decoration>[] = [];
      const shown = source.marks();
      this._shown = JSON.stringify(shown);
      for (const mark of shown) {
        const from = Math.min(mark.start, doc.length);
        const to = Math.min(mark.end, doc.length);
        const line = doc.lineAt(from);
        if (from < to) {
          found.push(
            Decoration.mark({
              class: `jp-jovian-Range${mark.current ? ' jp-mod-current' : ''}`
            }).range(from, to)
          );
        }
        if (mark.count > 0) {
          lines.set(line.to, [...(lines.get(line.to) ?? []), mark]);
        }
      }
      for (const [end, marks] of lines) {
        found.push(
          ...marks.map(mark =>
            Decoration.widget({
              widget: new LineMark(mark, source.open),
              side: 1
            }).range(end)
          )
        );
      }
      return Decoration.set(found, true);
    }

    private readonly _changed = (): void => {
      if (JSON.stringify(source.marks()) !== this._shown) {
        this.view.dispatch({ effects: changed.of(null) });
      }
    };

    private _shown = '';
  }
  return ViewPlugin.fromClass(Marks, {
    decorations: ({ decorations }) => decorations
  });
}

/** "❝ 2" at the end of a line. */
class LineMark extends WidgetType {
  constructor(
    private readonly mark: ILineMark,
    private readonly open: (id: string) => void
  ) {
    super();
  }

  override eq(other: LineMark): boolean {
    return (
      this.mark.id === other.mark.id && this.mark.label === other.mark.label
    );
  }

  toDOM(): HTMLElement {
    const { id, count, label } = this.mark;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-jovian-LineMark';
    button.textContent = `❝ ${count}`;
    button.title = label;
    button.setAttribute('aria-label', label);
    button.addEventListener('mousedown', event => event.preventDefault());
    button.addEventListener('click', () => this.open(id));
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
