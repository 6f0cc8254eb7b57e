// What goes over the wire, as types.
// Written by `npm run generate:types` from jovian_lab/schemas/wire; do not edit.

/**
 * Asks that a vanished notebook's history goes on in this file.
 */
export interface AdoptRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * The vanished notebook's key.
   */
  notebook: string;
}
/**
 * Who did something.
 */
export interface Author {
  name: string;
  /**
   * Empty outside a server with accounts.
   */
  username: string;
}
/**
 * How many cells of each type a notebook has.
 */
export interface CellCounts {
  code: number;
  markdown: number;
  raw: number;
}
/**
 * Names a cell of a version, and how far back to follow it.
 */
export interface CellHistoryQuery {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * Where the cell stands in the version, from 0.
   */
  index: number;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * How many changes at most; 50 without.
   */
  limit?: number;
}
/**
 * A version in which a cell changed: where it stands there, what happened to it, and its source.
 */
export interface CellMoment {
  version: Version;
  index: number;
  change:
    | 'added'
    | 'edited'
    | 'merged'
    | 'metadata'
    | 'moved'
    | 'outputs'
    | 'removed'
    | 'rerun'
    | 'split'
    | 'unchanged';
  source: string;
}
/**
 * A version, or a snapshot, of a notebook, with what was said about it afterwards.
 */
export interface Version {
  /**
   * Commit id.
   */
  id: string;
  /**
   * The notebook's key.
   */
  notebook: string;
  /**
   * Shown as v1, v2, …; for a snapshot the number of the version it stands on.
   */
  number: number;
  kind: 'version' | 'snapshot';
  /**
   * As it reads now.
   */
  title: string;
  /**
   * As it was committed; its first line is the recorded title.
   */
  message: string;
  /**
   * As it was committed.
   */
  recorded_title: string;
  author: Author;
  /**
   * UTC, ISO 8601.
   */
  created: string;
  /**
   * Where the notebook was, relative to the project's folder.
   */
  path: string;
  kernel: Kernel | null;
  cells: CellCounts | null;
  changes: Changes | null;
  /**
   * The versions it stands on, the first in its own history.
   */
  parents: Parent[];
  base: Parent | null;
  origin: Source | null;
  /**
   * Bytes of the notebook.
   */
  size: number;
  /**
   * Of the notebook's bytes.
   */
  sha256: string;
  /**
   * Whether its large values are stored apart.
   */
  storage: 'split' | 'whole';
  nbformat: string | null;
  /**
   * Further files kept with it.
   */
  files: FileEntry[];
  /**
   * Each names it.
   */
  tags: string[];
  reason: string | null;
}
/**
 * The kernel a notebook asks for.
 */
export interface Kernel {
  name: string;
  display_name: string;
  language: string;
}
/**
 * How many cells differ between two versions.
 */
export interface Changes {
  added: number;
  removed: number;
  /**
   * Cells with another source.
   */
  edited: number;
  /**
   * Cells with the same source and other outputs or counts.
   */
  rerun: number;
  moved: number;
}
/**
 * Another version of the same notebook, named both ways.
 */
export interface Parent {
  /**
   * Commit id.
   */
  id: string;
  number: number;
}
/**
 * The version of another notebook that this one was copied from.
 */
export interface Source {
  /**
   * The other notebook's key.
   */
  notebook: string;
  /**
   * Where the other notebook was, relative to the project.
   */
  path: string;
  /**
   * Commit id.
   */
  id: string;
  number: number;
}
/**
 * A file kept with a version.
 */
export interface FileEntry {
  /**
   * Relative to the project's folder.
   */
  path: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * The blob's id.
   */
  id: string;
}
/**
 * One cell through the versions, newest first; not `complete` where older versions were not looked at.
 */
export interface CellHistory {
  entries: CellMoment[];
  complete: boolean;
}
/**
 * Names a cell of a version.
 */
export interface CellQuery {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * Where the cell stands in the version, from 0.
   */
  index: number;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
/**
 * One cell.
 */
export interface CellAnswer {
  /**
   * As nbformat has it.
   */
  cell: {
    [k: string]: unknown;
  };
}
/**
 * The version made, or none when nothing had changed.
 */
export interface CommitAnswer {
  version: Version | null;
  /**
   * Whether a version was made.
   */
  created: boolean;
  /**
   * Whether the work had started from a version that was no longer the newest; both are kept.
   */
  superseded?: boolean;
  head?: Version | null;
}
/**
 * Asks for a version of a notebook's file.
 */
export interface CommitRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * The first line becomes the title.
   */
  message?: string;
  /**
   * Further files to keep with the version; without this, those of the newest version that are still there.
   *
   * @maxItems 10000
   */
  files?: string[];
  base?: string | null;
  /**
   * Make a version even when nothing changed.
   */
  allow_empty?: boolean;
}
/**
 * Names a notebook and confirms that its history goes.
 */
