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
  files: FileEntry[];
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
   * Further files to keep with the version.
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
 * No query.
 */
export interface Nothing {}
/**
 * Names a stretch of a history.
 */
export interface PageQuery {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  offset?: number;
  limit?: number;
  /**
   * Words to look for in titles, messages, tags and authors.
   */
  filter?: string;
}
/**
 * A stretch of a notebook's history, newest first.
 */
export interface Page {
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
