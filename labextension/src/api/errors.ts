// The errors of a request: one class with the server's code, message and hint.

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
export function errorFromAnswer(status: number, body: string): ApiError {
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
      'The Jupyter server does not know jovian-lab.',
      'Install jovian-lab where the server runs and restart it.'
    );
  }
  if (status === 401 || status === 403) {
    return new ApiError(
      status,
      'not-signed-in',
      'The Jupyter server refused the request.',
      'Sign in again, then retry.'
    );
  }
  return new ApiError(
    status,
    'unexpected',
    message || `The Jupyter server answered with status ${status}.`,
    'The server log has the details.'
  );
}

/** Whatever was thrown, as an ApiError. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  if (error instanceof Error && error.name === 'NetworkError') {
    return offline();
  }
  if (error instanceof TypeError && /fetch|network/i.test(error.message)) {
    return offline();
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(0, 'unexpected', message);
}

function offline(): ApiError {
  return new ApiError(
    0,
    'offline',
    'The Jupyter server did not answer.',
    'Check that it is still running, then retry.'
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
