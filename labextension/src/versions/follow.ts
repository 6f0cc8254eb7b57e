// Makes the sidebar follow the current notebook: which one, its name, its edits.
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { contentsPath, notebookText } from '../notebook/open';
import type { INotebookSource, VersionsModel } from './model';

const QUIET = 1000;

/** Keep a model's source the tracker's current notebook. */
export function followNotebook(
  tracker: INotebookTracker,
  contents: Contents.IManager,
  model: VersionsModel
): void {
  let panel: NotebookPanel | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cost = 0;

  const source = (followed: NotebookPanel): INotebookSource => ({
    path: contentsPath(followed, contents),
    get dirty() {
      return followed.context.model.dirty;
    },
    text: () => {
      const start = performance.now();
      const text = notebookText(followed);
      cost = performance.now() - start;
      return text;
    }
  });
  const edited = () => {
    clearTimeout(timer);
    // A notebook that takes long to write out is looked at less often.
    timer = setTimeout(() => void model.refreshStatus(), QUIET + 30 * cost);
  };
  const moved = () => model.setSource(panel ? source(panel) : null);
  const follow = () => {
    const next = tracker.currentWidget;
    if (panel && !panel.isDisposed) {
      panel.context.model.contentChanged.disconnect(edited);
      panel.context.saveState.disconnect(edited);
      panel.context.pathChanged.disconnect(moved);
    }
    clearTimeout(timer);
    panel = next;
    if (next) {
      next.context.model.contentChanged.connect(edited);
      next.context.saveState.connect(edited);
      next.context.pathChanged.connect(moved);
    }
    moved();
  };
  tracker.currentChanged.connect(follow);
  follow();
}
