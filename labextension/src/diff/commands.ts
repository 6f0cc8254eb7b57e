// The commands that show differences.
import { Notification } from '@jupyterlab/apputils';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Client } from '../api/client';
import { asApiError } from '../api/errors';
import type { Version } from '../api/types';
import { Commands } from '../tokens';
import type { IVersions } from '../tokens';
import { inWords } from '../words/errors';
import { askVersion } from './prompt';
import { readTarget } from './target';
import type { ITarget } from './target';

/** What the commands need. */
export interface ICommandOptions {
  client: Client;
  versions: IVersions | null;
  browsers: IFileBrowserFactory | null;
  /** The path of the notebook in front. */
  current: () => string | null;
  open: (target: ITarget) => Promise<void>;
  /** Step in the diff tab in front. */
  step: (by: 1 | -1) => void;
  hasTab: () => boolean;
  trans: TranslationBundle;
}

type Args = ReadonlyPartialJSONObject;

/** Register them. */
export function addDiffCommands(
  commands: CommandRegistry,
  options: ICommandOptions
): void {
  const { client, versions, trans } = options;
  const pathOf = (args: Args) =>
    typeof args.path === 'string'
      ? args.path
      : (versions?.selection?.path ?? options.current());
  const versionOf = (args: Args) =>
    typeof args.version === 'string'
      ? args.version
      : versions?.selection?.version;
  const told = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      Notification.error(inWords(asApiError(error)), { autoClose: 20_000 });
    }
  };
  const target = (path: string, old: string, newer: string | null) =>
    options.open({ path, other: null, old, new: newer });
  const withParent = async (path: string, version: Version) => {
    const parent = version.parents[0];
    await (parent
      ? target(path, parent.id, version.id)
      : commands.execute(Commands.openVersion, { path, version: version.id }));
  };
  /** Add a command on the version that is named or selected. */
  const onVersion = (
    id: string,
    label: string,
    act: (path: string, version: Version) => Promise<unknown>
  ) =>
    commands.addCommand(id, {
      label,
      isEnabled: args => Boolean(versionOf(args)),
      execute: args =>
        told(async () => {
          const path = pathOf(args);
          const name = versionOf(args);
          if (path && name) {
            await act(path, await client.version(path, name));
          }
        })
    });

  commands.addCommand(Commands.diff, {
    label: trans.__('Show Changes since the Last Version'),
    caption: trans.__(
      'What changed since the newest version, unsaved included'
    ),
    isEnabled: args => typeof args.path === 'string' || Boolean(pathOf(args)),
    execute: args =>
      told(async () => {
        const path =
          typeof args.path === 'string' ? args.path : options.current();
        if (!path) {
          return;
        }
        if (typeof args.version === 'string') {
          await withParent(path, await client.version(path, args.version));
          return;
        }
        const wanted = readTarget({ ...args, path });
        if (wanted) {
          await options.open(wanted);
        }
      })
  });
  onVersion(Commands.diffWithParent, trans.__('Show Changes'), withParent);
  onVersion(
    Commands.diffWithCurrent,
    trans.__('Compare with the Current State'),
    (path, version) => target(path, version.id, null)
  );
  onVersion(
    Commands.diffWithOther,
    trans.__('Compare with Another Version…'),
    async (path, version) => {
      const other = await askVersion(client, path, version, trans);
      if (other) {
        const pair = [other, version].sort((a, b) => a.number - b.number);
        await target(path, pair[0].id, pair[1].id);
      }
    }
  );

  const selected = () => [
    ...(options.browsers?.tracker.currentWidget?.selectedItems() ?? [])
  ];
  commands.addCommand(Commands.compareNotebooks, {
    label: trans.__('Compare the Two Notebooks'),
    isVisible: () => {
      const items = selected();
      return (
        items.length === 2 && items.every(({ type }) => type === 'notebook')
      );
    },
    execute: async () => {
      const [old, newer] = selected();
      await options.open({
        path: old.path,
        other: newer.path,
        old: null,
        new: null
      });
    }
  });
  for (const [id, label, by] of [
    [Commands.nextChange, trans.__('Next Change'), 1],
    [Commands.previousChange, trans.__('Previous Change'), -1]
  ] as const) {
    commands.addCommand(id, {
      label,
      isEnabled: options.hasTab,
      execute: () => options.step(by)
    });
  }
}
