// Wires differences: commands, tabs and their return after a reload, badges, remembered options.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  IToolbarWidgetRegistry,
  WidgetTracker
} from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { contentsPath } from '../notebook/open';
import { addTab, showTab } from '../place';
import { Commands, IApi, IEnvironments, IReviews, IVersions } from '../tokens';
import { WorkBadge } from './badge';
import { addDiffCommands } from './commands';
import { followPresent } from './follow';
import { DiffModel } from './model';
import { OptionsModel } from './options';
import { presentReader } from './present';
import { sameTarget, writeTarget } from './target';
import { followThreads } from './threads';
import type { ITarget } from './target';
import type { DiffWidget } from './widget';
import { WorkModel } from './work';

const ID = 'jovian-lab:diff';

export const diffPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Shows what differs between versions.',
  autoStart: true,
  requires: [
    IApi,
    INotebookTracker,
    IRenderMimeRegistry,
    IEditorLanguageRegistry
  ],
  optional: [
    IVersions,
    ITranslator,
    ICommandPalette,
    ILayoutRestorer,
    ISettingRegistry,
    IStatusBar,
    IToolbarWidgetRegistry,
    IFileBrowserFactory,
    IEnvironments,
    IReviews
  ],
  activate: (
    app: JupyterFrontEnd,
    { client, events }: IApi,
    notebooks: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    languages: IEditorLanguageRegistry,
    versions: IVersions | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null,
    statusBar: IStatusBar | null,
    toolbar: IToolbarWidgetRegistry | null,
    browsers: IFileBrowserFactory | null,
    environments: IEnvironments | null,
    reviews: IReviews | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, shell, serviceManager } = app;
    const { contents } = serviceManager;
    const tracker = new WidgetTracker<MainAreaWidget<DiffWidget>>({
      namespace: 'jovian-lab-diff'
    });
    const options = rememberedOptions(registry);
    const find = (path: string): NotebookPanel | null =>
      notebooks.find(panel => contentsPath(panel, contents) === path) ?? null;
    const readPresent = presentReader(find, contents);

    const openNotebook = async (path: string, activate: boolean) => {
      let panel = find(path);
      if (!panel) {
        await commands.execute('docmanager:open', { path });
        panel = find(path);
      }
      await panel?.context.ready;
      if (panel && activate) {
        shell.activateById(panel.id);
      }
      return panel;
    };

    const open = async (target: ITarget): Promise<void> => {
      const known = tracker.find(({ content }) =>
        sameTarget(content.model.target, target)
      );
      if (known) {
        showTab(shell, known);
        void known.content.model.load();
        return;
      }
      const { DiffWidget, diffTab, goToCell, restoreCell } =
        await import('./panel');
      const model = new DiffModel(client, target, options, readPresent);
      const host = { model, open: openNotebook, trans };
      const content = new DiffWidget(model, {
        rendermime,
        languages,
        contents,
        trans,
        review: followThreads(model, reviews),
        actions: {
          restoreCell: (cell, side) => void restoreCell(host, cell, side),
          goToCell: cell => void goToCell(host, cell),
          compare: (old, newer) =>
            void open({ path: target.path, other: null, old, new: newer }),
          renderEnvironment:
            environments && (diff => environments.renderChanges(diff))
        }
      });
      const tab = diffTab(content);
      tab.id = `jovian-lab-diff-${++count}`;
      const followed = followPresent(model, {
        events,
        find,
        isVisible: () => tab.isVisible
      });
      content.appeared.connect(followed.check);
      tab.disposed.connect(followed.stop);
      model.changed.connect(() => {
        if (!tab.isDisposed) {
          void tracker.save(tab);
        }
      });
      await tracker.add(tab);
      addTab(shell, tab);
      void model.load();
    };
    let count = 0;

    addDiffCommands(commands, {
      client,
      versions,
      browsers,
      current: () =>
        notebooks.currentWidget &&
        contentsPath(notebooks.currentWidget, contents),
      open,
      step: by => tracker.currentWidget?.content.model.step(by),
      hasTab: () => tracker.currentWidget !== null,
      trans
    });
    const category = trans.__('Versions');
    for (const command of [
      Commands.diff,
      Commands.nextChange,
      Commands.previousChange
    ]) {
      palette?.addItem({ command, category });
    }
    void restorer?.restore(tracker, {
      command: Commands.diff,
      args: ({ content }) => writeTarget(content.model.target),
      name: ({ content }) => JSON.stringify(writeTarget(content.model.target))
    });

    const work = new WorkModel(client, contents, notebooks, events);
    const showWork = () =>
      void commands.execute(Commands.diff, { path: work.path });
    toolbar?.addFactory<NotebookPanel>(
      'Notebook',
      'jovian-changes',
      panel =>
        new WorkBadge(
          work,
          () => work.path === contentsPath(panel, contents),
          false,
          showWork,
          trans
        )
    );
    statusBar?.registerStatusItem(ID, {
      item: new WorkBadge(work, () => true, true, showWork, trans),
      align: 'left',
      rank: 10,
      isActive: () => work.path !== null,
      activeStateChanged: work.changed
    });
  }
};

/** The options of the user's settings. */
function rememberedOptions(registry: ISettingRegistry | null): OptionsModel {
  const options = new OptionsModel();
  registry
    ?.load(ID)
    .then(settings => {
      const read = () => options.update(settings.composite);
      settings.changed.connect(read);
      read();
      options.remember = (key, value) => {
        settings.set(key, value).catch((error: unknown) => {
          console.warn('jovian-lab: an option was not remembered', error);
        });
      };
    })
    .catch((error: unknown) => {
      console.warn('jovian-lab: the settings could not be read', error);
    });
  return options;
}
