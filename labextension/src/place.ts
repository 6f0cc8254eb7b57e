// Where a tab beside the notebooks goes: JupyterLab's main area, or below the one document of Notebook 7.
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { SplitPanel, TabPanel } from '@lumino/widgets';
import type { Widget } from '@lumino/widgets';

/** Add a tab where it is seen, and bring it to the front. */
export function addTab(shell: JupyterFrontEnd.IShell, tab: Widget): void {
  if (isLab(shell)) {
    shell.add(tab, 'main', { mode: 'tab-after' });
  } else {
    // Its main area shows one document and drops others.
    shell.add(tab, 'down');
  }
  showTab(shell, tab);
}

/** Bring a tab to the front. */
export function showTab(shell: JupyterFrontEnd.IShell, tab: Widget): void {
  shell.activateById(tab.id);
  const tabs = tab.parent?.parent;
  if (isLab(shell) || !(tabs instanceof TabPanel)) {
    return;
  }
  tabs.currentWidget = tab;
  const split = tabs.parent;
  if (split instanceof SplitPanel && tab.node.clientHeight < LOW) {
    // At first the area is as high as its tabs.
    split.setRelativeSizes(split.widgets.map(() => 1));
  }
}

const LOW = 60;

/** JupyterLab's shell arranges tabs; that of Notebook 7 has no such thing. */
function isLab(shell: JupyterFrontEnd.IShell): boolean {
  return 'mode' in shell;
}
