// The open notebooks, each with its discussion: finding them, opening them, the one in front.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { ThreadsClient } from '../api/threads';
import { contentsPath } from '../notebook/open';
import type { OwnActions } from './actions';
import { Choosing } from './choosing';
import type { IThreadContext } from './context';
import { DiscussedNotebook } from './discussed';
import type { IDiscussedHost } from './discussed';
import type { IHeard } from './hear';
import type { Memory } from './memory';
import { DiscussionModel } from './model';
import { NotebookScene, followScene } from './scene';
import { NotebookSurface } from './surface';

/** What is needed to discuss notebooks. */
export interface INotebooksHost {
  app: JupyterFrontEnd;
  tracker: INotebookTracker;
  client: ThreadsClient;
  heard: IHeard;
  memory: Memory;
  /** What the threads of a discussion are drawn with. */
  context: (model: DiscussionModel, own: OwnActions) => IThreadContext;
  commits: Omit<IDiscussedHost, 'context'>;
  trans: TranslationBundle;
}

/** The notebooks that are open, with their discussions. */
export class DiscussedNotebooks {
  constructor(private readonly host: INotebooksHost) {
    const { tracker } = host;
    const watch = (panel: NotebookPanel) =>
      void panel.context.ready.then(() => this._discuss(panel));
    tracker.widgetAdded.connect((_, panel) => watch(panel));
    tracker.forEach(watch);
    tracker.currentChanged.connect(() => this._changed.emit());
  }

  /** Emitted when another notebook is in front. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted with the discussion of a notebook that was opened. */
  get opened(): ISignal<this, DiscussionModel> {
    return this._opened;
  }

  /** The notebook in front. */
  get current(): DiscussedNotebook | null {
    const panel = this.host.tracker.currentWidget;
    return (panel && this._notebooks.get(panel)) ?? null;
  }

  /** Whether threads are shown under cells. */
  set visible(visible: boolean) {
    this._visible = visible;
    for (const { inline } of this._notebooks.values()) {
      inline.visible = visible;
    }
  }

  /** What the threads of a discussion are drawn with; null when its notebook was closed. */
  contextOf(model: DiscussionModel): IThreadContext | null {
    return this._contexts.get(model) ?? null;
  }

  /** The notebook with a path, opened where it is not, in front. */
  async open(path: string): Promise<DiscussedNotebook | null> {
    const { commands, shell } = this.host.app;
    let panel: unknown = this._find(path);
    if (panel instanceof NotebookPanel) {
      shell.activateById(panel.id);
    } else {
      panel = await commands.execute('docmanager:open', {
        path,
        factory: 'Notebook'
      });
    }
    if (!(panel instanceof NotebookPanel)) {
      return null;
    }
    await panel.context.ready;
    this._discuss(panel); // it may not be known to be open yet
    return this._notebooks.get(panel) ?? null;
  }

  /** The path of the notebook in front, once there is one. */
  firstPath(): Promise<string> {
    const { app, tracker } = this.host;
    const { contents } = app.serviceManager;
    return new Promise(resolve => {
      const look = () => {
        const panel = tracker.currentWidget;
        if (panel) {
          tracker.currentChanged.disconnect(look);
          void panel.context.ready.then(() =>
            resolve(contentsPath(panel, contents))
          );
        }
      };
      tracker.currentChanged.connect(look);
      look();
    });
  }

  /** Draw all threads anew. */
  touch(): void {
    for (const { model } of this._notebooks.values()) {
      model.touch();
    }
  }

  private _find(path: string): NotebookPanel | null {
    const { contents } = this.host.app.serviceManager;
    return (
      this.host.tracker.find(panel => contentsPath(panel, contents) === path) ??
      null
    );
  }

  private _discuss(panel: NotebookPanel): void {
    if (panel.isDisposed || this._notebooks.has(panel)) {
      return;
    }
    const { app, client, heard, memory, commits } = this.host;
    const scene = new NotebookScene(panel, app.serviceManager.contents);
    const model = new DiscussionModel(
      client,
      memory,
      new NotebookSurface(scene)
    );
    const context = this.host.context(model, {
      accept: (thread, comment) => notebook.accept(thread, comment),
      sourceOf: thread => notebook.sourceOf(thread),
      step: step => void notebook.step(step),
      putBack: thread => notebook.putBack(thread),
      choosing: new Choosing(
        panel,
        model,
        thread => notebook.show(thread),
        this.host.trans
      )
    });
    const notebook = new DiscussedNotebook(panel, model, {
      context,
      ...commits
    });
    notebook.inline.visible = this._visible;
    this._notebooks.set(panel, notebook);
    this._contexts.set(model, context);
    followScene(panel, scene, model, heard);
    panel.disposed.connect(() => {
      this._notebooks.delete(panel);
      this._contexts.delete(model);
      this._changed.emit();
    });
    this._opened.emit(model);
    void model.refresh();
    this._changed.emit();
  }

  private _visible = true;
  private readonly _notebooks = new Map<NotebookPanel, DiscussedNotebook>();
  private readonly _contexts = new Map<DiscussionModel, IThreadContext>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _opened = new Signal<this, DiscussionModel>(this);
}
