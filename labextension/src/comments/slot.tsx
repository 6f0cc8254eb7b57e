// The widget under a cell that holds its threads. It is drawn at once and never taken down while its cell lives, so
// that the heights JupyterLab measures hold and what is being written stays when the cell scrolls out of sight.
import { Widget } from '@lumino/widgets';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { ThreadContext } from './context';
import type { IThreadContext } from './context';
import type { ApiError } from '../api/errors';
import { inWords } from '../words/errors';
import type { IStarted } from './memory';
import type { IPointed, IShown } from './shown';
import { NewThread } from './newthread';
import { ThreadCard } from './thread';
import { shortened } from './words';

/** What a slot shows. */
export interface ISlotContent {
  threads: readonly IShown[];
  started: readonly IStarted[];
  /** Why there are none, where that is to be said. */
  error?: ApiError | null;
}

/** What a slot asks its notebook to do. */
export interface ISlotHost {
  context: IThreadContext;
  send: (
    key: string,
    words: { text: string; suggestion?: string }
  ) => Promise<unknown>;
  cancel: (key: string) => void;
  /** Comment on the whole cell instead. */
  widen: (key: string) => void;
  sourceOf: (about: IPointed) => string | null;
}

/** The threads of one cell, or those of the notebook as a whole. */
export class ThreadSlot extends Widget {
  /**
   * @param host - the notebook
   * @param atOnce - draw at once when first shown, which is not possible while React draws what is around it
   */
  constructor(
    private readonly host: ISlotHost,
    private readonly atOnce = true
  ) {
    super();
    this.addClass('jp-jovian-Slot');
    this.node.dataset.jpSuppressContextMenu = 'true';
    this._root = createRoot(this.node);
    // The notebook would take the focus, and a double click would open a Markdown cell.
    for (const type of ['mousedown', 'dblclick']) {
      this.node.addEventListener(type, event => event.stopPropagation());
    }
  }

  /** Show these threads; false when that is what is shown already. */
  display(content: ISlotContent): boolean {
    const { model } = this.host.context;
    const key = content.threads
      .map(({ thread }) =>
        [
          model.isFolded(thread),
          model.unread(thread),
          model.current === thread.id
        ].join()
      )
      .join(' ');
    const started = content.started
      .map(([name, { about }]) => `${name} ${about.kind}`)
      .join(' ');
    const isSame =
      this._shown?.key === key &&
      this._shown.started === started &&
      this._shown.me === model.me &&
      this._shown.error === content.error &&
      this._shown.threads.length === content.threads.length &&
      this._shown.threads.every(
        ({ thread }, i) => thread === content.threads[i].thread
      );
    if (isSame) {
      return false;
    }
    const isFirst = this._shown === null && this.atOnce;
    const { threads, error } = content;
    this._shown = { key, started, me: model.me, threads, error };
    const draw = () => this._root.render(this._draw(content));
    if (isFirst) {
      flushSync(draw);
    } else {
      draw();
    }
    const isEmpty = threads.length + content.started.length === 0;
    this.setHidden(isEmpty && !error);
    return true;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    super.dispose();
    // React must not be taken down while it draws.
    queueMicrotask(() => this._root.unmount());
  }

  private _draw({ threads, started, error }: ISlotContent): JSX.Element {
    const { context, send, cancel, widen, sourceOf } = this.host;
    const { model, trans } = context;
    return (
      // A new object, so that the names of who comments are drawn again when they are known.
      <ThreadContext.Provider value={{ ...context }}>
        {error && (
          <p className="jp-jovian-Failed" role="alert">
            {trans.__('The threads could not be read.')} {inWords(error)}{' '}
            <button
              type="button"
              className="jp-jovian-Button"
              onClick={() => void model.refresh()}
            >
              {trans.__('Retry')}
            </button>
          </p>
        )}
        {threads.map(({ thread }) => (
          <ThreadCard
            key={thread.id}
            thread={thread}
            folded={model.isFolded(thread)}
            unread={model.unread(thread)}
            current={model.current === thread.id}
          />
        ))}
        {started.map(([key, { about }]) => (
          <NewThread
            key={`${key} ${about.kind}`}
            id={key}
            quote={shortened(about.quote ?? '')}
            about={
              about.kind === 'output'
                ? about.region
                  ? trans.__('a part of the picture')
                  : trans.__('the output')
                : about.kind === 'notebook'
                  ? trans.__('the notebook')
                  : trans.__('this cell')
            }
            source={sourceOf(about)}
            onSend={words => send(key, words)}
            onCancel={() => cancel(key)}
            onWhole={
              ['range', 'line', 'output'].includes(about.kind)
                ? () => widen(key)
                : null
            }
          />
        ))}
      </ThreadContext.Provider>
    );
  }

  private readonly _root: Root;
  private _shown: {
    key: string;
    started: string;
    me: unknown;
    threads: readonly IShown[];
    error: ApiError | null | undefined;
  } | null = null;
}
