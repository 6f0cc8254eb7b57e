// The renderer of the card's MIME type: finds the cell it is in and shows that cell's state.
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { CardState, CardsModel } from './model';
import { Card } from './view';
import type { ICardActions } from './view';

/** The type of the card's constant data. */
export const CARD_TYPE = 'application/vnd.jovian-lab.commit+json';

interface IOptions {
  cards: CardsModel;
  notebooks: INotebookTracker;
  actions: (node: HTMLElement) => ICardActions;
  trans: TranslationBundle;
}

/** Makes cards; nothing of an output's data is shown, so all of it is safe. */
export function cardFactory(options: IOptions): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [CARD_TYPE],
    defaultRank: 10,
    createRenderer: () => new CardWidget(options)
  };
}

class CardWidget extends ReactWidget implements IRenderMime.IRenderer {
  constructor(private readonly options: IOptions) {
    super();
    this.addClass('jp-jovian-Card');
  }

  async renderModel(): Promise<void> {
    this.update();
    await this.renderPromise;
  }

  protected override onAfterAttach(): void {
    this.update();
  }

  protected render(): JSX.Element {
    const { cards, actions, trans } = this.options;
    return (
      <UseSignal signal={cards.changed}>
        {() => (
          <Card
            state={this._state()}
            actions={actions(this.node)}
            trans={trans}
          />
        )}
      </UseSignal>
    );
  }

  private _state(): CardState | null {
    const panel = this.options.notebooks.find(({ node }) =>
      node.contains(this.node)
    );
    const cell = panel?.content.widgets.find(({ node }) =>
      node.contains(this.node)
    );
    return panel && cell
      ? this.options.cards.get(panel.id, cell.model.id)
      : null;
  }
}
