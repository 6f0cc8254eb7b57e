// When threads are to be asked for again: something was said, a version was made, a tab woke up.
import type { CommentEvents } from '../api/said';
import type { StoreEvents } from '../api/events';

/** What is announced. */
export interface IHeard {
  said: CommentEvents;
  events: StoreEvents;
}

/** Call whenever something happened to a notebook's threads; returns what ends that. */
export function hear(
  { said, events }: IHeard,
  path: () => string,
  call: () => void
): () => void {
  const heard = (_: unknown, event: { path: string }) => {
    if (event.path === path()) {
      call();
    }
  };
  const woke = () => {
    if (document.visibilityState === 'visible') {
      // Events may have been missed while the tab slept.
      call();
    }
  };
  said.happened.connect(heard);
  events.happened.connect(heard);
  document.addEventListener('visibilitychange', woke);
  return () => {
    said.happened.disconnect(heard);
    events.happened.disconnect(heard);
    document.removeEventListener('visibilitychange', woke);
  };
}
