// Lets a notebook go on in a kernel that was just made.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ApiError } from '../api/errors';

/** What is needed of JupyterLab. */
export interface IHost {
  specs: JupyterFrontEnd['serviceManager']['kernelspecs'];
  /** Open a notebook, or bring it to the front; null where that is not possible. */
  open: (path: string) => Promise<NotebookPanel | null>;
  trans: { __: (text: string, ...values: string[]) => string };
}

/** Switch a notebook to a kernel; rejects with an ApiError that says why not. */
export async function useKernel(
  { specs, open, trans }: IHost,
  path: string,
  name: string
): Promise<string> {
  // It was registered after the page had asked which kernels there are.
  await specs.refreshSpecs();
  const spec = specs.specs?.kernelspecs[name];
  if (!spec) {
    throw new ApiError(
      0,
      'no-kernel',
      trans.__('The kernel “%1” is gone.', name),
      trans.__('Install the environment again.')
    );
  }
  const panel = await open(path);
  if (!panel) {
    throw new ApiError(
      0,
      'no-notebook',
      trans.__('“%1” could not be opened.', path),
      trans.__('Open it and choose the kernel “%1” there.', spec.display_name)
    );
  }
  await panel.sessionContext.ready;
  await panel.sessionContext.changeKernel({ name });
  return spec.display_name;
}