export interface DeleteQuery {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * The same path once more.
   */
  confirm?: string;
}
/**
 * Names two versions.
 */
export interface DiffQuery {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  old: string;
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  new?: string;
}
/**
 * A version, and a notebook's text as an editor holds it, unsaved.
 */
export interface DiffRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  old: string;
  /**
   * The text that would be saved.
   */
  content: string;
}
/**
 * A file committed with one version or the other; sizes in bytes, None where it is not there.
 */
export interface FileChange {
  path: string;
  change: 'added' | 'edited' | 'removed';
  old_size: number | null;
  new_size: number | null;
}
/**
 * Two versions of a notebook beside each other; None for a side that is not in the store.
 */
export interface Difference {
  old: Version | null;
  new: Version | null;
  files: FileChange[];
  notebook: NotebookDiff;
}
/**
 * The difference of two notebooks.
 */
export interface NotebookDiff {
  /**
   * Version of this structure.
   */
  format: 1;
  equal: boolean;
  summary: Summary;
  cells: CellDiff[];
  fields: FieldChange[];
  text: TextDiff | null;
  not_compared: string[];
}
/**
 * How many cells of each kind.
 */
export interface Summary {
  added?: number;
  removed?: number;
  edited?: number;
  outputs?: number;
  metadata?: number;
  rerun?: number;
  moved?: number;
  split?: number;
  merged?: number;
  unchanged?: number;
}
/**
 * One cell, in the order of the new version; removed cells stand behind the cell they used to follow.
 */
export interface CellDiff {
  change:
    | 'added'
    | 'edited'
    | 'merged'
    | 'metadata'
    | 'moved'
    | 'outputs'
    | 'removed'
    | 'rerun'
    | 'split'
    | 'unchanged';
  old?: number | null;
  new?: number | null;
  id?: string;
  type?: string;
  title?: string;
  count?: number | null;
  moved?: number;
  source?: TextDiff | null;
  outputs?: OutputDiff[];
  fields?: FieldChange[];
  partner?: number | null;
  not_compared?: string | null;
}
/**
 * All hunks in order; `coarse` says why this is not the smallest difference, where it is not.
 */
export interface TextDiff {
  hunks: Hunk[];
  coarse?: string | null;
}
/**
 * A run of lines.
 */
export interface Hunk {
  kind: 'delete' | 'equal' | 'insert' | 'replace';
  count?: number;
  old?: string[];
  new?: string[];
  words?: Word[];
}
/**
 * A run of text inside changed lines.
 */
export interface Word {
  kind: 'delete' | 'equal' | 'insert';
  text: string;
}
/**
 * One output, or one stream put together from its pieces.
 */
export interface OutputDiff {
  change: 'added' | 'edited' | 'removed' | 'rerun' | 'same';
  type: string;
  old?: number | null;
  new?: number | null;
  mimes?: MimeChange[];
}
/**
 * One MIME type of an output.
 */
export interface MimeChange {
  mime: string;
  change: 'added' | 'edited' | 'removed' | 'rerun' | 'same';
  kind: string;
  text?: TextDiff | null;
  not_compared?: string | null;
}
/**
 * A key with another value; `has_old` and `has_new` tell whether it is there at all.
 */
export interface FieldChange {
  key: string;
  has_old: boolean;
  has_new: boolean;
  old?: unknown;
  new?: unknown;
}
/**
 * Why a request was refused.
 */
export interface Error {
  /**
   * For programs.
   */
  code: string;
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What to do about it; may be empty.
   */
  hint: string;
}
/**
 * Names two notebook files.
 */
export interface FileDiffQuery {
  /**
   * Contents path of the older file.
   */
  old: string;
  /**
   * Contents path of the newer file.
   */
  new: string;
}
/**
 * Names a folder, or a file in it.
 */
export interface FolderQuery {
  /**
   * Contents path of a notebook or a folder; empty for the server's root.
   */
  path?: string;
}
/**
 * Names a folder, or a file in it.
 */
