// The errors of a request: one class with the server's code, message and hint.
import { nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';

const english = nullTranslator.load('jovian_lab');

/** A request that was answered with an error, or not answered at all. */
export class ApiError extends Error {
  /**
   * @param status - the HTTP status; 0 when there was no answer
   * @param code - what went wrong, in kebab-case, for programs
   * @param message - what went wrong, for people
   * @param hint - what can be done about it; may be empty
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint = ''
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** The error an answer that is not ok stands for, whatever its body looks like. */
export function errorFromAnswer(
  status: number,
  body: string,
  trans: TranslationBundle = english
): ApiError {
  const data = parse(body);
  const message = text(data.message);
  const code = text(data.code);
  if (code && message) {
    return new ApiError(status, code, message, text(data.hint));
  }
  if (status === 404) {
    return new ApiError(
      status,
      'no-extension',
      trans.__('The Jupyter server does not know jovian-lab.'),
      trans.__('Install jovian-lab where the server runs and restart it.')
    );
  }
  if (status === 401 || status === 403) {
    return new ApiError(
      status,
      'not-signed-in',
      trans.__('The Jupyter server refused the request.'),
      trans.__('Sign in again, then retry.')
    );
  }
  return new ApiError(
    status,
    'unexpected',
    message || trans.__('The Jupyter server answered with status %1.', status),
    trans.__('The server log has the details.')
  );
}

/** Whatever was thrown, as an ApiError. */
export function asApiError(
  error: unknown,
  trans: TranslationBundle = english
): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  if (error instanceof Error && error.name === 'NetworkError') {
    return offline(trans);
  }
  if (error instanceof TypeError && /fetch|network/i.test(error.message)) {
    return offline(trans);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(0, 'unexpected', message);
}

function offline(trans: TranslationBundle): ApiError {
  return new ApiError(
    0,
    'offline',
    trans.__('The Jupyter server did not answer.'),
    trans.__('Check that it is still running, then retry.')
  );
}

function parse(body: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(body);
    return typeof data === 'object' && data !== null
      ? (data as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
