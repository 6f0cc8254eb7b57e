// Words of the panel that do not go over the wire: sides, and cells as nbformat writes them.
import type { CellDiff, OutputDiff } from '../api/types';

export type Side = 'old' | 'new';

export type CellChange = CellDiff['change'];

export type OutputChange = OutputDiff['change'];

/** A cell as nbformat writes it. */
export interface ICell {
  cell_type: string;
  id?: string;
  source: string | string[];
  metadata?: Record<string, unknown>;
  outputs?: IOutput[];
  execution_count?: number | null;
  attachments?: Record<string, unknown>;
}

/** An output as nbformat writes it. */
export interface IOutput {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}