export interface FolderRequest {
  /**
   * Contents path of a notebook or a folder; empty for the server's root.
   */
  path: string;
}
/**
 * Result of a full check.
 */
export interface FsckReport {
  /**
   * Whether everything is sound.
   */
  ok: boolean;
  problems: Problem[];
  /**
   * How many objects were checked.
   */
  checked: number;
}
/**
 * Something a full check found.
 */
export interface Problem {
  /**
   * The object or ref.
   */
  object: string;
  kind: string;
  message: string;
  /**
   * The versions that need it.
   */
  versions: string[];
}
/**
 * Bytes on disk around maintenance.
 */
export interface GcReport {
  before: number;
  after: number;
}
/**
 * A notebook that a project follows.
 */
export interface Notebook {
  key: string;
  /**
   * Relative to the project's folder.
   */
  path: string;
  /**
   * How many there are.
   */
  versions: number;
  /**
   * Whether its file is there now.
   */
  exists: boolean;
}
/**
 * The notebooks of a project.
 */
export interface Notebooks {
  folder: string | null;
  notebooks: Notebook[];
}
/**
 * Names a stretch of a history.
 */
export interface PageQuery {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * How many to leave out; 0.
   */
  offset?: number;
  /**
   * How many at most, up to 1000; 50.
   */
  limit?: number;
  /**
   * Words that must all be found in number, title, message, author or tags.
   */
  filter?: string;
}
/**
 * A stretch of a notebook's history, newest first.
 */
export interface Page {
  /**
   * Newest first.
   */
  versions: Version[];
  /**
   * How many match the filter in all.
   */
  total: number;
  offset: number;
}
/**
 * Names a notebook.
 */
export interface PathQuery {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
/**
 * Names a notebook.
 */
export interface PathRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
/**
 * Asks that a snapshot becomes a version.
 */
export interface PromotionRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * The new title.
   */
  title?: string;
}
/**
 * How many versions a deletion removed.
 */
export interface Removed {
  removed: number;
}
/**
 * Whether the history follows.
 */
export interface RenameAnswer {
  /**
   * Contents path it has now.
   */
  path: string;
  /**
   * False where the notebook has no history, or moved to another project.
   */
  followed: boolean;
}
/**
 * Tells that a notebook was moved.
 */
export interface RenameRequest {
  /**
   * Contents path it had.
   */
  path: string;
  /**
   * Contents path it has now.
   */
  to: string;
}
/**
 * Asks for a version to become the file.
 */
export interface RestoreRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
}
/**
 * What a restore did.
 */
export interface Restored {
  version: Version;
  snapshot: Version | null;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * Whether the file was written.
   */
  changed: boolean;
}
/**
 * The snapshot made, or none when the file is already kept.
 */
export interface SnapshotAnswer {
  version: Version | null;
}
/**
 * Names a snapshot in the address.
 */
export interface SnapshotName {
  /**
   * A snapshot's commit id.
   */
  version: string;
}
/**
 * Asks for a snapshot of a notebook's file.
 */
export interface SnapshotRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * Why.
   */
  reason: string;
}
/**
 * A notebook's snapshots, newest first.
 */
export interface Snapshots {
  snapshots: Version[];
}
/**
 * A notebook's text as an editor holds it, unsaved.
 */
export interface StatusRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * The text that would be saved.
   */
  content: string;
}
/**
 * How a notebook stands against its newest version.
 */
export interface Status {
  /**
   * `new`: no version yet; `missing`: versions, but no file.
   */
  state: 'new' | 'unchanged' | 'changed' | 'missing';
  notebook: string | null;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  head: Version | null;
  /**
   * The number the next version would get.
   */
  next_number: number;
  changes: Changes | null;
  /**
   * Vanished notebooks whose cells match this new file.
   */
  continuations: Notebook[];
}
/**
 * Names a version and a tag in the address.
 */
export interface TagName {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * A tag.
   */
  tag: string;
}
/**
 * Names a tag of a version of a notebook.
 */
export interface TagQuery {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * A tag.
   */
  tag: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
/**
 * Gives a version another title.
 */
export interface TitleRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * The new title.
   */
  title: string;
}
/**
 * Names a version in the address.
 */
export interface VersionName {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
}
/**
 * Names a version of a notebook.
 */
export interface VersionQuery {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
