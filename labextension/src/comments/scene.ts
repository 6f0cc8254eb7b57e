// An open notebook as a discussion sees it, and telling the discussion when to ask again.
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { contentsPath, notebookText } from '../notebook/open';
import { hear } from './hear';
import type { IHeard } from './hear';
import type { DiscussionModel } from './model';
import type { IScene } from './surface';

const QUIET = 1000;
const SOON = 150;

/** The notebook of a panel. */
export class NotebookScene implements IScene {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly contents: Contents.IManager
  ) {
    panel.context.model.contentChanged.connect(() => {
      this.revision++;
    });
  }

  revision = 0;

  /** How long writing it out took. */
  cost = 0;

  get path(): string {
    return contentsPath(this.panel, this.contents);
  }

  get dirty(): boolean {
    return this.panel.context.model.dirty;
  }

  text(): string {
    const start = performance.now();
    const text = notebookText(this.panel);
    this.cost = performance.now() - start;
    return text;
  }

  cells(): { ids: string[]; kept: boolean } {
    const { model } = this.panel.context;
    const ids: string[] = [];
    for (const cell of model.cells) {
      ids.push(cell.id);
    }
    const { nbformat, nbformat_minor } = model.sharedModel;
    return { ids, kept: nbformat > 4 || nbformat_minor >= 5 };
  }
}

/** Keep a discussion up to date: with what is said, with new versions, and with the notebook's edits. */
export function followScene(
  panel: NotebookPanel,
  scene: NotebookScene,
  model: DiscussionModel,
  heard: IHeard
): void {
  const { context } = panel;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let path = scene.path;
  const later = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!panel.isDisposed) {
        void model.refresh();
      }
    }, wait);
  };
  const edited = () => {
    if (model.threads.length > 0) {
      // A notebook that takes long to write out is looked at less often.
      later(QUIET + 30 * scene.cost);
    }
  };
  context.model.contentChanged.connect(edited);
  context.fileChanged.connect(() => later(SOON));
  context.pathChanged.connect(() => {
    model.memory.rename(path, scene.path);
    path = scene.path;
    later(SOON);
  });
  const deaf = hear(
    heard,
    () => scene.path,
    () => later(SOON)
  );
  panel.disposed.connect(() => {
    clearTimeout(timer);
    deaf();
  });
}
