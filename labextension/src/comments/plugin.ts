// Wires comments: threads in every open notebook, the sidebar, commands, toasts and what outlives a reload.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { commentIcon } from '../icons';
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
import { addCommentCommands } from './commands';
import type { IThreadContext } from './context';
import { ownPlainKeys } from './keys';
import { linkedThread } from './link';
import { Memory } from './memory';
import type { DiscussionModel } from './model';
import { DiscussedNotebooks } from './notebooks';
import { CommentRenderer } from './render';
import { Reviews } from './reviews';
import { SidebarModel } from './sidebar';
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
    const sidebar = new SidebarModel();

    const showSidebar = () => shell.activateById(widget.id);
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
    const common = {
      client: api.threads,
      heard: api,
      memory,
      context: contextOf
    };
    const notebooks = new DiscussedNotebooks({
      ...common,
      app,
      tracker,
      trans,
      commits: {
        commit: async panel => {
          const outcome = await commits.commit(panel);
          if (outcome.kind === 'failed') {
            Notification.error(outcome.error.message, { autoClose: 20_000 });
          }
          return outcome.kind !== 'failed';
        },
        offerCommit: () => void commands.execute(Commands.commit)
      }
    });
    const open = (path: string) => notebooks.open(path);
    const reviews = new Reviews({ ...common, open });
    notebooks.opened.connect((_, model) => {
      model.arrived.connect((_, news) => arrivals.add(model, news));
    });
    notebooks.changed.connect(() => {
      sidebar.follow(notebooks.current?.model ?? null);
      commands.notifyCommandChanged();
    });

    const widget = new ThreadsWidget(
      sidebar,
      {
        retry: () => void sidebar.discussion?.refresh(),
        commentOnNotebook: () =>
          void commands.execute(Commands.commentOnNotebook),
        notifications: () => void commands.execute(Commands.notifications),
        show: ({ thread }) => {
          const notebook = notebooks.current;
          if (notebook) {
            shell.activateById(notebook.panel.id);
            notebook.model.fold(thread, false);
            void notebook.show(thread.id);
          }
        }
      },
      () => sidebar.discussion && notebooks.contextOf(sidebar.discussion),
      trans
    );
    widget.title.icon = commentIcon;
    widget.title.caption = trans.__('Threads');

    addCommentCommands(commands, {
      current: () => notebooks.current,
      open,
      hit: test => app.contextMenuHitTest(test),
      version: () => versions?.selection ?? null,
      showSidebar,
      reading: node => reviews.readAt(node),
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

    if (state) {
      void remember('comments', memory, state, app.restored).then(() => {
        notebooks.touch();
        reviews.touch();
      });
    }
    const linked = linkedThread();
    if (linked) {
      void app.restored.then(async () => {
        const path = await notebooks.firstPath();
        await commands.execute(Commands.showThread, { path, thread: linked });
      });
    }
    registry
      ?.load(ID)
      .then(stored => {
        const read = () => {
          notebooks.visible = stored.composite.inNotebook !== false;
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
