// The commands on versions. Without arguments they act on what is selected in the sidebar.
import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { Version } from '../api/types';
import { Commands } from '../tokens';
import { inWords } from '../words/errors';
import type { VersionsModel } from './model';
import { askDelete, askRestore, askTag, askText, versionName } from './prompts';
import { restore } from './restore';
import type { IRestoring } from './restore';

/** What the commands need. */
export interface ICommandOptions extends IRestoring {
  model: VersionsModel;
  client: Client;
  confirmRestore: () => boolean;
  show: () => void;
  trans: TranslationBundle;
}

type Args = ReadonlyPartialJSONObject;

/** Register every command on versions. */
export function addVersionCommands(
  commands: CommandRegistry,
  options: ICommandOptions
): void {
  const { model, client, trans } = options;
  const pathOf = (args: Args) =>
    typeof args.path === 'string' ? args.path : model.path;
  const idOf = (args: Args) =>
    typeof args.version === 'string' ? args.version : model.selected;
  const known = (args: Args) => model.find(idOf(args));

  /** Add a command on one version; its failure is told, and the list follows. */
  const onVersion = (
    id: string,
    label: string,
    isEnabled: (version: Version | null, args: Args) => boolean,
    act: (path: string, version: Version) => unknown
  ) =>
    commands.addCommand(id, {
      label,
      isEnabled: args => isEnabled(known(args), args),
      execute: async args => {
        const path = pathOf(args);
        const name = idOf(args);
        if (!path || !name) {
          return;
        }
        await told(async () => {
          await act(path, known(args) ?? (await client.version(path, name)));
        });
      }
    });
  const told = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      Notification.error(inWords(asApiError(error)), { autoClose: 20_000 });
    }
  };
  const isVersion = (version: Version | null, args: Args) =>
    version?.kind === 'version' || typeof args.version === 'string';
  const isEither = (version: Version | null, args: Args) =>
    version !== null || typeof args.version === 'string';

  commands.addCommand(Commands.showVersions, {
    label: trans.__('Show Versions'),
    execute: options.show
  });
  commands.addCommand(Commands.refresh, {
    label: trans.__('Refresh Versions'),
    execute: () => model.refresh()
  });
  onVersion(
    Commands.restore,
    trans.__('Restore…'),
    isEither,
    async (path, version) => {
      if (
        !options.confirmRestore() ||
        (await askRestore(path, version, trans))
      ) {
        await restore(path, version, options);
      }
    }
  );
  onVersion(Commands.copyId, trans.__('Copy Id'), isEither, (_, version) => {
    Clipboard.copyToSystem(version.id);
    Notification.info(
      trans.__('Copied the id of %1.', versionName(version, trans)),
      { autoClose: 3000 }
    );
  });
  onVersion(
    Commands.renameVersion,
    trans.__('Rename…'),
    isVersion,
    async (path, version) => {
      const title = await askText(
        trans.__('Rename v%1', version.number),
        trans.__('The title it was committed with stays on record.'),
        version.title,
        trans.__('Rename')
      );
      if (title !== null && title !== version.title) {
        model.cache.replace(await client.retitle(path, version.id, title));
      }
    }
  );
  onVersion(
    Commands.tag,
    trans.__('Add Tag…'),
    isVersion,
    async (path, version) => {
      const tag = await askText(
        trans.__('Tag v%1', version.number),
        trans.__('A short name, such as “best” or “submitted”.'),
        '',
        trans.__('Add')
      );
      if (tag) {
        model.cache.replace(await client.tag(path, version.id, tag));
      }
    }
  );
  onVersion(
    Commands.untag,
    trans.__('Remove Tag…'),
    (version, args) =>
      typeof args.version === 'string' || (version?.tags.length ?? 0) > 0,
    async (path, version) => {
      const tag = await askTag(version, trans);
      if (tag) {
        model.cache.replace(await client.untag(path, version.id, tag));
      }
    }
  );
  onVersion(
    Commands.promote,
    trans.__('Keep as Version…'),
    version => version?.kind === 'snapshot',
    async (path, version) => {
      const title = await askText(
        trans.__('Keep this snapshot as a version'),
        trans.__('Title'),
        '',
        trans.__('Keep')
      );
      if (title !== null) {
        await client.promote(path, version.id, title);
        await model.refresh();
      }
    }
  );
  commands.addCommand(Commands.adopt, {
    label: trans.__('Continue a Vanished Notebook’s History'),
    isEnabled: args => typeof args.notebook === 'string',
    execute: args =>
      told(async () => {
        const path = pathOf(args);
        if (path && typeof args.notebook === 'string') {
          await client.adopt(path, args.notebook);
          await model.refresh();
        }
      })
  });
  commands.addCommand(Commands.deleteHistory, {
    label: trans.__('Delete History…'),
    isEnabled: args => pathOf(args) !== null,
    execute: args =>
      told(async () => {
        const path = pathOf(args);
        if (!path) {
          return;
        }
        const { total } = await client.versions(path, 0, 1);
        if (total > 0 && (await askDelete(path, total, trans))) {
          const { removed } = await client.deleteHistory(path, path);
          Notification.info(
            trans._n('Deleted %1 version.', 'Deleted %1 versions.', removed),
            { autoClose: 5000 }
          );
          await model.refresh();
        }
      })
  });
}
