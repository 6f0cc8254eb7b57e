// Whether the kernel of the notebook in front is still what its newest version was made with: asked once a change.
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { EnvironmentsClient } from '../api/environments';
import type { StoreEvents } from '../api/events';
import type { Drift } from '../api/types';
import { contentsPath } from '../notebook/open';

/** What the model follows. */
export interface IFollowed {
  tracker: Pick<INotebookTracker, 'currentWidget' | 'currentChanged'>;
  contents: Contents.IManager;
  events: Pick<StoreEvents, 'happened'>;
}

/** What is known of the drift of each notebook's kernel. */
export class DriftModel {
  constructor(
    private readonly client: Pick<EnvironmentsClient, 'drift'>,
    private readonly followed: IFollowed
  ) {
    const { tracker, events } = followed;
    tracker.currentChanged.connect(() => this._follow(tracker.currentWidget));
    events.happened.connect((_, { path, action }) => {
      if (NEWEST.has(action)) {
        this._known.delete(path);
        if (path === this.path) {
          this._look();
        }
      }
    });
    this._follow(tracker.currentWidget);
  }

  /** Emitted when another notebook is in front, or something was answered. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Contents path of the notebook in front. */
  get path(): string | null {
    return this._panel && !this._panel.isDisposed
      ? contentsPath(this._panel, this.followed.contents)
      : null;
  }

  /** Null while it is not known. */
  get drift(): Drift | null {
    const known = this.path === null ? undefined : this._known.get(this.path);
    return known && known.kernel === kernelOf(this._panel) ? known.drift : null;
  }

  private _follow(panel: NotebookPanel | null): void {
    if (panel === this._panel) {
      return;
    }
    const before = this._panel;
    if (before && !before.isDisposed) {
      before.sessionContext.kernelChanged.disconnect(this._look);
      before.sessionContext.statusChanged.disconnect(this._onStatus);
    }
    this._panel = panel;
    this._changed.emit();
    if (panel) {
      panel.sessionContext.kernelChanged.connect(this._look);
      panel.sessionContext.statusChanged.connect(this._onStatus);
      void panel.sessionContext.ready.then(this._look);
    }
  }

  private readonly _onStatus = (_: unknown, status: string): void => {
    if (status === 'restarting' || status === 'autorestarting') {
      // It may come back with what was installed meanwhile.
      const { path } = this;
      if (path !== null) {
        this._known.delete(path);
        this._look();
      }
    }
  };

  private readonly _look = (): void => {
    const { path } = this;
    const kernel = kernelOf(this._panel);
    if (path === null || kernel === null) {
      this._changed.emit();
      return;
    }
    if (this._known.get(path)?.kernel === kernel) {
      this._changed.emit();
      return;
    }
    const asked = { kernel, drift: null as Drift | null };
    this._known.set(path, asked);
    this._changed.emit();
    this.client.drift(path).then(
      drift => {
        asked.drift = drift;
        this._changed.emit();
      },
      () => {
        // Without an answer there is nothing to say; it is asked again when the kernel changes.
      }
    );
  };

  private _panel: NotebookPanel | null = null;
  private readonly _known = new Map<
    string,
    { kernel: string; drift: Drift | null }
  >();
  private readonly _changed = new Signal<this, void>(this);
}

/** After these another version may be the newest. */
const NEWEST = new Set([
  'committed',
  'changed',
  'promoted',
  'deleted',
  'adopted'
]);

/** Names the kernel that runs; null where none does. */
function kernelOf(panel: NotebookPanel | null): string | null {
  if (!panel || panel.isDisposed) {
    return null;
  }
  const kernel = panel.sessionContext.session?.kernel;
  return kernel ? `${kernel.name} ${kernel.id}` : null;
}
