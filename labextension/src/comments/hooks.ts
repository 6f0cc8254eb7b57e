// How parts of a thread notice that time goes by, that they are read, and that something was clicked elsewhere.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useSyncExternalStore } from 'react';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';

const TICK = 30_000;
const READ_AFTER = 1200;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time now, to half a minute: one clock for all that show it. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => now);
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      listeners.forEach(told => told());
    }, TICK);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
    }
  };
}

/** Call once an element has been in sight for a moment, as long as there is something to read. */
export function useRead(
  ref: RefObject<HTMLElement>,
  isUnread: boolean,
  read: () => void
): void {
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element || !isUnread) {
      return;
    }
    let wait: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      entries => {
        clearTimeout(wait);
        if (entries.at(-1)?.isIntersecting) {
          wait = setTimeout(() => {
            if (document.visibilityState === 'visible') {
              latest.current();
            }
          }, READ_AFTER);
        }
      },
      { threshold: 0.6 }
    );
    observer.observe(element);
    return () => {
      clearTimeout(wait);
      observer.disconnect();
    };
  }, [ref, isUnread]);
}

/** Something that takes a moment and may fail. */
export function useWork(): {
  busy: boolean;
  error: ApiError | null;
  run: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const [state, setState] = useState<{ busy: boolean; error: ApiError | null }>(
    { busy: false, error: null }
  );
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const run = useCallback(async (work: () => Promise<unknown>) => {
    setState({ busy: true, error: null });
    let error: ApiError | null = null;
    try {
      await work();
    } catch (thrown) {
      error = asApiError(thrown);
    }
    if (alive.current) {
      setState({ busy: false, error });
    }
    return error === null;
  }, []);
  return { ...state, run };
}

/** Call when something outside of some elements is pressed. */
export function useOutside(
  refs: readonly RefObject<HTMLElement>[],
  isOpen: boolean,
  close: () => void
): void {
  const latest = useRef({ refs, close });
  useEffect(() => {
    latest.current = { refs, close };
  });
  useEffect(() => {
    if (!isOpen) {
      return;
    }
    const pressed = (event: Event) => {
      const inside = latest.current.refs.some(ref =>
        ref.current?.contains(event.target as Node)
      );
      if (!inside) {
        latest.current.close();
      }
    };
    const scrolled = () => latest.current.close();
    document.addEventListener('pointerdown', pressed, true);
    window.addEventListener('resize', scrolled);
    return () => {
      document.removeEventListener('pointerdown', pressed, true);
      window.removeEventListener('resize', scrolled);
    };
  }, [isOpen]);
}
