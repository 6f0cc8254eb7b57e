// Keeps a difference with the present up to date: edits, saves and new versions.
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { StoreEvents } from '../api/events';
import type { DiffModel } from './model';
import { follows } from './target';

const QUIET = 1000;

/** What a difference follows. */
export interface IFollowed {
  events: StoreEvents;
  find: (path: string) => NotebookPanel | null;
  /** Whether somebody can see the difference now. */
  isVisible: () => boolean;
}

/** Load again when something happened; returns what ends it. */
export function followPresent(
  model: DiffModel,
  { events, find, isVisible }: IFollowed
): { check: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stale = false;
  let panel: NotebookPanel | null = null;
  const check = () => {
    connect();
    if (stale && isVisible()) {
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          stale = false;
          void model.load();
        },
        QUIET + 3 * model.took
      );
    }
  };
  const happened = () => {
    if (follows(model.target)) {
      stale = true;
      check();
    }
  };
  const connect = () => {
    const next = find(model.target.path);
    if (next === panel) {
      return;
    }
    disconnect();
    panel = next;
    panel?.context.model.contentChanged.connect(happened);
    panel?.context.saveState.connect(onSave);
  };
  const disconnect = () => {
    if (panel && !panel.isDisposed) {
      panel.context.model.contentChanged.disconnect(happened);
      panel.context.saveState.disconnect(onSave);
    }
  };
  const onSave = (_: unknown, state: string) => {
    if (state === 'completed') {
      happened();
    }
  };
  const onEvent = (_: unknown, event: { path: string; action: string }) => {
    const { path, other } = model.target;
    if (event.path === path || event.path === other) {
      happened();
    }
  };
  events.happened.connect(onEvent);
  connect();
  return {
    check,
    stop: () => {
      clearTimeout(timer);
      events.happened.disconnect(onEvent);
      disconnect();
    }
  };
}
