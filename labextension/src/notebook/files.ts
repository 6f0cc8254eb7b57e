// The files of a version as seen from its notebook's folder, which is how commits name them.
import { PathExt } from '@jupyterlab/coreutils';
import type { Version } from '../api/types';

/** The files of a version, relative to the folder its notebook was in. */
export function besideNotebook(
  version: Pick<Version, 'path' | 'files'>
): string[] {
  const folder = PathExt.dirname(version.path);
  return version.files.map(file => PathExt.relative(folder, file.path));
}
