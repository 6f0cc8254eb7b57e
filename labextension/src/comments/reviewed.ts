// Threads on stored versions: on one that is read, or on two that are compared.
import type { Target, Thread, Threads } from '../api/types';
import { whereIs } from './shown';
import type { IPointed, IShown, IWhere } from './shown';
import type { IRead, ISurface, Placing } from './surface';

export type Side = 'old' | 'new';

/** A version that is shown, or the notebook as it is now. */
export interface IVersionSide {
  /** Its id; null for the notebook as it is now. */
  version: string | null;
  /** Its number, where it has one. */
  number: number | null;
  /** The text that is shown, where that is no version. */
  text?: string;
  /** The ids its cells have on screen. */
  cells: readonly string[];
}

export type Sides = Readonly<Partial<Record<Side, IVersionSide>>>;

const SIDES = ['new', 'old'] as const;
const SURE = ['exact', 'moved', 'edited', 'outdated'];

/** One version, or two of them. */
export class ReviewSurface implements ISurface {
  /**
   * @param path - the notebook's path
   * @param sides - what is shown; one version is the new side
   * @param ordered - the ids of all cells, in the order of the screen
   */
  constructor(
    readonly path: string,
    readonly sides: Sides,
    private readonly ordered: readonly string[] = sides.new?.cells ?? []
  ) {}

  get scope(): string {
    const { old, new: newer } = this.sides;
    return [old, newer].map(side => side?.version ?? '').join('…');
  }

  order(): readonly string[] {
    return this.ordered;
  }

  async read(client: Placing): Promise<IRead> {
    const { path, sides } = this;
    const asked = SIDES.flatMap(side => {
      const { version, text } = sides[side] ?? {};
      return version === undefined
        ? []
        : [
            version === null && text !== undefined
              ? client.place(path, text)
              : client.list(path, version ?? '')
          ];
    });
    const answers = await Promise.all(asked);
    const names = SIDES.filter(side => sides[side]);
    return {
      answer: answers[0],
      shown: onSides(
        Object.fromEntries(names.map((side, i) => [side, answers[i]])),
        sides
      ),
      isStale: false
    };
  }

  /** Whether a version is one of those shown. */
  has(version: string): boolean {
    return SIDES.some(side => this.sides[side]?.version === version);
  }

  /** The side and index of a cell on screen. */
  cell(on: string): { side: Side; index: number } | null {
    for (const side of SIDES) {
      const index = this.sides[side]?.cells.indexOf(on) ?? -1;
      if (index >= 0) {
        return { side, index };
      }
    }
    return null;
  }

  numberAt({ cell }: IWhere): number | null {
    const found = this.cell(cell);
    return found && (this.sides[found.side]?.number ?? null);
  }

  target({ on, quote: _quote, scope: _scope, ...target }: IPointed): Target {
    const found = on === undefined ? null : this.cell(on);
    return found
      ? {
          ...target,
          version: this.sides[found.side]!.version,
          index: found.index
        }
      : target;
  }

  content({ on }: IPointed): { content?: string } {
    const found = on === undefined ? null : this.cell(on);
    const text = found && this.sides[found.side]?.text;
    return text == null ? {} : { content: text };
  }
}

/** All threads, each where it is most certainly; of two places as good, on the side it was said about. */
export function onSides(
  answers: Partial<Record<Side, Threads>>,
  sides: Sides
): IShown[] {
  const found = new Map<string, IShown>();
  for (const side of SIDES) {
    for (const thread of answers[side]?.threads ?? []) {
      const one = { thread, where: whereIs(thread, sides[side]?.cells ?? []) };
      const known = found.get(thread.id);
      if (!known || isBetter(one, known, sides[side]?.version ?? null)) {
        found.set(thread.id, one);
      }
    }
  }
  return [...found.values()];
}

function isBetter(one: IShown, known: IShown, version: string | null): boolean {
  if (!one.where || !known.where) {
    return one.where !== null;
  }
  const [ours, theirs] = [one, known].map(each => rank(each.thread));
  return (
    ours < theirs || (ours === theirs && one.thread.anchor.version === version)
  );
}

function rank({ place }: Thread): number {
  return SURE.indexOf(place?.state ?? 'exact');
}
