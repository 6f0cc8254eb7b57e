// A difference seen from the other side.
import type {
  CellDiff,
  Difference,
  EnvironmentDiff,
  FieldChange,
  Hunk,
  MimeChange,
  NotebookDiff,
  OutputDiff,
  TextDiff
} from '../api/types';
import type { CellChange, OutputChange } from './types';

const TURNED: Record<string, string> = {
  added: 'removed',
  removed: 'added',
  split: 'merged',
  merged: 'split',
  delete: 'insert',
  insert: 'delete',
  upgraded: 'downgraded',
  downgraded: 'upgraded'
};

const turn = <T extends string>(kind: T): T => (TURNED[kind] ?? kind) as T;

/** The same difference with the sides swapped. */
export function mirror(difference: Difference): Difference {
  return {
    old: difference.new,
    new: difference.old,
    files: difference.files.map(file => ({
      ...file,
      change: turn(file.change),
      old_size: file.new_size,
      new_size: file.old_size
    })),
    notebook: mirrorNotebook(difference.notebook),
    environment: mirrorEnvironment(difference.environment)
  };
}

/** The same difference of environments with the sides swapped. */
export function mirrorEnvironment<T extends EnvironmentDiff | null>(
  environment: T
): T {
  if (!environment) {
    return environment;
  }
  const { interpreter } = environment;
  return {
    ...environment,
    changes: environment.changes.map(change => ({
      ...change,
      kind: turn(change.kind),
      old: change.new,
      new: change.old,
      old_detail: change.new_detail,
      new_detail: change.old_detail
    })),
    interpreter: interpreter && {
      kind: turn(interpreter.kind),
      old: interpreter.new,
      new: interpreter.old
    },
    platform: environment.platform.map(({ field, old, new: now }) => ({
      field,
      old: now,
      new: old
    })),
    verdict: environment.reverse,
    reverse: environment.verdict
  };
}

function mirrorNotebook(notebook: NotebookDiff): NotebookDiff {
  const { summary } = notebook;
  const cells = notebook.cells.map(mirrorCell);
  return {
    ...notebook,
    summary: {
      ...summary,
      added: summary.removed,
      removed: summary.added,
      split: summary.merged,
      merged: summary.split
    },
    cells: inOrder(cells),
    fields: notebook.fields.map(mirrorField),
    text: mirrorText(notebook.text)
  };
}

/** New cells by their place; a removed one stays behind the cell it used to follow. */
function inOrder(cells: CellDiff[]): CellDiff[] {
  const kept = cells.filter(cell => cell.new != null);
  const ordered = [...kept].sort((a, b) => a.new! - b.new!);
  const removed = cells.filter(cell => cell.new == null);
  for (const cell of removed.sort((a, b) => b.old! - a.old!)) {
    const before = kept
      .filter(other => other.old != null && other.old < cell.old!)
      .sort((a, b) => b.old! - a.old!)[0];
    ordered.splice(before ? ordered.indexOf(before) + 1 : 0, 0, cell);
  }
  return ordered;
}

function mirrorCell(cell: CellDiff): CellDiff {
  return {
    ...cell,
    change: turn<CellChange>(cell.change),
    old: cell.new,
    new: cell.old,
    moved: -(cell.moved ?? 0),
    source: mirrorText(cell.source),
    outputs: cell.outputs?.map(mirrorOutput),
    fields: cell.fields?.map(mirrorField)
  };
}

function mirrorOutput(output: OutputDiff): OutputDiff {
  return {
    ...output,
    change: turn<OutputChange>(output.change),
    old: output.new,
    new: output.old,
    mimes: output.mimes?.map((mime): MimeChange => ({
      ...mime,
      change: turn<OutputChange>(mime.change),
      text: mirrorText(mime.text)
    }))
  };
}

function mirrorField(field: FieldChange): FieldChange {
  return {
    key: field.key,
    has_old: field.has_new,
    has_new: field.has_old,
    old: field.new,
    new: field.old
  };
}

function mirrorText<T extends TextDiff | null | undefined>(text: T): T {
  return text ? { ...text, hunks: text.hunks.map(mirrorHunk) } : text;
}

function mirrorHunk(hunk: Hunk): Hunk {
  return {
    ...hunk,
    kind: turn(hunk.kind),
    old: hunk.new,
    new: hunk.old,
    words: hunk.words?.map(word => ({ ...word, kind: turn(word.kind) }))
  };
}
