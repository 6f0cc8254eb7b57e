// An error in words.
import type { ApiError } from '../api/errors';

/** An error's message and hint as one text. */
export function inWords(error: ApiError): string {
  return [error.message, error.hint].filter(Boolean).join(' ');
}
