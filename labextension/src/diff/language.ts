// The language a cell is written in.
import type { Difference } from '../api/types';

/** A language's name, "markdown", or a MIME type. */
export function languageOf(
  type: string,
  difference: Difference | null
): string {
  if (type === 'markdown') {
    return 'markdown';
  }
  if (type === 'raw') {
    return 'text/plain';
  }
  const kernel = difference?.new?.kernel ?? difference?.old?.kernel;
  return kernel?.language || 'python';
}
