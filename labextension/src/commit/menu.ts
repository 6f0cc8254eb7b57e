// The small menu beside the Commit button.
import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { Commands } from '../tokens';

/** Open the menu under its button; it goes away by itself. */
export function openCommitMenu(
  commands: CommandRegistry,
  anchor: HTMLElement
): void {
  const menu = new Menu({ commands });
  menu.addItem({ command: Commands.commit });
  menu.addItem({ command: Commands.quickCommit });
  menu.addItem({ type: 'separator' });
  menu.addItem({ command: Commands.showVersions });
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.aboutToClose.connect(() => {
    // The chosen command runs after this signal.
    setTimeout(() => menu.dispose(), 0);
  });
  menu.open(left, bottom);
}
