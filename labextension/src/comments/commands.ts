// The commands of comments.
import { Notification } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { CommandRegistry } from '@lumino/commands';
import { asApiError } from '../api/errors';
import type { Region } from '../api/types';
import { commentIcon } from '../icons';
import { Commands } from '../tokens';
import { inWords } from '../words/errors';
import type { AnnotatedVersion } from './annotated';
import type { DiscussedNotebook } from './discussed';
import { replyTo, threadHere } from './here';
import { outputAt, pointedAt, pointedIn } from './pointing';
import { chooseRegion } from './regions';

/** What the commands act on. */
export interface ICommandHost {
  /** The notebook in front. */
  current: () => DiscussedNotebook | null;
  /** The notebook with a path, opened where it is not. */
  open: (path: string) => Promise<DiscussedNotebook | null>;
  /** What the context menu was opened on. */
  hit: (test: (node: HTMLElement) => boolean) => HTMLElement | undefined;
  /** The version that is selected in the sidebar. */
  version: () => { path: string; version: string } | null;
  showSidebar: () => void;
  /** The version that is read which an element is a part of, and the cell there. */
  reading: (
    node: Element | null
  ) => { annotated: AnnotatedVersion; cell: Cell } | null;
  trans: TranslationBundle;
}

/** Add them. */
export function addCommentCommands(
  commands: CommandRegistry,
  host: ICommandHost
): void {
  const { current, trans } = host;
  const isReady = () => current() !== null;
  const hitCell = () =>
    host.reading(host.hit(one => one.classList.contains('jp-Cell')) ?? null);
  // A context menu is about what it was opened on, a shortcut about what has the focus.
  const reading = ({ hit }: ReadonlyPartialJSONObject) =>
    hit ? hitCell() : host.reading(document.activeElement);
  const hitOutput = () => {
    const node = host.hit(one => one.classList.contains('jp-OutputArea-child'));
    const notebook = node && (host.reading(node)?.annotated ?? current());
    const place = notebook && outputAt(notebook.notebook, node);
    return (
      place && {
        picture: node.querySelector('img'),
        begin: async (region?: Region) =>
          notebook.begin({
            kind: 'output',
            on: place.cell.model.id,
            output: place.output,
            ...(region && { region })
          })
      }
    );
  };
  commands.addCommand(Commands.comment, {
    label: trans.__('Comment'),
    caption: trans.__('Comment on the selected code, or on the cell'),
    icon: commentIcon,
    isEnabled: args => isReady() || reading(args) !== null,
    execute: async args => {
      const { annotated, cell } = reading(args) ?? {};
      if (annotated) {
        annotated.begin(pointedIn(cell!));
        return;
      }
      const notebook = current();
      const about = notebook && pointedAt(notebook.panel);
      if (about) {
        await notebook.begin(about);
      }
    }
  });
  commands.addCommand(Commands.commentOnOutput, {
    label: trans.__('Comment on This Output'),
    icon: commentIcon,
    isEnabled: () => isReady() || hitCell() !== null,
    execute: () => hitOutput()?.begin()
  });
  commands.addCommand(Commands.commentOnPicture, {
    label: trans.__('Comment on a Part of This Picture…'),
    icon: commentIcon,
    isEnabled: () => isReady() || hitCell() !== null,
    execute: async () => {
      const { picture, begin } = hitOutput() ?? {};
      const region = picture && (await chooseRegion(picture, trans));
      if (region) {
        await begin?.(region);
      }
    }
  });
  commands.addCommand(Commands.commentOnNotebook, {
    label: trans.__('Comment on the Notebook'),
    icon: commentIcon,
    isEnabled: isReady,
    execute: async () => {
      host.showSidebar();
      await current()?.begin({ kind: 'notebook' });
    }
  });
  commands.addCommand(Commands.commentOnVersion, {
    label: trans.__('Comment on This Version'),
    icon: commentIcon,
    isEnabled: () => host.version() !== null,
    execute: async args => {
      const selected = host.version();
      const path = (args.path as string | undefined) ?? selected?.path;
      const version = (args.version as string | undefined) ?? selected?.version;
      const notebook = path && version ? await host.open(path) : null;
      if (notebook && version) {
        host.showSidebar();
        const name = (args.name as string | undefined) ?? shortName(version);
        await notebook.begin({
          kind: 'version',
          version,
          quote: trans.__('version %1', name)
        });
      }
    }
  });
  commands.addCommand(Commands.showThreads, {
    label: trans.__('Show Threads'),
    caption: trans.__('Show what was said about this notebook'),
    icon: commentIcon,
    execute: () => host.showSidebar()
  });
  commands.addCommand(Commands.showThread, {
    label: trans.__('Show a Thread'),
    execute: async args => {
      const notebook =
        typeof args.path === 'string' ? await host.open(args.path) : current();
      if (notebook && typeof args.thread === 'string') {
        if (!notebook.model.find(args.thread)) {
          await notebook.model.refresh();
        }
        const { thread } = notebook.model.find(args.thread) ?? {};
        if (thread) {
          notebook.model.fold(thread, false);
        }
        if (!(await notebook.show(args.thread))) {
          host.showSidebar();
        }
      }
    }
  });
  for (const [command, step, label] of [
    [Commands.nextThread, 1, trans.__('Next Thread')],
    [Commands.previousThread, -1, trans.__('Previous Thread')]
  ] as const) {
    commands.addCommand(command, {
      label,
      isEnabled: isReady,
      execute: () => current()?.step(step)
    });
  }
  const here = () => {
    const notebook = current();
    const thread = notebook && threadHere(notebook);
    return thread && { notebook, thread };
  };
  commands.addCommand(Commands.replyThread, {
    label: trans.__('Reply to Thread'),
    caption: trans.__('Reply in the thread in focus, or in that of the cell'),
    isEnabled: () => here() !== null,
    execute: async () => {
      const found = here();
      if (found && !(await replyTo(found.notebook, found.thread))) {
        host.showSidebar();
      }
    }
  });
  commands.addCommand(Commands.resolveThread, {
    label: trans.__('Resolve or Reopen Thread'),
    caption: trans.__('The thread in focus, or that of the cell'),
    isEnabled: () => here() !== null,
    execute: async () => {
      const { notebook, thread } = here() ?? {};
      try {
        await notebook?.model.turn(thread!.id, thread!.state === 'open');
      } catch (error) {
        Notification.error(inWords(asApiError(error)), { autoClose: 10_000 });
      }
    }
  });
  commands.addCommand(Commands.toggleThreads, {
    label: trans.__('Threads in the Notebook'),
    caption: trans.__('Show threads under their cells'),
    isToggled: () => current()?.inline.visible ?? false,
    isEnabled: isReady,
    execute: () => {
      const { inline } = current() ?? {};
      if (inline) {
        inline.visible = !inline.visible;
      }
    }
  });
}

/** A version's name; not the whole of an id. */
function shortName(version: string): string {
  return /^[0-9a-f]{40}$/.test(version) ? version.slice(0, 8) : version;
}
