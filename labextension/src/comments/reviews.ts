// Threads for panels that show stored versions: who draws them, what they can ask for, and keeping them up to date.
import { Notification } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { StaticNotebook } from '@jupyterlab/notebook';
import { asApiError } from '../api/errors';
import type { ThreadsClient } from '../api/threads';
import type { IReview, IReviewHost, IReviews } from '../tokens';
import type { OwnActions } from './actions';
import { inWords } from '../words/errors';
import { AnnotatedVersion } from './annotated';
import type { IThreadContext } from './context';
import type { DiscussedNotebook } from './discussed';
import { hear } from './hear';
import type { IHeard } from './hear';
import type { Memory } from './memory';
import { DiscussionModel } from './model';
import { Review } from './review';
import { ReviewSurface } from './reviewed';
import type { ISurface } from './surface';

const SOON = 150;

/** What is needed to show threads anywhere. */
export interface IReviewServices {
  client: ThreadsClient;
  heard: IHeard;
  memory: Memory;
  /** What the threads of a discussion are drawn with. */
  context: (model: DiscussionModel, own: OwnActions) => IThreadContext;
  /** The notebook with a path, opened where it is not. */
  open: (path: string) => Promise<DiscussedNotebook | null>;
}

/** Shows threads in differences and versions. */
export class Reviews implements IReviews {
  constructor(private readonly services: IReviewServices) {}

  review(path: string, host: IReviewHost): IReview {
    const { model, context, end } = this._discuss(
      new ReviewSurface(path, {}),
      step => review.step(step)
    );
    const review = new Review(model, context, host, end);
    return review;
  }

  annotate(
    notebook: StaticNotebook,
    { path, id, number }: { path: string; id: string; number: number | null }
  ): void {
    const cells = [...(notebook.model?.cells ?? [])].map(cell => cell.id);
    const { model, context, end } = this._discuss(
      new ReviewSurface(path, { new: { version: id, number, cells } }),
      step => annotated.step(step)
    );
    const annotated = new AnnotatedVersion(notebook, model, context);
    this._annotated.add(annotated);
    notebook.disposed.connect(() => {
      this._annotated.delete(annotated);
      end();
    });
    void model.refresh();
  }

  /** The version that is read which an element is a part of, and the cell there. */
  readAt(
    node: Element | null
  ): { annotated: AnnotatedVersion; cell: Cell } | null {
    for (const annotated of this._annotated) {
      const cell = annotated.cellAt(node);
      if (cell) {
        return { annotated, cell };
      }
    }
    return null;
  }

  /** Bring all threads up to date with what was recalled. */
  touch(): void {
    this._models.forEach(model => model.touch());
  }

  private _discuss(
    surface: ISurface,
    step: (step: 1 | -1) => void
  ): { model: DiscussionModel; context: IThreadContext; end: () => void } {
    const { client, heard, memory, open } = this.services;
    const model = new DiscussionModel(client, memory, surface);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deaf = hear(
      heard,
      () => model.path,
      () => {
        clearTimeout(timer);
        timer = setTimeout(() => void model.refresh(), SOON);
      }
    );
    this._models.add(model);
    const context = this.services.context(model, {
      accept: async (thread, comment) => {
        const notebook = await open(model.path);
        if (!notebook) {
          // Notebook 7 opens it in a tab of the browser.
          Notification.info(
            context.trans.__('Accept it in the notebook, in its own tab.'),
            { autoClose: 10_000 }
          );
          return;
        }
        try {
          if (!notebook.model.find(thread.id)) {
            await notebook.model.refresh();
          }
          await notebook.accept(thread, comment);
        } catch (error) {
          // The notebook is in front now: nobody would see it where it was asked for.
          Notification.error(inWords(asApiError(error)), {
            autoClose: 10_000
          });
        }
      },
      putBack: async thread => (await open(model.path))?.putBack(thread),
      sourceOf: () => null,
      step
    });
    return {
      model,
      context,
      end: () => {
        clearTimeout(timer);
        deaf();
        this._models.delete(model);
      }
    };
  }

  private readonly _annotated = new Set<AnnotatedVersion>();
  private readonly _models = new Set<DiscussionModel>();
}
