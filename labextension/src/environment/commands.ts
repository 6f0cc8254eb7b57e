// The commands about environments. Without arguments they act on what is selected in the sidebar.
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { asApiError } from '../api/errors';
import type { Version } from '../api/types';
import { Commands } from '../tokens';
import type { IApi, IVersions } from '../tokens';
import { inWords } from '../words/errors';
import { readTarget } from './model';
import type { ITarget } from './model';

/** What the commands need. */
export interface ICommandOptions {
  client: IApi['client'];
  versions: IVersions | null;
  open: (target: ITarget) => Promise<void>;
  install: (path: string, version: Version) => Promise<void>;
  showInstall: (id: string) => Promise<void>;
  useKernel: (path: string, name: string) => Promise<void>;
  trans: TranslationBundle;
}

type Args = ReadonlyPartialJSONObject;

/** Register them. */
export function addEnvironmentCommands(
  commands: CommandRegistry,
  options: ICommandOptions
): void {
  const { client, versions, trans } = options;
  const named = (args: Args): { path: string; version: string } | null =>
    typeof args.path === 'string' && typeof args.version === 'string'
      ? { path: args.path, version: args.version }
      : (versions?.selection ?? null);
  const told = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      Notification.error(inWords(asApiError(error)), { autoClose: 20_000 });
    }
  };

  commands.addCommand(Commands.environment, {
    label: trans.__('Environment…'),
    caption: trans.__('The interpreter and the packages it was made with'),
    isEnabled: args => named(args) !== null,
    execute: args =>
      told(async () => {
        const target = readTarget(args) ?? named(args);
        if (target) {
          await options.open(target);
        }
      })
  });
  commands.addCommand(Commands.compareEnvironments, {
    label: trans.__('Compare the Environment with the Kernel'),
    isEnabled: args => named(args) !== null,
    execute: args =>
      told(async () => {
        const target = readTarget(args) ?? named(args);
        if (target) {
          await options.open({ against: null, ...target });
        }
      })
  });
  commands.addCommand(Commands.install, {
    label: trans.__('Install as Kernel…'),
    caption: trans.__('Make its environment anew, with a kernel in it'),
    isEnabled: args => named(args) !== null,
    execute: args =>
      told(async () => {
        const target = named(args);
        if (target) {
          const { path, version } = target;
          await options.install(path, await client.version(path, version));
        }
      })
  });
  commands.addCommand(Commands.showInstall, {
    label: trans.__('Show an Installation'),
    isEnabled: args => typeof args.id === 'string',
    execute: ({ id }) =>
      told(async () => {
        if (typeof id === 'string') {
          await options.showInstall(id);
        }
      })
  });
  commands.addCommand(Commands.useKernel, {
    label: trans.__('Use a Kernel'),
    isEnabled: args =>
      typeof args.path === 'string' && typeof args.name === 'string',
    execute: ({ path, name }) =>
      told(async () => {
        if (typeof path === 'string' && typeof name === 'string') {
          await options.useKernel(path, name);
        }
      })
  });
}
