// The tab of a difference.
import { MainAreaWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { versionsIcon } from '../icons';
import type { IReview } from '../tokens';
import { DiffContext } from './context';
import type { IDiffActions } from './context';
import type { DiffModel } from './model';
import { beginComment } from './pointed';
import { Renderers } from './renderers';
import type { IHost } from './renderers';
import { DiffPanel } from './view';
import { sideName } from './words';

/** What a diff tab takes besides its model. */
export interface IDiffOptions extends IHost {
  actions: IDiffActions;
  /** The threads of both sides; missing where nobody keeps any. */
  review: IReview | null;
  trans: TranslationBundle;
}

/** The content of a diff tab. */
export class DiffWidget extends ReactWidget {
  constructor(
    readonly model: DiffModel,
    private readonly services: IDiffOptions
  ) {
    super();
    this.addClass('jp-jovian-Diff');
    this.node.tabIndex = -1;
    this.title.icon = versionsIcon;
    this.title.closable = true;
    this._renderers = new Renderers(services, model.target.path);
    model.changed.connect(() => this._retitle());
    this._retitle();
  }

  /** Emitted when the tab comes to the front. */
  get appeared(): ISignal<this, void> {
    return this._appeared;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.services.review?.dispose();
      this.model.dispose();
      super.dispose();
    }
  }

  /** The keys that need no modifier; the others are shortcuts of the settings. */
  handleEvent(event: KeyboardEvent): void {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const action = {
      n: () => this.model.step(1),
      p: () => this.model.step(-1),
      c: () => this._comment()
    }[event.key];
    if (action && isPlain && !isTyping(event.target)) {
      action();
      event.preventDefault();
      event.stopPropagation();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.node.addEventListener('keydown', this);
  }

  protected override onBeforeDetach(message: Message): void {
    this.node.removeEventListener('keydown', this);
    super.onBeforeDetach(message);
  }

  protected override onAfterShow(): void {
    this._appeared.emit();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    if (!this.node.contains(document.activeElement)) {
      this.node.focus();
    }
  }

  protected render(): JSX.Element {
    const { model, services, _renderers: renderers } = this;
    const { actions, review, trans } = services;
    return (
      <UseSignal signal={model.changed}>
        {() => (
          <DiffContext.Provider
            value={{
              model,
              actions,
              renderers,
              review,
              trans,
              now: Date.now()
            }}
          >
            <DiffPanel />
          </DiffContext.Provider>
        )}
      </UseSignal>
    );
  }

  /** Comment on the change one stands at, or on what is selected in it. */
  private _comment(): void {
    const { current, rows } = this.model;
    const row = rows.find(({ key }) => key === current);
    const section = this.node.querySelector(
      `[data-key="${CSS.escape(current ?? '')}"]`
    );
    const { review } = this.services;
    if (review && section && row?.kind === 'cell') {
      beginComment(review, section, row.cell);
    }
  }

  private _retitle(): void {
    const { target, difference } = this.model;
    const { trans } = this.services;
    const name = (side: 'old' | 'new') =>
      sideName(side, target, difference, trans);
    this.title.label = `${name('old')} → ${name('new')}`;
    this.title.caption = trans.__(
      'Changes in %1: %2 → %3',
      PathExt.basename(target.path),
      name('old'),
      name('new')
    );
  }

  private readonly _renderers: Renderers;
  private readonly _appeared = new Signal<this, void>(this);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement &&
      ['search', 'text'].includes(target.type))
  );
}

/** A tab for a difference. */
export function diffTab(content: DiffWidget): MainAreaWidget<DiffWidget> {
  const tab = new MainAreaWidget({ content });
  tab.toolbar.hide();
  return tab;
}
