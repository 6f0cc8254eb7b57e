// Answers a kernel that asks for a commit: once the asking cell has ended, as the user sees it.
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import type { ICommits, Outcome } from '../tokens';
import type { CardState, CardsModel } from './model';
import { readRequest } from './request';
import type { ICellRequest } from './request';

const TARGET = 'jovian-lab:commit';
/** The most to wait between the kernel's and the document's end of a cell. */
const SETTLE = 5000;

/** Answer the requests of a notebook's kernels, also those to come. */
export function answerKernels(
  panel: NotebookPanel,
  commits: ICommits,
  cards: CardsModel
): void {
  const target = (comm: Kernel.IComm, open: KernelMessage.ICommOpenMsg) => {
    const request = readRequest(open.content.data);
    const kernel = panel.sessionContext.session?.kernel;
    const asked = open.parent_header as Partial<KernelMessage.IHeader>;
    if (!request || !kernel || asked.session !== kernel.clientId) {
      // Run from another tab or another program, which answers it.
      return;
    }
    // Not awaited: the kernel's next messages wait for this function.
    void answer(panel, kernel, comm, request, asked.msg_id, commits, cards);
  };
  const register = (kernel: Kernel.IKernelConnection | null | undefined) =>
    kernel?.registerCommTarget(TARGET, target);

  panel.sessionContext.kernelChanged.connect((_, { newValue }) =>
    register(newValue)
  );
  register(panel.sessionContext.session?.kernel);
}

async function answer(
  panel: NotebookPanel,
  kernel: Kernel.IKernelConnection,
  comm: Kernel.IComm,
  { request, cell, message, files, allowEmpty, environment }: ICellRequest,
  execution: string | undefined,
  commits: ICommits,
  cards: CardsModel
): Promise<void> {
  const tell = (data: JSONObject) => {
    if (!comm.isDisposed && !kernel.isDisposed) {
      comm.send({ request, ...data });
    }
  };
  tell({ state: 'received' });
  cards.set(panel.id, cell, { kind: 'waiting' });
  await ended(panel, kernel, cell, execution);
  if (panel.isDisposed) {
    tell({
      state: 'failed',
      message: 'The notebook was closed before it could be saved.',
      hint: 'Open it again and commit.'
    });
    return;
  }
  cards.set(panel.id, cell, { kind: 'committing' });
  const outcome = await commits.commit(panel, {
    message,
    files: files.length > 0 ? files : undefined,
    allowEmpty,
    environment
  });
  cards.set(panel.id, cell, cardState(outcome));
  if (outcome.kind === 'failed') {
    const { message: why, hint } = outcome.error;
    tell({ state: 'failed', message: why, hint });
  } else {
    const version = outcome.kind === 'committed' ? outcome.version : null;
    tell({ state: 'done', version: version as unknown as JSONObject | null });
  }
}

function cardState(outcome: Outcome): CardState {
  return outcome.kind === 'failed'
    ? { kind: 'failed', error: outcome.error }
    : outcome;
}

/** Resolves when the execution that asked is over, and the document shows it. */
async function ended(
  panel: NotebookPanel,
  kernel: Kernel.IKernelConnection,
  cell: string,
  execution: string | undefined
): Promise<void> {
  await new Promise<void>(resolve => {
    const done = () => {
      kernel.iopubMessage.disconnect(hear);
      kernel.disposed.disconnect(done);
      kernel.statusChanged.disconnect(check);
      resolve();
    };
    const hear = (_: unknown, message: KernelMessage.IIOPubMessage) => {
      const { header, content, parent_header } = message;
      if (
        header.msg_type === 'status' &&
        (content as { execution_state?: string }).execution_state === 'idle' &&
        (parent_header as Partial<KernelMessage.IHeader>).msg_id === execution
      ) {
        done();
      }
    };
    const check = () => {
      if (['dead', 'restarting', 'autorestarting'].includes(kernel.status)) {
        done();
      }
    };
    kernel.iopubMessage.connect(hear);
    kernel.disposed.connect(done);
    kernel.statusChanged.connect(check);
  });
  await settled(panel, cell);
}

/** Resolves when the cell got its execution count, or after a while. */
async function settled(panel: NotebookPanel, id: string): Promise<void> {
  const cells = panel.isDisposed ? [] : [...(panel.model?.cells ?? [])];
  const found = cells.find(cell => cell.id === id && cell.type === 'code');
  const cell = found as ICodeCellModel | undefined;
  if (!cell || cell.executionState !== 'running') {
    return;
  }
  await new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer);
      cell.stateChanged.disconnect(check);
      resolve();
    };
    const check = () => {
      if (cell.isDisposed || cell.executionState !== 'running') {
        done();
      }
    };
    const timer = setTimeout(done, SETTLE);
    cell.stateChanged.connect(check);
  });
}
