// An open notebook's path and text as the server knows them.
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';

/** The path the server knows an open notebook by. */
export function contentsPath(
  panel: NotebookPanel,
  contents: Contents.IManager
): string {
  return contents.localPath(panel.context.path);
}

/** The notebook as the server would write it, without the marks it adds when it reads. */
export function notebookText(panel: NotebookPanel): string {
  const notebook = panel.context.model.toJSON() as {
    cells: { metadata: Record<string, unknown> }[];
  };
  return JSON.stringify({
    ...notebook,
    cells: notebook.cells.map(cell => ({
      ...cell,
      metadata: { ...cell.metadata, trusted: undefined }
    }))
  });
}
