// Wires commits asked for by cells: the comm of every notebook's kernel, and the card.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { contentsPath } from '../notebook/open';
import { Commands, ICommits } from '../tokens';
import { cardFactory } from './card';
import { answerKernels } from './comm';
import { CardsModel } from './model';

export const kernelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jovian-lab:kernel',
  description: 'Answers jovian_lab.commit() of a cell.',
  autoStart: true,
  requires: [ICommits, INotebookTracker, IRenderMimeRegistry],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    commits: ICommits,
    notebooks: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { commands, serviceManager } = app;
    const cards = new CardsModel();

    notebooks.widgetAdded.connect((_, panel) => {
      answerKernels(panel, commits, cards);
      panel.disposed.connect(() => cards.forget(panel.id));
    });
    notebooks.forEach(panel => answerKernels(panel, commits, cards));

    rendermime.addFactory(
      cardFactory({
        cards,
        notebooks,
        trans,
        actions: node => ({
          showVersions: () => void commands.execute(Commands.showVersions),
          showChanges: version => {
            const panel = notebooks.find(other => other.node.contains(node));
            const command = commands.hasCommand(Commands.diff)
              ? Commands.diff
              : Commands.openVersion;
            if (panel) {
              void commands.execute(command, {
                path: contentsPath(panel, serviceManager.contents),
                version
              });
            }
          }
        })
      })
    );
  }
};
