// Wires comments: threads in every open notebook, the sidebar, commands, toasts and what outlives a reload.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { commentIcon } from '../icons';
import { contentsPath } from '../notebook/open';
import { remember } from '../remember';
import {
  Commands,
  IApi,
  ICommits,
  INotifications,
  IReviews,
  ISettings,
  IVersions
} from '../tokens';
import { threadActions } from './actions';
import type { OwnActions } from './actions';
import { ThreadsBadge } from './badge';
import { Choosing } from './choosing';
import { addCommentCommands } from './commands';
import type { IThreadContext } from './context';
import { DiscussedNotebook } from './discussed';
import { ownPlainKeys } from './keys';
import { linkedThread } from './link';
import { Memory } from './memory';
import { DiscussionModel } from './model';
import { CommentRenderer } from './render';
import { Reviews } from './reviews';
import { NotebookScene, followScene } from './scene';
import { SidebarModel } from './sidebar';
import { NotebookSurface } from './surface';
import { Arrivals } from './toasts';
import { ThreadsWidget } from './widget';

const ID = 'jovian-lab:comments';

export const commentsPlugin: JupyterFrontEndPlugin<IReviews> = {
  id: ID,
  description: 'Threads beside the cells of a notebook.',
  autoStart: true,
  provides: IReviews,
  requires: [IApi, ISettings, ICommits, INotebookTracker, IRenderMimeRegistry],
  optional: [
    IVersions,
    ITranslator,
    ICommandPalette,
    ILayoutRestorer,
    IStateDB,
    ISettingRegistry,
    IStatusBar,
    INotifications
  ],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    settings: ISettings,
    commits: ICommits,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    versions: IVersions | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    registry: ISettingRegistry | null,
    statusBar: IStatusBar | null,
    notifications: INotifications | null
  ): IReviews => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, shell, serviceManager } = app;
    const { contents } = serviceManager;
    const memory = new Memory();
    const renderer = new CommentRenderer(rendermime, contents);
    const notebooks = new Map<NotebookPanel, DiscussedNotebook>();
    const contexts = new Map<DiscussionModel, IThreadContext>();
    const preferences = { inNotebook: true };
    const sidebar = new SidebarModel();

    const current = () => {
      const panel = tracker.currentWidget;
      return (panel && notebooks.get(panel)) ?? null;
    };
    const showSidebar = () => shell.activateById(widget.id);
    const open = async (path: string): Promise<DiscussedNotebook | null> => {
      const known = tracker.find(
        panel => contentsPath(panel, contents) === path
      );
      if (known) {
        shell.activateById(known.id);
      } else {
        await commands.execute('docmanager:open', {
          path,
          factory: 'Notebook'
        });
      }
      const panel =
        known ??
        tracker.find(one => contentsPath(one, contents) === path) ??
        null;
      await panel?.context.ready;
      return (panel && notebooks.get(panel)) ?? null;
    };
    const arrivals = new Arrivals(
      (path, thread) =>
        void commands.execute(Commands.showThread, { path, thread }),
      showSidebar,
      (path, kinds) => notifications?.wants(path, kinds) ?? true,
      trans
    );

    const contextOf = (
      model: DiscussionModel,
      own: OwnActions
    ): IThreadContext => ({
      model,
      renderer,
      relative: () => settings.values.relativeTimes,
      trans,
      actions: threadActions(() => model.path, commands, trans, own)
    });
    const reviews = new Reviews({
      client: api.threads,
      heard: api,
      memory,
      context: contextOf,
      open
    });

    const discuss = (panel: NotebookPanel) => {
      if (panel.isDisposed || notebooks.has(panel)) {
        return;
      }
      const scene = new NotebookScene(panel, contents);
      const model = new DiscussionModel(
        api.threads,
        memory,
        new NotebookSurface(scene)
      );
      const context = contextOf(model, {
        accept: (thread, comment) => notebook.accept(thread, comment),
        sourceOf: thread => notebook.sourceOf(thread),
        step: step => void notebook.step(step),
        putBack: thread => notebook.putBack(thread),
        choosing: new Choosing(
          panel,
          model,
          thread => notebook.show(thread),
          trans
        )
      });
      contexts.set(model, context);
      const notebook = new DiscussedNotebook(panel, model, {
        context,
        commit: async one => {
          const outcome = await commits.commit(one);
          if (outcome.kind === 'failed') {
            Notification.error(outcome.error.message, { autoClose: 20_000 });
          }
          return outcome.kind !== 'failed';
        },
        offerCommit: () => void commands.execute(Commands.commit)
      });
      notebook.inline.visible = preferences.inNotebook;
      notebooks.set(panel, notebook);
      followScene(panel, scene, model, api);
      model.arrived.connect((_, news) => arrivals.add(model, news));
      panel.disposed.connect(() => {
        notebooks.delete(panel);
        contexts.delete(model);
        follow();
      });
      void model.refresh();
      follow();
    };
    const follow = () => sidebar.follow(current()?.model ?? null);
    const watch = (panel: NotebookPanel) =>
      void panel.context.ready.then(() => discuss(panel));

    const widget = new ThreadsWidget(
      sidebar,
      {
        retry: () => void sidebar.discussion?.refresh(),
        commentOnNotebook: () =>
          void commands.execute(Commands.commentOnNotebook),
        notifications: () => void commands.execute(Commands.notifications),
        show: ({ thread }) => {
          const notebook = current();
          if (notebook) {
            shell.activateById(notebook.panel.id);
            notebook.model.fold(thread, false);
            void notebook.show(thread.id);
          }
        }
      },
      () => (sidebar.discussion && contexts.get(sidebar.discussion)) ?? null,
      trans
    );
    widget.title.icon = commentIcon;
    widget.title.caption = trans.__('Threads');

    addCommentCommands(commands, {
      current,
      open,
      hit: test => app.contextMenuHitTest(test),
      version: () => versions?.selection ?? null,
      showSidebar,
      reading: () => reviews.beginHere,
      trans
    });
    const category = trans.__('Threads');
    for (const command of [
      Commands.comment,
      Commands.commentOnNotebook,
      Commands.showThreads,
      Commands.nextThread,
      Commands.previousThread,
      Commands.replyThread,
      Commands.resolveThread,
      Commands.toggleThreads
    ]) {
      palette?.addItem({ command, category });
    }
    ownPlainKeys();

    tracker.widgetAdded.connect((_, panel) => watch(panel));
    tracker.forEach(watch);
    tracker.currentChanged.connect(() => {
      follow();
      commands.notifyCommandChanged();
    });
    if (state) {
      void remember('comments', memory, state, app.restored).then(() => {
        for (const { model } of notebooks.values()) {
          model.touch();
        }
        reviews.touch();
      });
    }
    const linked = linkedThread();
    if (linked) {
      void app.restored.then(async () => {
        const path = await firstPath(tracker, contents);
        await commands.execute(Commands.showThread, { path, thread: linked });
      });
    }
    registry
      ?.load(ID)
      .then(stored => {
        const read = () => {
          preferences.inNotebook = stored.composite.inNotebook !== false;
          for (const { inline } of notebooks.values()) {
            inline.visible = preferences.inNotebook;
          }
        };
        stored.changed.connect(read);
        read();
      })
      .catch((error: unknown) => {
        console.warn('jovian-lab: the settings could not be read', error);
      });
    statusBar?.registerStatusItem('jovian-lab:threads', {
      item: new ThreadsBadge(sidebar, showSidebar, trans),
      align: 'left',
      rank: 3
    });
    restorer?.add(widget, widget.id);
    shell.add(widget, 'right', { rank: 150, type: 'Threads' });
    return reviews;
  }
};

/** The path of the notebook in front, once there is one. */
function firstPath(
  tracker: INotebookTracker,
  contents: JupyterFrontEnd['serviceManager']['contents']
): Promise<string> {
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
