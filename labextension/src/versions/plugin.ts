// Wires the Versions sidebar: its place, its commands, what it follows and remembers.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import type { Author } from '../api/types';
import { versionsIcon } from '../icons';
import { contentsPath } from '../notebook/open';
import { remember } from '../remember';
import { Commands, IApi, ICommits, ISettings, IVersions } from '../tokens';
import { addVersionCommands } from './commands';
import { readNews } from './news';
import { followNotebook } from './follow';
import { VersionsModel } from './model';
import { VersionsWidget } from './widget';

export const versionsPlugin: JupyterFrontEndPlugin<IVersions> = {
  id: 'jovian-lab:versions',
  description: 'The Versions sidebar.',
  autoStart: true,
  provides: IVersions,
  requires: [IApi, ISettings, ICommits, INotebookTracker],
  optional: [ITranslator, ICommandPalette, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    { client, environments, events }: IApi,
    settings: ISettings,
    commits: ICommits,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null
  ): IVersions => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, serviceManager, shell } = app;
    const { contents } = serviceManager;
    const model = new VersionsModel(client);
    const on = (command: string) => (version: { id: string }) =>
      void commands.execute(command, { path: model.path, version: version.id });

    const filter = new Debouncer(
      (text: string) => model.setFilter(text.trim()),
      200
    );
    const widget = new VersionsWidget({
      model,
      trans,
      relative: () => settings.values.relativeTimes,
      busy: () =>
        model.path !== null && commits.model.phase(model.path) !== 'idle',
      actions: () => ({
        commit: () => void commands.execute(Commands.commit),
        showChanges: commands.hasCommand(Commands.diff)
          ? () => void commands.execute(Commands.diff, { path: model.path })
          : null,
        retry: () => void model.refresh(),
        adopt: notebook =>
          void commands.execute(Commands.adopt, {
            path: model.path,
            notebook: notebook.key
          }),
        filter: text => void filter.invoke(text)
      }),
      rowActions: {
        onOpen: on(Commands.openVersion),
        onChanges: on(Commands.diffWithParent),
        onRestore: on(Commands.restore),
        onPromote: () => void commands.execute(Commands.promote),
        onMenu: openContextMenu,
        readEnvironment: version =>
          readNews(environments, model.path ?? '', version)
      }
    });
    widget.title.icon = versionsIcon;
    widget.title.caption = trans.__('Versions');

    addVersionCommands(commands, {
      model,
      client,
      trans,
      confirmRestore: () => settings.values.confirmRestore,
      toastSeconds: () => settings.values.toastSeconds,
      show: () => shell.activateById(widget.id),
      save: panel => commits.save(panel),
      find: path =>
        tracker.find(panel => contentsPath(panel, contents) === path) ?? null
    });
    const category = trans.__('Versions');
    for (const command of [
      Commands.showVersions,
      Commands.refresh,
      Commands.deleteHistory
    ]) {
      palette?.addItem({ command, category });
    }

    followNotebook(tracker, contents, model);
    events.happened.connect((_, event) => void model.follow(event));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        // Events may have been missed while the tab slept.
        void model.refresh();
      }
    });
    model.changed.connect(() => commands.notifyCommandChanged());
    settings.changed.connect(() => widget.redraw());
    commits.model.changed.connect((_, path) => {
      if (path === model.path) {
        const phase = commits.model.phase(path);
        if (phase !== 'idle') {
          widget.announce(
            phase === 'saving'
              ? trans.__('Saving the notebook…')
              : trans.__('Committing…')
          );
        }
        widget.redraw();
      }
    });
    commits.model.ended.connect((_, { path, outcome }) => {
      if (outcome.kind === 'committed') {
        model.you = outcome.version.author;
        widget.announce(trans.__('Committed v%1', outcome.version.number));
      } else {
        widget.announce('');
      }
      if (path === model.path) {
        void model.refresh();
      }
    });

    void serviceManager.user.ready.then(() => {
      const { identity } = serviceManager.user;
      const { name = '', username = '' } = identity ?? {};
      model.you ??= { name, username } satisfies Author;
    });
    if (state) {
      void remember('versions', model, state, app.restored);
    }
    restorer?.add(widget, widget.id);
    shell.add(widget, 'left', { rank: 150, type: 'Versions' });
    return {
      get selection() {
        const version = model.find(model.selected)?.id;
        return model.path && version ? { path: model.path, version } : null;
      }
    };
  }
};

/** Open JupyterLab's context menu on an element, as a right click would. */
function openContextMenu(anchor: HTMLElement): void {
  const { left, bottom } = anchor.getBoundingClientRect();
  anchor.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: left,
      clientY: bottom
    })
  );
}
