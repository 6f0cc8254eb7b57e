// Wires committing: commands, toolbar button, palette, and the service other plugins use.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  IToolbarWidgetRegistry,
  Notification
} from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { checkIcon } from '@jupyterlab/ui-components';
import { contentsPath } from '../notebook/open';
import { Commands, IApi, ICommits, ISettings } from '../tokens';
import { CommitButton } from './button';
import { askCommit } from './dialog';
import { NotebookDocument, draftSource } from './document';
import { CommitDraft } from './draft';
import { openCommitMenu } from './menu';
import { CommitModel } from './model';
import type { ICommitOptions } from './model';
import { showOutcome } from './toast';
import { trackBases } from './track';

export const commitPlugin: JupyterFrontEndPlugin<ICommits> = {
  id: 'jovian-lab:commit',
  description: 'Commits notebooks by button, command and shortcut.',
  autoStart: true,
  provides: ICommits,
  requires: [IApi, ISettings, INotebookTracker],
  optional: [ITranslator, ICommandPalette, IToolbarWidgetRegistry],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    settings: ISettings,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    toolbar: IToolbarWidgetRegistry | null
  ): ICommits => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { contents } = app.serviceManager;
    const { commands } = app;
    const model = new CommitModel(api.client);
    trackBases(tracker, contents, api, model);

    const pathOf = (panel: NotebookPanel) => contentsPath(panel, contents);
    const commits: ICommits = {
      model,
      commit: (panel, options) =>
        model.run(new NotebookDocument(panel, contents, trans), options),
      save: panel => new NotebookDocument(panel, contents, trans).save()
    };

    let toast = '';
    const commitAndTell = async (
      panel: NotebookPanel,
      options: ICommitOptions
    ): Promise<void> => {
      const again = (more: ICommitOptions) => () => {
        if (!panel.isDisposed) {
          void commitAndTell(panel, { ...options, ...more });
        }
      };
      const outcome = await commits.commit(panel, options);
      // One toast at a time: the newest outcome is the one that counts.
      Notification.dismiss(toast);
      toast = showOutcome(
        outcome,
        settings.values.toastSeconds,
        {
          retry: again({}),
          commitAnyway: again({ allowEmpty: true }),
          showVersions: () => void commands.execute(Commands.showVersions),
          showChanges: version => {
            const command = commands.hasCommand(Commands.diff)
              ? Commands.diff
              : Commands.openVersion;
            void commands.execute(command, {
              path: pathOf(panel),
              version: version.id
            });
          }
        },
        trans
      );
    };

    const keys = (command: string) =>
      commands.keyBindings
        .filter(binding => binding.command === command)
        .map(binding => binding.keys.join(' '))
        .at(-1) ?? '';
    const isReady = () => {
      const panel = tracker.currentWidget;
      return panel !== null && model.phase(pathOf(panel)) === 'idle';
    };

    const buttons = new Map<NotebookPanel, CommitButton>();
    commands.addCommand(Commands.commit, {
      label: trans.__('Commit…'),
      caption: trans.__('Save this notebook and keep it as a new version'),
      icon: checkIcon,
      isEnabled: isReady,
      execute: async () => {
        const panel = tracker.currentWidget;
        if (!panel || !isReady()) {
          return;
        }
        const draft = new CommitDraft(draftSource(panel, contents, api.client));
        const quick = keys(Commands.quickCommit);
        const hint = quick
          ? trans.__('%1 commits without asking', quick)
          : trans.__('Shift+Enter adds a line');
        const anchor = buttons.get(panel)?.node ?? null;
        if (await askCommit(draft, anchor, hint, trans)) {
          await commitAndTell(panel, {
            message: draft.message.trim(),
            files: draft.status ? draft.files : undefined
          });
        }
      }
    });
    commands.addCommand(Commands.quickCommit, {
      label: trans.__('Quick Commit'),
      caption: trans.__('Save this notebook and keep it, without asking'),
      isEnabled: isReady,
      execute: async () => {
        const panel = tracker.currentWidget;
        if (panel) {
          await commitAndTell(panel, {});
        }
      }
    });
    model.changed.connect(() => commands.notifyCommandChanged());
    for (const command of [Commands.commit, Commands.quickCommit]) {
      palette?.addItem({ command, category: trans.__('Versions') });
    }

    toolbar?.addFactory<NotebookPanel>('Notebook', 'jovian-commit', panel => {
      const command = () =>
        settings.values.commitWithoutDialog
          ? Commands.quickCommit
          : Commands.commit;
      const button = new CommitButton({
        phase: () => model.phase(pathOf(panel)),
        showLabel: () => settings.values.showButtonLabel,
        caption: () => {
          const shortcut = keys(command());
          const caption = commands.caption(Commands.commit);
          return shortcut ? `${caption} (${shortcut})` : caption;
        },
        onCommit: () => void commands.execute(command()),
        onMenu: anchor => openCommitMenu(commands, anchor),
        trans
      });
      const refresh = () => button.refresh();
      buttons.set(panel, button);
      model.changed.connect(refresh);
      settings.changed.connect(refresh);
      button.disposed.connect(() => {
        buttons.delete(panel);
        model.changed.disconnect(refresh);
        settings.changed.disconnect(refresh);
      });
      return button;
    });
    return commits;
  }
};
