// What a kernel asks for over its comm, checked.

/** A commit asked for by a cell. */
export interface ICellRequest {
  request: string;
  cell: string;
  message: string;
  /** Relative to the notebook's folder. */
  files: string[];
  allowEmpty: boolean;
  /** Whether to record the kernel's packages. */
  environment: boolean;
}

/** The request a comm was opened with, or null when it is none. */
export function readRequest(data: unknown): ICellRequest | null {
  if (typeof data !== 'object' || data === null) {
    return null;
  }
  const { request, cell, message, files, allow_empty, environment } =
    data as Record<string, unknown>;
  if (typeof request !== 'string' || typeof cell !== 'string') {
    return null;
  }
  return {
    request,
    cell,
    message: typeof message === 'string' ? message : '',
    files: Array.isArray(files)
      ? files.filter((file): file is string => typeof file === 'string')
      : [],
    allowEmpty: allow_empty === true,
    environment: environment !== false
  };
}
