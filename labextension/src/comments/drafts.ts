// New threads that are being written: begun, widened to the whole cell, forgotten.
import type { DiscussionModel } from './model';
import type { IPointed } from './shown';

/** The new threads of one surface. */
export class Drafts {
  constructor(private readonly model: DiscussionModel) {}

  /** Begin to write about something, or go on. */
  begin(about: IPointed): void {
    const { memory, path, surface } = this.model;
    const { scope } = surface;
    const key = `new ${scope === undefined ? '' : `${scope} `}${about.on ?? ''}`;
    const draft = memory.draft(path, key);
    memory.keep(path, key, {
      ...draft,
      text: draft?.text ?? '',
      about: { ...about, scope }
    });
    this.model.touch();
  }

  /** What is written about. */
  about(key: string): IPointed | undefined {
    const { memory, path } = this.model;
    return memory.draft(path, key)?.about;
  }

  forget(key: string): void {
    const { memory, path } = this.model;
    memory.keep(path, key, null);
    this.model.touch();
  }

  /** Write about the whole cell instead. */
  widen(key: string): void {
    const { memory, path } = this.model;
    const draft = memory.draft(path, key);
    if (draft?.about) {
      memory.keep(path, key, { ...draft, about: wholeCell(draft.about) });
      this.model.touch();
    }
  }
}

/** The cell of what somebody points at. */
export function wholeCell({ on, scope }: IPointed): IPointed {
  return { kind: 'cell', on, scope };
}
