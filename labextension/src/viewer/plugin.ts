// Wires reading a version: the command, its tabs, and their return after a reload.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addTab, showTab } from '../place';
import { Commands, IApi, IReviews, IVersions } from '../tokens';
import { ViewerModel } from './model';
import type { VersionViewer } from './widget';

export const viewerPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jovian-lab:viewer',
  description: 'Opens versions for reading.',
  autoStart: true,
  requires: [IApi, IRenderMimeRegistry, IEditorServices],
  optional: [IVersions, ITranslator, ILayoutRestorer, IReviews],
  activate: (
    app: JupyterFrontEnd,
    { client }: IApi,
    rendermime: IRenderMimeRegistry,
    editors: IEditorServices,
    versions: IVersions | null,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    reviews: IReviews | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, shell, serviceManager } = app;
    const { contents } = serviceManager;
    const tracker = new WidgetTracker<MainAreaWidget<VersionViewer>>({
      namespace: 'jovian-lab-viewer'
    });

    commands.addCommand(Commands.openVersion, {
      label: trans.__('Open Read-Only'),
      isEnabled: args =>
        typeof args.version === 'string' || Boolean(versions?.selection),
      execute: async args => {
        const selected = versions?.selection;
        const path = typeof args.path === 'string' ? args.path : selected?.path;
        const id =
          typeof args.version === 'string' ? args.version : selected?.version;
        if (!path || !id) {
          return;
        }
        const { VersionViewer, viewerTab } = await import('./widget');
        let tab = tracker.find(
          ({ content: { model } }) => model.path === path && model.id === id
        );
        if (!tab) {
          const target = { path, version: id };
          const model = new ViewerModel(client, path, id, trans);
          tab = viewerTab(
            new VersionViewer(
              model,
              {
                restore: () => void commands.execute(Commands.restore, target),
                copyId: () => void commands.execute(Commands.copyId, target)
              },
              { rendermime, editors, contents, reviews, trans }
            )
          );
          await tracker.add(tab);
          addTab(shell, tab);
          void model.load();
        } else {
          showTab(shell, tab);
        }
      }
    });
    void restorer?.restore(tracker, {
      command: Commands.openVersion,
      args: ({ content: { model } }) => ({
        path: model.path,
        version: model.id
      }),
      name: ({ id }) => id
    });
  }
};
