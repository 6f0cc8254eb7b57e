// The threads of a difference: following what it compares, and the way from a thread to its cell.
import type { ICellPair, IReview, IReviewed, IReviews } from '../tokens';
import type { DiffModel } from './model';
import { joined } from './outputs';

/** Show threads in a difference for as long as it is open; null where nobody keeps threads, or of two notebooks. */
export function followThreads(
  model: DiffModel,
  reviews: IReviews | null
): IReview | null {
  const { path, other } = model.target;
  if (!reviews || other !== null) {
    return null;
  }
  const review = reviews.review(path, {
    reveal: cell => reveal(model, cell),
    source: (side, index) => {
      const cell = model.cells.peek(side, index);
      return cell ? joined(cell.source) : null;
    }
  });
  let shown: unknown = null;
  model.changed.connect(() => {
    const reviewed = reviewedIn(model);
    if (reviewed && model.difference !== shown) {
      shown = model.difference;
      review.show(reviewed);
    }
  });
  return review;
}

/** What a difference compares. */
export function reviewedIn({
  target,
  difference,
  present
}: Pick<DiffModel, 'target' | 'difference' | 'present'>): IReviewed | null {
  if (!difference) {
    return null;
  }
  const side = (version: typeof difference.old) =>
    version
      ? { version: version.id, number: version.number }
      : { version: null, number: null, text: present };
  return {
    path: target.path,
    old: side(difference.old),
    new: side(difference.new),
    cells: difference.notebook.cells
  };
}

/** The key of a cell among the unchanged ones of a fold. */
export function foldedKey({ old, new: newer }: ICellPair): string {
  return `same ${old}:${newer}`;
}

/** Bring a cell into view, out of its fold where it is in one. */
function reveal(model: DiffModel, { old, new: newer }: ICellPair): void {
  const isIt = (cell: ICellPair) => cell.old === old && cell.new === newer;
  for (const row of model.rows) {
    if (row.kind === 'cell' && isIt(row.cell)) {
      model.go(row.key);
    } else if (row.kind === 'fold' && row.cells.some(isIt)) {
      model.kept.set(`${row.key} open`, true);
      model.go(row.key);
      // Its cells are drawn by then.
      requestAnimationFrame(() => model.reveal(foldedKey({ old, new: newer })));
    }
  }
}
