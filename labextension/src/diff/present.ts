// A notebook's present text: of the open document, else of the file.
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { notebookText } from '../notebook/open';
import type { ReadPresent } from './model';

/** A reader of present texts; `find` looks for an open notebook. */
export function presentReader(
  find: (path: string) => NotebookPanel | null,
  contents: Contents.IManager
): ReadPresent {
  return async path => {
    const panel = find(path);
    if (panel) {
      await panel.context.ready;
      return notebookText(panel);
    }
    const file = await contents.get(path, {
      type: 'file',
      format: 'text',
      content: true
    });
    return file.content as string;
  };
}
