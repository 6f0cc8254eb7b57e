// How the notebook in front stands against its newest version, for the toolbar and the status bar.
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Client } from '../api/client';
import type { StoreEvents } from '../api/events';
import type { Status } from '../api/types';
import { contentsPath, notebookText } from '../notebook/open';

const QUIET = 2000;

/** "2 cells changed", or '' where nothing did or nothing is known. */
export function workInWords(
  status: Status | null,
  trans: TranslationBundle
): string {
  if (status?.state !== 'changed' || !status.changes) {
    return '';
  }
  const { added, removed, edited, rerun, moved } = status.changes;
  const count = added + removed + edited + rerun + moved;
  return count > 0
    ? trans._n('%1 cell changed', '%1 cells changed', count)
    : trans.__('details changed');
}

/** The work in the current notebook that is in no version yet. */
export class WorkModel {
  constructor(
    private readonly client: Pick<Client, 'status'>,
    private readonly contents: Contents.IManager,
    tracker: INotebookTracker,
    events: StoreEvents
  ) {
    tracker.currentChanged.connect(() => this._follow(tracker.currentWidget));
    events.happened.connect((_, { path }) => {
      if (path === this.path) {
        this._soon(0);
      }
    });
    this._follow(tracker.currentWidget);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Null while it is not known. */
  get status(): Status | null {
    return this._status;
  }

  get path(): string | null {
    return this._panel ? contentsPath(this._panel, this.contents) : null;
  }

  private _follow(panel: NotebookPanel | null): void {
    const before = this._panel;
    if (panel === before) {
      return;
    }
    if (before && !before.isDisposed) {
      before.context.model.contentChanged.disconnect(this._edited);
      before.context.saveState.disconnect(this._edited);
    }
    this._panel = panel;
    this._status = null;
    this._changed.emit();
    if (panel) {
      void panel.context.ready.then(() => {
        if (panel === this._panel && !panel.isDisposed) {
          panel.context.model.contentChanged.connect(this._edited);
          panel.context.saveState.connect(this._edited);
          this._soon(0);
        }
      });
    }
  }

  private readonly _edited = (): void => {
    // A notebook that takes long to write out is looked at less often.
    this._soon(QUIET + 30 * this._cost);
  };

  private _soon(delay: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._refresh(), delay);
  }

  private async _refresh(): Promise<void> {
    const panel = this._panel;
    if (!panel || panel.isDisposed) {
      return;
    }
    const path = contentsPath(panel, this.contents);
    const start = performance.now();
    const text = panel.context.model.dirty ? notebookText(panel) : undefined;
    this._cost = performance.now() - start;
    let status: Status | null = null;
    try {
      status = await this.client.status(path, text);
    } catch {
      // Without an answer there is nothing to say; the sidebar says why.
    }
    if (panel === this._panel) {
      this._status = status;
      this._changed.emit();
    }
  }

  private _panel: NotebookPanel | null = null;
  private _status: Status | null = null;
  private _cost = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
}
