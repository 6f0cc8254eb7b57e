// The tab of one version: a banner and a notebook nobody can edit or run.
import type { IEditorServices } from '@jupyterlab/codeeditor';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { NotebookModel, StaticNotebook } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { notebookIcon } from '@jupyterlab/ui-components';
import { Panel } from '@lumino/widgets';
import type { IReviews } from '../tokens';
import type { ViewerModel } from './model';
import { safeRegistry } from '../notebook/safe';
import { BannerWidget, ProblemWidget, shortName } from './view';
import type { IBannerActions } from './view';

/** What a viewer takes from JupyterLab. */
export interface IViewerServices {
  rendermime: IRenderMimeRegistry;
  editors: IEditorServices;
  contents: Contents.IManager;
  /** Who shows threads below cells; missing where nobody keeps any. */
  reviews: IReviews | null;
  trans: TranslationBundle;
}

/** The content of a viewer: a banner above a notebook or a problem. */
export class VersionViewer extends Panel {
  constructor(
    readonly model: ViewerModel,
    actions: IBannerActions,
    private readonly services: IViewerServices
  ) {
    super();
    this.addClass('jp-jovian-Viewer');
    this.addWidget(new BannerWidget({ model, actions, trans: services.trans }));
    this.title.icon = notebookIcon;
    this.title.closable = true;
    model.changed.connect(() => this._update());
  }

  private _update(): void {
    const { model } = this;
    const { trans } = this.services;
    if (model.version) {
      const name = PathExt.basename(model.path);
      this.title.label = `${name} · ${shortName(model.version, trans)}`;
      this.title.caption = model.version.title || this.title.label;
    }
    while (this.widgets.length > 1) {
      this.widgets[1].dispose();
    }
    if (model.error) {
      this.addWidget(new ProblemWidget({ model, trans }));
    } else if (model.notebook) {
      const notebook = readOnlyNotebook(model, this.services);
      this.addWidget(notebook);
      const { id, number, kind } = model.version!;
      this.services.reviews?.annotate(notebook, {
        path: model.path,
        id,
        number: kind === 'snapshot' ? null : number
      });
    }
  }
}

/** A tab for a version. */
export function viewerTab(
  content: VersionViewer
): MainAreaWidget<VersionViewer> {
  const tab = new MainAreaWidget({ content });
  tab.id = `jovian-lab-viewer-${content.model.path}-${content.model.id}`;
  tab.toolbar.hide();
  return tab;
}

function readOnlyNotebook(
  model: ViewerModel,
  { rendermime, editors, contents }: IViewerServices
): StaticNotebook {
  const { defaultNotebookConfig } = StaticNotebook;
  const widget = new StaticNotebook({
    rendermime: safeRegistry(rendermime, model.path, contents),
    contentFactory: new StaticNotebook.ContentFactory({
      editorFactory: editors.factoryService.newInlineEditor
    }),
    mimeTypeService: editors.mimeTypeService,
    notebookConfig: { ...defaultNotebookConfig, windowingMode: 'full' }
  });
  // What these ask JupyterLab for (run, undo, a kernel) is not for a version.
  for (const role of ['jpKernelUser', 'jpUndoer', 'jpCodeRunner']) {
    delete widget.node.dataset[role];
  }
  const notebook = new NotebookModel();
  notebook.fromJSON(model.notebook!);
  widget.model = notebook;
  widget.disposed.connect(() => notebook.dispose());
  return widget;
}
