// Asks which version to compare with.
import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Client } from '../api/client';
import type { Version } from '../api/types';

const MOST = 200;

/** Let the user choose a version other than one; null when there is none or they did not. */
export async function askVersion(
  client: Pick<Client, 'versions'>,
  path: string,
  except: Version,
  trans: TranslationBundle
): Promise<Version | null> {
  const { versions } = await client.versions(path, 0, MOST);
  const others = versions.filter(({ id }) => id !== except.id);
  const items = others.map(({ number, title }) =>
    title ? `v${number} — ${title}` : `v${number}`
  );
  const answer = await InputDialog.getItem({
    title: trans.__('Compare v%1 with', except.number),
    items,
    okLabel: trans.__('Show Changes')
  });
  const index = answer.button.accept ? items.indexOf(answer.value ?? '') : -1;
  return others[index] ?? null;
}
