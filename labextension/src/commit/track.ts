// Notes for every open notebook which version its content started from.
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { IApi } from '../tokens';
import { contentsPath } from '../notebook/open';
import type { CommitModel } from './model';

/** Follow the notebooks of a tracker: opened, reloaded, renamed, committed elsewhere. */
export function trackBases(
  tracker: INotebookTracker,
  contents: Contents.IManager,
  { client, events }: IApi,
  model: CommitModel
): void {
  const read = async (panel: NotebookPanel) => {
    const path = contentsPath(panel, contents);
    try {
      const { head } = await client.status(path);
      model.setBase(path, head?.id ?? null);
    } catch {
      // Without a base a commit goes on top of the newest version.
      model.setBase(path, null);
    }
  };

  tracker.widgetAdded.connect((_, panel) => {
    const { context } = panel;
    let path = contentsPath(panel, contents);
    let saving = false;
    context.saveState.connect((_, state) => {
      saving = state === 'started';
    });
    context.pathChanged.connect(() => {
      const next = contentsPath(panel, contents);
      model.rename(path, next);
      path = next;
    });
    context.fileChanged.connect(() => {
      if (!saving && context.isReady) {
        void read(panel);
      }
    });
    void context.ready.then(() => read(panel));
    panel.disposed.connect(() => model.setBase(path, null));
  });

  events.happened.connect((_, event) => {
    if (event.origin === client.origin || !event.version) {
      return;
    }
    const panel = tracker.find(
      candidate => contentsPath(candidate, contents) === event.path
    );
    if (panel && (event.action === 'committed' || event.action === 'changed')) {
      void sameFile(panel, contents).then(same => {
        if (same) {
          model.setBase(event.path, event.version);
        }
      });
    }
  });
}

/** Whether the document here holds what the file holds, or shares it with others. */
async function sameFile(
  panel: NotebookPanel,
  contents: Contents.IManager
): Promise<boolean> {
  const { context } = panel;
  if (context.model.collaborative) {
    return true;
  }
  try {
    const file = await contents.get(context.path, { content: false });
    return file.last_modified === context.contentsModel?.last_modified;
  } catch {
    return false;
  }
}
