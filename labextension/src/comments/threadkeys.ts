// What keys mean on a thread.
import type { KeyboardEvent } from 'react';

/** What they do. */
export interface IKeys {
  fold: () => void;
  unfold: () => void;
  escape: () => void;
  reply: () => void;
  turn: () => void;
  step: (step: 1 | -1) => void;
  /** Whether the card itself has the focus, and no button of it. */
  isCard: boolean;
}

/** Do what a key means on a thread; false when it means nothing. */
export function act(key: string, keys: IKeys): boolean {
  const actions: Record<string, () => void> = {
    r: keys.reply,
    e: keys.turn,
    n: () => keys.step(1),
    p: () => keys.step(-1),
    Escape: keys.escape,
    ...(keys.isCard ? { Enter: keys.unfold, ' ': keys.fold } : {})
  };
  actions[key]?.();
  return key in actions;
}

/** Whether a key is pressed together with Ctrl, Cmd or Alt, which is not for a thread. */
export function isWithModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}
