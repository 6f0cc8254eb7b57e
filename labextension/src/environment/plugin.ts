// Wires environments: tabs, the install dialog, what the status bar tells, the table for other panels.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, Notification, WidgetTracker } from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { createElement } from 'react';
import type { Install, Version } from '../api/types';
import { contentsPath } from '../notebook/open';
import { addTab, showTab } from '../place';
import { remember } from '../remember';
import { Commands, IApi, IEnvironments, IVersions } from '../tokens';
import { addEnvironmentCommands } from './commands';
import { InstallDraft } from './draft';
import { DriftModel } from './drift';
import { InstallsModel, isOver } from './installs';
import { useKernel } from './kernel';
import { EnvironmentModel, sameTarget } from './model';
import type { ITarget } from './model';
import { LazyChanges } from './section';
import { DriftBadge, InstallBadge } from './status';
import { showEnding } from './toast';
import type { EnvironmentWidget } from './widget';

const ID = 'jovian-lab:environment';

export const environmentPlugin: JupyterFrontEndPlugin<IEnvironments> = {
  id: ID,
  description: 'Shows the environments of versions, and makes them anew.',
  autoStart: true,
  provides: IEnvironments,
  requires: [IApi, INotebookTracker],
  optional: [IVersions, ITranslator, ILayoutRestorer, IStatusBar, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    { client, environments, installed, events }: IApi,
    notebooks: INotebookTracker,
    versions: IVersions | null,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    statusBar: IStatusBar | null,
    state: IStateDB | null
  ): IEnvironments => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, shell, serviceManager } = app;
    const { contents, kernelspecs } = serviceManager;
    const tracker = new WidgetTracker<MainAreaWidget<EnvironmentWidget>>({
      namespace: 'jovian-lab-environment'
    });
    const installs = new InstallsModel(environments, installed);
    const drift = new DriftModel(environments, {
      tracker: notebooks,
      contents,
      events
    });

    const find = (path: string): NotebookPanel | null =>
      notebooks.find(panel => contentsPath(panel, contents) === path) ?? null;
    const openNotebook = async (path: string) => {
      if (!find(path)) {
        await commands.execute('docmanager:open', { path });
      }
      const panel = find(path);
      await panel?.context.ready;
      if (panel) {
        shell.activateById(panel.id);
      }
      return panel;
    };
    const switchTo = ({ path, report }: Install) =>
      void commands.execute(Commands.useKernel, { path, name: report?.kernel });

    const open = async (target: ITarget): Promise<void> => {
      const known = tracker.find(({ content }) =>
        sameTarget(content.model.target, target)
      );
      if (known) {
        showTab(shell, known);
        void known.content.model.load();
        return;
      }
      const { EnvironmentWidget, environmentTab } = await import('./widget');
      const model = new EnvironmentModel(environments, target);
      const on =
        (command: string, more: object = {}) =>
        ({ id }: Version) =>
          void commands.execute(command, {
            path: target.path,
            version: id,
            ...more
          });
      const actions = {
        install: on(Commands.install),
        open: on(Commands.environment),
        compare: on(Commands.compareEnvironments, { against: null }),
        copy: (text: string) => Clipboard.copyToSystem(text)
      };
      const tab = environmentTab(new EnvironmentWidget(model, actions, trans));
      tab.id = `jovian-lab-environment-${++count}`;
      await tracker.add(tab);
      addTab(shell, tab);
      void model.load();
    };
    let count = 0;

    let shown: string | null = null;
    const showDraft = async (draft: InstallDraft) => {
      const { showInstall } = await import('./dialog');
      let seen = '';
      const look = () => {
        const { job } = draft;
        shown = job?.id ?? null;
        if (job && isOver(job) && seen !== job.id) {
          seen = job.id;
          installs.see(seen);
        }
      };
      draft.changed.connect(look);
      look();
      try {
        await showInstall(draft, switchTo, trans);
      } finally {
        shown = null;
      }
    };
    addEnvironmentCommands(commands, {
      client,
      versions,
      open,
      install: async (path, { id, number, title }) => {
        const wanted = { path, version: id, number, title };
        const draft = new InstallDraft(installs, wanted);
        void draft.look();
        await showDraft(draft);
      },
      showInstall: async id => {
        const job = installs.find(id) ?? (await environments.install(id));
        const { path, version, number, title } = job;
        const wanted = { path, version, number, title };
        await showDraft(new InstallDraft(installs, wanted, job));
      },
      useKernel: async (path, name) => {
        const host = { specs: kernelspecs, open: openNotebook, trans };
        const title = await useKernel(host, path, name);
        Notification.success(trans.__('The notebook now runs in %1.', title), {
          autoClose: 5000
        });
      },
      trans
    });
    void restorer?.restore(tracker, {
      command: Commands.environment,
      args: ({ content }) => ({ ...content.model.target }),
      name: ({ content }) => JSON.stringify(content.model.target)
    });

    // Who has looked at how an installation ended needs not be told any more.
    const toasts = new Map<string, string>();
    installs.ended.connect((_, install) => {
      const isOurs = find(install.path) !== null;
      if (!install.dry_run && install.id !== shown && isOurs) {
        const toast = showEnding(
          install,
          {
            show: () =>
              void commands.execute(Commands.showInstall, { id: install.id }),
            use: () => {
              installs.see(install.id);
              switchTo(install);
            }
          },
          trans
        );
        toasts.set(install.id, toast);
      }
    });
    installs.changed.connect(() => {
      for (const [id, toast] of toasts) {
        if (!installs.told.some(install => install.id === id)) {
          Notification.dismiss(toast);
          toasts.delete(id);
        }
      }
    });
    void app.restored.then(() => installs.load());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        // Announcements may have been missed while the tab slept.
        void installs.load();
      }
    });
    if (state) {
      void remember('installs', installs, state, app.restored);
    }

    statusBar?.registerStatusItem(`${ID}:installs`, {
      item: new InstallBadge(
        installs,
        ({ id }) => void commands.execute(Commands.showInstall, { id }),
        ({ id }) => void installs.cancel(id).catch(() => installs.load()),
        trans
      ),
      align: 'left',
      rank: 12,
      isActive: () => installs.told.length > 0,
      activeStateChanged: installs.changed
    });
    statusBar?.registerStatusItem(`${ID}:drift`, {
      item: new DriftBadge(
        drift,
        ({ version }) => {
          if (drift.path !== null && version) {
            void open({ path: drift.path, version: version.id, against: null });
          }
        },
        trans
      ),
      align: 'left',
      rank: 11,
      isActive: () => drift.drift?.drifted === true,
      activeStateChanged: drift.changed
    });

    return {
      renderChanges: diff => createElement(LazyChanges, { diff, trans })
    };
  }
};
