// How parts of the panel load cells, notice that they are in sight, and remember what was opened.
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/errors';
import { useDiff } from './context';
import type { ICell, Side } from './types';

/** A cell of one side: there, on its way, failed, or not in that version. */
export interface ILoaded {
  cell: ICell | undefined;
  /** Whether it has large outputs that were not loaded. */
  lacksOutputs: boolean;
  loadOutputs: () => void;
  error: ApiError | null;
  retry: () => void;
}

/** Load a cell of one side; an index of null stands for none. */
export function useCell(side: Side, index: number | null): ILoaded {
  const { model } = useDiff();
  const { cells } = model;
  const [attempt, retry] = useReducer((count: number) => count + 1, 0);
  const [failed, setFailed] = useState<{
    error: ApiError;
    attempt: number;
  } | null>(null);
  const [, arrived] = useReducer((count: number) => count + 1, 0);
  const cell = index === null ? undefined : cells.peek(side, index);
  const lacksOutputs = index !== null && cells.lacksOutputs(side, index);
  const [wanted, loadOutputs] = useReducer(() => true, false);
  const missing = index !== null && (!cell || (wanted && lacksOutputs));
  useEffect(() => {
    if (!missing) {
      return;
    }
    let left = false;
    (wanted ? cells.get(side, index) : cells.getLight(side, index)).then(
      () => left || arrived(),
      (thrown: unknown) => {
        if (!left) {
          setFailed({ error: asApiError(thrown), attempt });
        }
      }
    );
    return () => {
      left = true;
    };
  }, [cells, side, index, missing, wanted, attempt]);
  const error = missing && failed?.attempt === attempt ? failed.error : null;
  return { cell, lacksOutputs, loadOutputs, error, retry };
}

/** A state that outlives the element it belongs to, within one tab. */
export function useKept<T>(key: string, initial: T): [T, (value: T) => void] {
  const { model } = useDiff();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const value = model.kept.has(key) ? (model.kept.get(key) as T) : initial;
  const set = useCallback(
    (next: T) => {
      model.kept.set(key, next);
      redraw();
    },
    [model, key]
  );
  return [value, set];
}

/**
 * Whether an element is in sight or near. While it is not, its last height is
 * what should be kept free for it.
 */
export function useNear<T extends HTMLElement>(
  estimate: number
): { ref: RefObject<T>; near: boolean; height: number } {
  const ref = useRef<T>(null);
  const [state, setState] = useState({ near: false, height: estimate });
  useEffect(() => {
    const element = ref.current;
    if (!element) {
      return;
    }
    const observer = new IntersectionObserver(
      entries => {
        const entry = entries.at(-1)!;
        // What is being written there stays.
        const near =
          entry.isIntersecting || element.contains(document.activeElement);
        setState(known =>
          known.near === near
            ? known
            : {
                near,
                height: known.near
                  ? entry.boundingClientRect.height
                  : known.height
              }
        );
      },
      {
        root: element.closest('.jp-jovian-Diff-body'),
        rootMargin: '1200px 0px'
      }
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, ...state };
}
