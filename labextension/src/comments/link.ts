// Links to a thread: making one, and finding one in the address the page was opened with.
import { PageConfig } from '@jupyterlab/coreutils';

const NAME = 'jovian-thread';

/** The address that opens a notebook and shows a thread. */
export function threadLink(path: string, thread: string): string {
  const isNotebook7 = PageConfig.getOption('appName') === 'Jupyter Notebook';
  const place = path.split('/').map(encodeURIComponent).join('/');
  const base = PageConfig.getBaseUrl();
  const app = isNotebook7 ? `notebooks/${place}` : `lab/tree/${place}`;
  return `${new URL(base, window.location.href).href}${app}?${NAME}=${thread}`;
}

/** The thread that the page was opened with, if any. */
export function linkedThread(): string | null {
  const found = new URLSearchParams(window.location.search).get(NAME);
  return found && /^[0-9A-Za-z]{4,26}$/.test(found) ? found : null;
}
