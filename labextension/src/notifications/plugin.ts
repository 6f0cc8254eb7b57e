// Wires notifications: the tab, its command, and the choice of what is told inside JupyterLab.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  Dialog,
  ICommandPalette,
  Notification,
  WidgetTracker,
  showDialog
} from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { contentsPath } from '../notebook/open';
import { addTab, showTab } from '../place';
import { Commands, IApi, INotifications } from '../tokens';
import { ToastChoice } from './choice';
import { bellIcon } from './icon';
import { NotificationsModel } from './model';
import type { IActions } from './view';
import type { NotificationsWidget } from './widget';

const ID = 'jovian-lab:notifications';

export const notificationsPlugin: JupyterFrontEndPlugin<INotifications> = {
  id: ID,
  description: 'Lets people choose where they are told what others say.',
  autoStart: true,
  provides: INotifications,
  requires: [IApi, INotebookTracker],
  optional: [ISettingRegistry, ITranslator, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    notebooks: INotebookTracker,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): INotifications => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, shell, serviceManager } = app;
    const choice = new ToastChoice();
    const tracker = new WidgetTracker<MainAreaWidget<NotificationsWidget>>({
      namespace: 'jovian-lab-notifications'
    });

    const keep = (key: string, value: boolean | Record<string, string[]>) => {
      const kept = registry?.set(ID, key, value);
      kept?.catch((error: unknown) => {
        console.warn('jovian-lab: the settings could not be kept', error);
        Notification.error(trans.__('The settings could not be kept.'), {
          autoClose: 10_000
        });
      });
    };
    const actions: IActions = {
      confirmRemoval: async ({ name }) => {
        const { button } = await showDialog({
          title: trans.__('Remove the channel “%1”?', name),
          body: trans.__(
            'Its secret is removed from the keyring, and what was still to be told there is not.'
          ),
          buttons: [
            Dialog.cancelButton(),
            Dialog.warnButton({ label: trans.__('Remove') })
          ]
        });
        return button.accept;
      },
      setToasts: on => keep('toasts', on),
      setKinds: (project, kinds) =>
        keep('projects', choice.with(project, kinds))
    };

    const open = async (path: string): Promise<void> => {
      const known = tracker.currentWidget;
      if (known) {
        showTab(shell, known);
        await known.content.model.follow(path);
        await tracker.save(known);
        return;
      }
      const { NotificationsWidget, notificationsTab } =
        await import('./widget');
      const model = new NotificationsModel(api.notifications);
      const asked = model.follow(path);
      const tab = notificationsTab(
        new NotificationsWidget(model, choice, actions, trans)
      );
      await tracker.add(tab);
      addTab(shell, tab);
      await asked;
    };
    const pathNow = () => {
      const panel = notebooks.currentWidget;
      return panel && contentsPath(panel, serviceManager.contents);
    };
    commands.addCommand(Commands.notifications, {
      label: trans.__('Notifications…'),
      caption: trans.__(
        'Choose where you are told what others say in the threads of this project'
      ),
      icon: args => (args.toolbar ? undefined : bellIcon),
      isEnabled: args => typeof args.path === 'string' || pathNow() !== null,
      execute: async ({ path }) => {
        const wanted = typeof path === 'string' ? path : pathNow();
        if (wanted !== null) {
          await open(wanted);
        }
      }
    });
    palette?.addItem({
      command: Commands.notifications,
      category: trans.__('Threads')
    });
    void restorer?.restore(tracker, {
      command: Commands.notifications,
      args: ({ content }) => ({ path: content.model.path ?? '' }),
      name: () => 'notifications'
    });
    notebooks.currentChanged.connect(() =>
      commands.notifyCommandChanged(Commands.notifications)
    );
    registry
      ?.load(ID)
      .then(stored => {
        const read = () => choice.update(stored.composite);
        stored.changed.connect(read);
        read();
      })
      .catch((error: unknown) => {
        console.warn('jovian-lab: the settings could not be read', error);
      });
    return { wants: (path, kinds) => choice.wants(path, kinds) };
  }
};
