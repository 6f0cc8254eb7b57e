// The sidebar's widget: draws the panel when its model changes and as time goes by.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import type { VersionsModel } from './model';
import { VersionsPanel } from './view';
import type { IPanelActions } from './view';
import type { IRowContext } from './row';

const TICK = 30_000;

/** What the widget reads whenever it draws. */
export interface IWidgetOptions {
  model: VersionsModel;
  actions: () => IPanelActions;
  rowActions: Pick<
    IRowContext,
    | 'onOpen'
    | 'onChanges'
    | 'onRestore'
    | 'onPromote'
    | 'onMenu'
    | 'readEnvironment'
  >;
  relative: () => boolean;
  busy: () => boolean;
  trans: TranslationBundle;
}

/** The Versions sidebar. */
export class VersionsWidget extends ReactWidget {
  constructor(private readonly options: IWidgetOptions) {
    super();
    this.id = 'jovian-lab-versions';
    this.addClass('jp-jovian-Panel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', options.trans.__('Versions'));
    options.model.changed.connect(() => this.redraw());
  }

  /** Say what is going on to those who cannot see it. */
  announce(text: string): void {
    this._announcement = text;
    this.redraw();
  }

  /** Draw again. */
  redraw(): void {
    if (this.isVisible) {
      this._redraw.emit();
    }
  }

  override dispose(): void {
    clearInterval(this._timer);
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterShow(): void {
    this.options.model.setActive(true);
    this._timer = setInterval(() => this.redraw(), TICK);
    this.redraw();
  }

  protected override onBeforeHide(): void {
    clearInterval(this._timer);
    this.options.model.setActive(false);
  }

  protected override onActivateRequest(): void {
    const list = this.node.querySelector<HTMLElement>('.jp-jovian-List');
    const button = this.node.querySelector<HTMLElement>('button');
    (list ?? button)?.focus();
  }

  protected render(): JSX.Element {
    const { model, actions, rowActions, relative, busy, trans } = this.options;
    return (
      <UseSignal signal={this._redraw}>
        {() => (
          <VersionsPanel
            model={model}
            actions={actions()}
            announcement={this._announcement}
            busy={busy()}
            context={{
              ...rowActions,
              now: Date.now(),
              relative: relative(),
              you: model.you,
              trans
            }}
          />
        )}
      </UseSignal>
    );
  }

  private _announcement = '';
  private _timer: ReturnType<typeof setInterval> | undefined;
  private readonly _redraw = new Signal<this, void>(this);
}
