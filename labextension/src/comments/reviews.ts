// Threads for panels that show stored versions: who draws them, what they can ask for, and keeping them up to date.
import type { StaticNotebook } from '@jupyterlab/notebook';
import type { ThreadsClient } from '../api/threads';
import type { IReview, IReviewHost, IReviews } from '../tokens';
import type { OwnActions } from './actions';
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

  /** What begins a comment on the cell of a version that has the focus; null where none has. */
  get beginHere(): (() => void) | null {
    const node = document.activeElement;
    for (const annotated of this._annotated) {
      const cell = annotated.cellAt(node);
      if (cell) {
        return () => annotated.begin(cell);
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
    return {
      model,
      context: this.services.context(model, {
        accept: async (thread, comment) => {
          const notebook = await open(model.path);
          if (notebook && !notebook.model.find(thread.id)) {
            await notebook.model.refresh();
          }
          await notebook?.accept(thread, comment);
        },
        putBack: async thread => (await open(model.path))?.putBack(thread),
        sourceOf: () => null,
        step
      }),
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
