// The sidebar's widget: draws the panel when its model changes.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { IThreadContext } from './context';
import type { SidebarModel } from './sidebar';
import { ThreadsPanel } from './view';
import type { ISidebarActions } from './view';

/** The Threads sidebar. */
export class ThreadsWidget extends ReactWidget {
  constructor(
    private readonly model: SidebarModel,
    private readonly actions: ISidebarActions,
    private readonly context: () => IThreadContext | null,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.id = 'jovian-lab-threads';
    this.addClass('jp-jovian-Panel');
    this.addClass('jp-jovian-Threads');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Threads'));
  }

  protected override onActivateRequest(): void {
    const { node } = this;
    (node.querySelector('input') ?? node.querySelector('button'))?.focus();
  }

  protected render(): JSX.Element {
    const { model, actions, trans } = this;
    return (
      <UseSignal signal={model.changed}>
        {() => (
          <ThreadsPanel
            key={model.discussion?.path}
            model={model}
            actions={actions}
            context={this.context()}
            trans={trans}
          />
        )}
      </UseSignal>
    );
  }
}
