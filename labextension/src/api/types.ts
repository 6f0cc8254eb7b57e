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
 * Puts a thread somewhere else by hand.
 */
export interface AnchorRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  target: Target;
  /**
   * The notebook's text as an editor holds it, unsaved; without it, the file counts.
   */
  content?: string;
}
/**
 * What somebody points at, from which an anchor is made.
 */
export interface Target {
  /**
   * As of an anchor.
   */
  kind: 'cell' | 'line' | 'notebook' | 'output' | 'range' | 'row' | 'version';
  /**
   * Name of the version looked at (for line, the version of the side commented on); null for the notebook as it is now.
   */
  version?: string | null;
  /**
   * The cell's id.
   */
  cell?: string | null;
  /**
   * Where the cell stands; one of both is enough, and where both are given they must agree.
   */
  index?: number | null;
  /**
   * A range of the source, in UTF-16 code units; without them, for line, line says which.
   */
  start?: number | null;
  /**
   * A range of the source, in UTF-16 code units; without them, for line, line says which.
   */
  end?: number | null;
  /**
   * A line of the source, from 0.
   */
  line?: number | null;
  /**
   * Which output, from 0.
   */
  output?: number | null;
  /**
   * Which of its forms; by default the one a person would see.
   */
  mime?: string | null;
  /**
   * A part of a picture.
   */
  region?: Region | null;
  /**
   * As of an anchor; other may be any name of a version.
   */
  other?: string | null;
  /**
   * As of an anchor; other may be any name of a version.
   */
  side?: ('new' | 'old') | null;
  /**
   * As of an anchor; other may be any name of a version.
   */
  column?: string | null;
}
/**
 * A rectangle of a picture, each number a share (0 to 1) of the picture's width or height.
 */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
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
  environment: EnvironmentSummary | null;
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
 * What a version's environment is, in short, and how it differs from the one of the version before.
 */
export interface EnvironmentSummary {
  /**
   * Blob id of its environment.json.
   */
  id: string;
  /**
   * Of the kernel: python, R, julia, ….
   */
  language: string;
  /**
   * Of the interpreter; empty where it is not known.
   */
  version: string;
  /**
   * How many there are.
   */
  packages: number;
  /**
   * The most telling changes since the version before, five at most.
   */
  changed: EnvironmentChange[];
  /**
   * How many changes in all; 0 without a version before that has an environment.
   */
  changes: number;
  /**
   * How many things could not be read.
   */
  missing: number;
}
/**
 * A package, or the interpreter under its language's name, that is not what it was.
 */
export interface EnvironmentChange {
  name: string;
  old: string | null;
  new: string | null;
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
  /**
   * Outputs that have more bytes than this together are left out; by default none are.
   */
  largest?: number;
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
  /**
   * Whether its outputs were left out, because they are larger than what was asked for.
   */
  omitted: boolean;
}
/**
 * Changes a channel; what is left out stays.
 */
export interface ChannelChange {
  /**
   * Contents path of a notebook or a folder in the project; empty for the server's root.
   */
  path: string;
  /**
   * What you call it.
   */
  name?: string;
  /**
   * What is told. A reply in a thread you wrote in is a reply-to-me, and a reply as well; of several kinds that fit, one message is sent.
   *
   * @minItems 1
   */
  tells?: [
    (
      | 'thread'
      | 'reply'
      | 'reply-to-me'
      | 'mention'
      | 'resolved'
      | 'reopened'
      | 'accepted'
      | 'declined'
      | 'reaction'
    ),
    ...(
      | 'thread'
      | 'reply'
      | 'reply-to-me'
      | 'mention'
      | 'resolved'
      | 'reopened'
      | 'accepted'
      | 'declined'
      | 'reaction'
    )[]
  ];
  mail?: Mail;
  /**
   * A chat's address as apprise has it or as the service gives it, or the password for e-mail. Goes into the system's keyring; no answer holds it.
   */
  secret?: string;
  /**
   * Where the secret is instead: env:JOVIAN_LAB_NAME, a variable of the server's environment, or config:NAME, an entry of c.JovianLab.notify_secrets.
   */
  secret_from?: string;
  /**
   * Other names of yours, as git or another server has them: what they do is yours, and mentions of them are of you.
   *
   * @maxItems 20
   */
  also?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ];
  /**
   * Whether it tells anything.
   */
  enabled?: boolean;
}
/**
 * How e-mail is sent.
 */
export interface Mail {
  /**
   * The SMTP server.
   */
  host: string;
  /**
   * The address it comes from.
   */
  sender: string;
  /**
   * The addresses it goes to.
   *
   * @minItems 1
   * @maxItems 50
   */
  to: [string, ...string[]];
  /**
   * 0 for the usual one: 587, with tls 465, with none 25.
   */
  port?: number;
  /**
   * By default starttls. A password is never sent with none, but to this machine.
   */
  security?: 'starttls' | 'tls' | 'none';
  /**
   * Name to sign in with; its password is the channel's secret.
   */
  user?: string;
}
/**
 * Names a channel in the address.
 */
export interface ChannelName {
  /**
   * A channel's id, or its last four characters or more.
   */
  channel: string;
}
/**
 * Names a channel of a project.
 */
export interface ChannelQuery {
  /**
   * A channel's id, or its last four characters or more.
   */
  channel: string;
  /**
   * Contents path of a notebook or a folder in the project; empty for the server's root.
   */
  path?: string;
}
/**
 * Makes a channel: with mail for e-mail, without for a chat. What is left out is as usual.
 */
export interface ChannelRequest {
  /**
   * Contents path of a notebook or a folder in the project; empty for the server's root.
   */
  path: string;
  /**
   * What you call it.
   */
  name: string;
  /**
   * What is told. A reply in a thread you wrote in is a reply-to-me, and a reply as well; of several kinds that fit, one message is sent.
   *
   * @minItems 1
   */
  tells?: [
    (
      | 'thread'
      | 'reply'
      | 'reply-to-me'
      | 'mention'
      | 'resolved'
      | 'reopened'
      | 'accepted'
      | 'declined'
      | 'reaction'
    ),
    ...(
      | 'thread'
      | 'reply'
      | 'reply-to-me'
      | 'mention'
      | 'resolved'
      | 'reopened'
      | 'accepted'
      | 'declined'
      | 'reaction'
    )[]
  ];
  mail?: Mail;
  /**
   * A chat's address as apprise has it or as the service gives it, or the password for e-mail. Goes into the system's keyring; no answer holds it.
   */
  secret?: string;
  /**
   * Where the secret is instead: env:JOVIAN_LAB_NAME, a variable of the server's environment, or config:NAME, an entry of c.JovianLab.notify_secrets.
   */
  secret_from?: string;
  /**
   * Other names of yours, as git or another server has them: what they do is yours, and mentions of them are of you.
   *
   * @maxItems 20
   */
  also?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ];
  /**
   * Whether it tells anything.
   */
  enabled?: boolean;
}
/**
 * Where one person is told about one project; holds no secret.
 */
export interface Channel {
  /**
   * A ULID.
   */
  id: string;
  owner: Author;
  name: string;
  /**
   * What is told.
   */
  tells: (
    | 'thread'
    | 'reply'
    | 'reply-to-me'
    | 'mention'
    | 'resolved'
    | 'reopened'
    | 'accepted'
    | 'declined'
    | 'reaction'
  )[];
  /**
   * Where the secret is: keyring, env:NAME or config:NAME; empty: there is none.
   */
  secret: string;
  /**
   * Null for a chat.
   */
  mail: Mail | null;
  /**
   * Where it goes to, in words.
   */
  shown: string;
  /**
   * Other names of its owner.
   */
  also: string[];
  enabled: boolean;
}
/**
 * Your own channels in a project.
 */
export interface Channels {
  /**
   * Contents path of the project's folder; empty for the server's root.
   */
  project: string;
  channels: Channel[];
  /**
   * Whether this server can write to chats: pip install 'jovian-lab[notify]'.
   */
  chats: boolean;
  /**
   * Whether secrets can be given: ready; none: the system has no keyring, so that a secret's place must be named instead (secret_from); not installed: pip install 'jovian-lab[notify]'.
   */
  keyring: 'ready' | 'none' | 'not installed';
}
/**
 * Another text for a comment.
 */
export interface CommentEdit {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * Markdown; 128 KB at most, and not empty unless a source is suggested.
   */
  text: string;
}
/**
 * Names a comment in the address.
 */
export interface CommentName {
  /**
   * A thread's id, or its last four characters or more.
   */
  thread: string;
  /**
   * A comment's id, or its last four characters or more.
   */
  comment: string;
}
/**
 * Names a comment of a notebook.
 */
export interface CommentQuery {
  /**
   * A thread's id, or its last four characters or more.
   */
  thread: string;
  /**
   * A comment's id, or its last four characters or more.
   */
  comment: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
/**
 * Replies in a thread.
 */
export interface CommentRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * Markdown; 128 KB at most, and not empty unless a source is suggested.
   */
  text: string;
  /**
   * Another source for the thread's cell, to be accepted or declined; 256 KB at most.
   */
  suggestion?: string;
  /**
   * The notebook's text as an editor holds it, unsaved; without it, the file counts.
   */
  content?: string;
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
  /**
   * Whether to record the kernel's environment; it is by default.
   */
  environment?: boolean;
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
 * Two versions of a notebook beside each other, with their environments where both are known; None for a side that is not in the store.
 */
export interface Difference {
  old: Version | null;
  new: Version | null;
  files: FileChange[];
  notebook: NotebookDiff;
  environment: EnvironmentDiff | null;
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
 * What differs between two environments.
 */
export interface EnvironmentDiff {
  /**
   * Whether nothing that was read differs.
   */
  equal: boolean;
  /**
   * The most telling first: chosen packages before those they need, other versions before other builds.
   */
  changes: PackageChange[];
  interpreter: InterpreterChange | null;
  /**
   * Empty for the same one.
   */
  platform: PlatformChange[];
  /**
   * What could not be read of either, each a sentence.
   */
  not_compared: string[];
  /**
   * The whole in a few words: “numpy 2.1.3 → 2.2.0”, “12 packages differ, Python 3.11 → 3.12”, “same environment”.
   */
  verdict: string;
  /**
   * The verdict with the sides swapped.
   */
  reverse: string;
}
/**
 * One package that differs.
 */
export interface PackageChange {
  name: string;
  /**
   * pypi, conda, or the language's own.
   */
  manager: string;
  /**
   * Of the same version: rebuilt is another build, rechanneled another channel, resourced another source or manager.
   */
  kind:
    | 'upgraded'
    | 'downgraded'
    | 'added'
    | 'removed'
    | 'rechanneled'
    | 'resourced'
    | 'rebuilt';
  old: string | null;
  new: string | null;
  /**
   * The build, channel or source, where these differ; else empty.
   */
  old_detail: string;
  /**
   * The build, channel or source, where these differ; else empty.
   */
  new_detail: string;
  /**
   * Whether somebody asked for it by name; the others are there because these need them.
   */
  chosen: boolean;
}
/**
 * Another interpreter; changed means another language or implementation.
 */
export interface InterpreterChange {
  kind: 'upgraded' | 'downgraded' | 'changed';
  /**
   * Such as Python 3.11.7.
   */
  old: string;
  /**
   * Such as Python 3.12.1.
   */
  new: string;
}
/**
 * A trait of the system that differs.
 */
export interface PlatformChange {
  field: 'system' | 'machine' | 'libc' | 'release' | 'gpu' | 'cuda';
  /**
   * Empty where there was none.
   */
  old: string;
  /**
   * Empty where there is none.
   */
  new: string;
}
/**
 * The kernel's environment as it is now beside that of the notebook's newest version.
 */
export interface Drift {
  version: Version | null;
  drifted: boolean | null;
  kernel: string | null;
  diff: EnvironmentDiff | null;
  reason: string | null;
}
/**
 * The environments of two versions beside each other, or of one and the kernel as it is now.
 */
export interface EnvironmentComparison {
  old: Version;
  new: Version | null;
  diff: EnvironmentDiff | null;
  reason: string | null;
}
/**
 * Names a file that describes a version's environment.
 */
export interface EnvironmentFileQuery {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * As the version's environment lists it, such as requirements.txt or project/uv.lock.
   */
  name: string;
}
/**
 * One installed package; what is left out is empty.
 */
export interface EnvironmentPackage {
  /**
   * Normalised for Python packages.
   */
  name: string;
  version: string;
  /**
   * pypi (left out), conda, or the language's own.
   */
  manager?: string;
  /**
   * Whether somebody asked for it by name.
   */
  requested?: boolean;
  /**
   * prefix (left out), user or system.
   */
  place?: string;
  /**
   * Of a conda package.
   */
  build?: string;
  /**
   * Of a conda package.
   */
  channel?: string;
  /**
   * Of a conda package.
   */
  subdir?: string;
  /**
   * sha256:… of what was downloaded.
   */
  hash?: string;
  source?: PackageSource | null;
}
/**
 * Where a package came from, if not from an index or a channel.
 */
export interface PackageSource {
  /**
   * vcs, archive or local.
   */
  kind: string;
  /**
   * Without credentials.
   */
  url: string;
  commit?: string;
  /**
   * Whether the checkout had uncommitted changes.
   */
  dirty?: boolean;
  editable?: boolean;
  hash?: string;
}
/**
 * The system an environment was made for.
 */
export interface EnvironmentPlatform {
  /**
   * linux, macos or windows.
   */
  system: string;
  /**
   * x86_64, arm64, ….
   */
  machine: string;
  libc?: string;
  release?: string;
  gpu?: string;
  cuda?: string;
}
/**
 * What runs the code.
 */
export interface EnvironmentInterpreter {
  language: string;
  version?: string;
  implementation?: string;
}
/**
 * The kernelspec a notebook ran with.
 */
export interface KernelName {
  name: string;
  display_name?: string;
}
/**
 * An environment at one moment, as a version keeps it in environment.json; what is left out is empty.
 */
export interface Environment {
  /**
   * Of that file.
   */
  format: number;
  interpreter: EnvironmentInterpreter;
  platform: EnvironmentPlatform;
  /**
   * What keeps the prefix: venv, virtualenv, uv, conda, pixi, system.
   */
  manager?: string;
  /**
   * By name.
   */
  packages?: EnvironmentPackage[];
  kernel?: KernelName | null;
  /**
   * Conda channels, in order.
   */
  channels?: string[];
  /**
   * Names of the packages somebody chose.
   */
  roots?: string[];
  /**
   * What could not be read, each a sentence.
   */
  missing?: string[];
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
 * Names a version of a notebook, and the file to be made of it.
 */
export interface ExportQuery {
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * A page in one file (without it), Markdown, the notebook's exact bytes, or the version and its threads.
   */
  format?: 'html' | 'markdown' | 'ipynb' | 'json';
  /**
   * Which threads are in it: all (without it), those that are not resolved, or none; ipynb has none in any case.
   */
  threads?: 'all' | 'open' | 'none';
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
 * Names an installation in the address.
 */
export interface InstallName {
  /**
   * As the installation was answered.
   */
  id: string;
}
/**
 * Asks for an environment like a version's, and a kernel in it.
 */
export interface InstallRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest.
   */
  version: string;
  /**
   * Of the new environment and its kernel.
   */
  name?: string;
  /**
   * Only say what would be done.
   */
  dry_run?: boolean;
  /**
   * For which system, with dry_run: linux-64, osx-arm64, win-64, ….
   */
  platform?: string;
  /**
   * Lines of the files, asked about before, that may be followed.
   *
   * @maxItems 10000
   */
  accepted?: string[];
  /**
   * Lines of the files, asked about before, that are to be left out.
   *
   * @maxItems 10000
   */
  declined?: string[];
}
/**
 * A line of progress.
 */
export interface InstallLine {
  stage: string;
  message: string;
}
/**
 * A line of the version's files that is followed only after a yes to it.
 */
export interface InstallQuestion {
  /**
   * To be sent back in accepted, as it is.
   */
  line: string;
  /**
   * The file it stands in.
   */
  file: string;
  /**
   * What following it would do.
   */
  why: string;
}
/**
 * What an installation made.
 */
export interface InstallReport {
  /**
   * The file that was followed.
   */
  file: string;
  /**
   * How: which step of the ladder.
   */
  rung: string;
  /**
   * As in the version.
   */
  kept: InstalledPackage[];
  /**
   * In another version than asked for.
   */
  relaxed: InstalledPackage[];
  /**
   * Not installed.
   */
  dropped: InstalledPackage[];
  /**
   * Not in the version: the kernel's own package, or what another platform needs.
   */
  added: InstalledPackage[];
  /**
   * In the version, but nothing needs them here (another platform).
   */
  not_needed: InstalledPackage[];
  /**
   * The notebook's imports that work.
   */
  imports_ok: string[];
  /**
   * The notebook's imports that do not.
   */
  imports_failed: FailedImport[];
  kernel: string | null;
  folder: string | null;
  /**
   * Of the environment.
   */
  name: string;
  /**
   * Version of its interpreter.
   */
  python: string;
  seconds: number;
  /**
   * What else is worth knowing.
   */
  messages: string[];
}
/**
 * A package of an installation.
 */
export interface InstalledPackage {
  name: string;
  /**
   * The version in the file; empty where it named none.
   */
  asked: string;
  got: string | null;
  /**
   * Why it is not what was asked for; empty where it is.
   */
  reason: string;
}
/**
 * An import that does not work in the new environment.
 */
export interface FailedImport {
  name: string;
  reason: string;
}
/**
 * An installation, under way or over. It goes on when the tab that asked is closed.
 */
export interface Install {
  id: string;
  /**
   * Contents path of the notebook.
   */
  path: string;
  /**
   * Commit id.
   */
  version: string;
  /**
   * Of the version.
   */
  number: number;
  /**
   * Of the version.
   */
  title: string;
  /**
   * Of the new environment and its kernel; empty until it is known.
   */
  name: string;
  dry_run: boolean;
  /**
   * asking: it has ended because lines need a yes; ask again with them as accepted.
   */
  state: 'waiting' | 'running' | 'asking' | 'done' | 'failed' | 'cancelled';
  /**
   * What it does, in a word.
   */
  stage: string;
  /**
   * What it does, in a sentence.
   */
  message: string;
  fraction: number | null;
  /**
   * What it said so far, the last 500 lines.
   */
  lines: InstallLine[];
  /**
   * UTC, ISO 8601.
   */
  created: string;
  finished: string | null;
  /**
   * Lines that need a yes.
   */
  questions: InstallQuestion[];
  report: InstallReport | null;
  error: Error | null;
}
/**
 * The installations of this server, newest first; finished ones are forgotten after a while.
 */
export interface Installs {
  installs: Install[];
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
 * Names a message in the address.
 */
export interface NotificationName {
  /**
   * A message's id.
   */
  notification: string;
}
/**
 * A message, waiting or sent.
 */
export interface Notification {
  /**
   * A ULID.
   */
  id: string;
  /**
   * The channel's id.
   */
  channel: string;
  /**
   * unsure: the server stopped, or the connection broke, just when it was handed over; it is not sent again by itself.
   */
  state: 'waiting' | 'leaving' | 'sent' | 'unsure' | 'failed';
  /**
   * What it tells of.
   */
  kind: string;
  subject: string;
  attempts: number;
  /**
   * When its state last changed.
   */
  changed: string;
  /**
   * Why it was not sent; holds no secret.
   */
  error: string;
}
/**
 * Messages in your own channels, newest first; 100 at most.
 */
export interface Notifications {
  notifications: Notification[];
}
/**
 * What became of a message.
 */
export interface Outcome {
  /**
   * waiting: it did not arrive, and is worth another try. unsure: nobody knows whether it arrived.
   */
  state: 'sent' | 'unsure' | 'failed' | 'waiting';
  /**
   * Why; holds no secret.
   */
  error: string;
  /**
   * What can be done about it; may be empty.
   */
  hint: string;
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
 * Somebody who made a version or a comment; handle is what follows the @ when they are mentioned.
 */
export interface Person {
  author: Author;
  handle: string;
}
/**
 * Who can be mentioned: the one who asks, and everybody known, most recently heard of first.
 */
export interface People {
  me: Person;
  people: Person[];
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
 * Names a comment and a reaction in the address.
 */
export interface ReactionName {
  /**
   * A thread's id, or its last four characters or more.
   */
  thread: string;
  /**
   * A comment's id, or its last four characters or more.
   */
  comment: string;
  /**
   * One of 👍 👎 😄 🎉 😕 ❤️ 🚀 👀.
   */
  emoji: string;
}
/**
 * Names a reaction to a comment of a notebook.
 */
export interface ReactionQuery {
  /**
   * A thread's id, or its last four characters or more.
   */
  thread: string;
  /**
   * A comment's id, or its last four characters or more.
   */
  comment: string;
  /**
   * One of 👍 👎 😄 🎉 😕 ❤️ 🚀 👀.
   */
  emoji: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
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
   * `new`: no version yet; `missing`: no file, with versions (then there is a `head`) or without.
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
 * Names a thread in the address.
 */
export interface ThreadName {
  /**
   * A thread's id, or its last four characters or more.
   */
  thread: string;
}
/**
 * Names a thread of a notebook.
 */
export interface ThreadQuery {
  /**
   * A thread's id, or its last four characters or more.
   */
  thread: string;
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
}
/**
 * Opens a thread.
 */
export interface ThreadRequest {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  target: Target;
  /**
   * Markdown; 128 KB at most, and not empty unless a source is suggested.
   */
  text: string;
  /**
   * Another source for the thread's cell, to be accepted or declined; 256 KB at most.
   */
  suggestion?: string;
  /**
   * The notebook's text as an editor holds it, unsaved; without it, the file counts.
   */
  content?: string;
}
/**
 * Who did something, and when.
 */
export interface Act {
  author: Author;
  created: string;
}
/**
 * What a thread is about, as it was when somebody wrote about it; never changed.
 */
export interface Anchor {
  /**
   * Notebook, cell, range, output, line (of a diff), version, or row (of the compare table).
   */
  kind: 'cell' | 'line' | 'notebook' | 'output' | 'range' | 'row' | 'version';
  /**
   * Id of the version commented on; for a notebook on screen, of the newest version then.
   */
  version: string;
  /**
   * That version's number.
   */
  number: number;
  /**
   * For cell, range, output and line.
   */
  cell: AnchorCell | null;
  /**
   * For range and line.
   */
  quote: AnchorQuote | null;
  /**
   * For output.
   */
  output: AnchorOutput | null;
  /**
   * For line, id of the version on the other side; null where that was the notebook on screen.
   */
  other: string | null;
  /**
   * For line, the side commented on: old or new.
   */
  side: ('new' | 'old') | null;
  /**
   * For row, the column of the table; null for the row as a whole.
   */
  column: string | null;
}
/**
 * The cell a thread is about, as it was.
 */
export interface AnchorCell {
  /**
   * The id that nbformat 4.5 gives it; may be empty.
   */
  id: string;
  /**
   * Code, markdown or raw.
   */
  type: string;
  /**
   * Where it stood in what was commented on.
   */
  index: number;
  /**
   * Where it stands in the anchor's version; null for a cell that this version has not.
   */
  origin: number | null;
  /**
   * SHA-256 of its source in UTF-8, in hex.
   */
  hash: string;
  /**
   * Ids of its neighbours; may be empty.
   */
  before: string;
  /**
   * Ids of its neighbours; may be empty.
   */
  after: string;
  /**
   * Its source, or the beginning of it; see cut.
   */
  source: string;
  /**
   * Whether source is only the beginning.
   */
  cut: boolean;
}
/**
 * A range of a source.
 */
export interface AnchorQuote {
  /**
   * The text, or the beginning of it where it is long; it reaches from start to end nevertheless.
   */
  exact: string;
  /**
   * 32 characters before and after, fewer at the ends of the source.
   */
  prefix: string;
  /**
   * 32 characters before and after, fewer at the ends of the source.
   */
  suffix: string;
  /**
   * Where it stood, in UTF-16 code units as editors count.
   */
  start: number;
  /**
   * Where it stood, in UTF-16 code units as editors count.
   */
  end: number;
}
/**
 * An output of a cell: where it stood, its MIME type, SHA-256 of its content in hex, and perhaps a part of it.
 */
export interface AnchorOutput {
  index: number;
  mime: string;
  hash: string;
  region: Region | null;
}
/**
 * A place that an anchor may stand at, where that is not certain.
 */
export interface Candidate {
  /**
   * Where the cell stands.
   */
  cell: number;
  /**
   * The cell's id; may be empty.
   */
  id: string;
  /**
   * The line of its source that the range is on, or its first one; long ones are cut.
   */
  text: string;
  /**
   * What speaks for it; of places in one cell, only what speaks for the place. id: it has the cell's id. source: it has the cell's source. text: the quoted text stands there. output: it has the very output. holds: the cell's source is part of it. alike: much of it is the same. beside: a cell beside it is the one that was there. place: it stands where the cell stood.
   */
  why: (
    'alike' | 'beside' | 'holds' | 'id' | 'output' | 'place' | 'source' | 'text'
  )[];
  /**
   * How much of the source it has in common with the cell, 0 to 1.
   */
  alike: number;
  /**
   * The line that `text` is, from 0, for a range.
   */
  row: number | null;
  /**
   * The range, in UTF-16 code units.
   */
  start: number | null;
  /**
   * The range, in UTF-16 code units.
   */
  end: number | null;
  /**
   * Which output.
   */
  output: number | null;
}
/**
 * One comment of a thread.
 */
export interface Comment {
  /**
   * A ULID; the first comment has its thread's.
   */
  id: string;
  author: Author;
  /**
   * When, as that computer's clock had it; the order of comments does not depend on it.
   */
  created: string;
  /**
   * Markdown, untrusted; empty when deleted.
   */
  text: string;
  /**
   * When it was last edited.
   */
  edited: string | null;
  /**
   * How often.
   */
  edits: number;
  /**
   * Earlier texts, oldest first; filled only where one thread is asked for, and empty when deleted.
   */
  history: Revision[];
  /**
   * Whether only the tombstone is left.
   */
  deleted: boolean;
  /**
   * Handles that follow an @ in the text.
   */
  mentions: string[];
  /**
   * In the order in which each was first given.
   */
  reactions: Reaction[];
  /**
   * A source proposed with it.
   */
  suggestion: Suggestion | null;
  /**
   * Number of the newest version when it was written.
   */
  head: number;
}
/**
 * An earlier text of a comment, and when it was written.
 */
export interface Revision {
  text: string;
  created: string;
}
/**
 * A reaction, and who gave it, first to last.
 */
export interface Reaction {
  emoji: string;
  authors: Author[];
}
/**
 * Another source for the thread's cell: what it replaces, and what became of it.
 */
export interface Suggestion {
  /**
   * The source proposed.
   */
  source: string;
  /**
   * SHA-256 of the source it was made for; the cell may have been edited since.
   */
  hash: string;
  /**
   * Open, accepted or declined.
   */
  state: 'accepted' | 'declined' | 'open';
  /**
   * Who accepted or declined it.
   */
  decided: Act | null;
}
/**
 * Where an anchor stands in a version, in the file, or in the notebook on screen.
 */
export interface Place {
  /**
   * Exact: there, as it was. moved: as it was, elsewhere. edited: there, but no longer the same. outdated: its cell (or output) is there, what was commented on is not. orphaned: gone. ambiguous: it may be any of candidates.
   */
  state: 'ambiguous' | 'edited' | 'exact' | 'moved' | 'orphaned' | 'outdated';
  /**
   * What happened to its cell since: moved, edited, rewritten, split, merged, rerun.
   */
  happened: ('edited' | 'merged' | 'moved' | 'rerun' | 'rewritten' | 'split')[];
  /**
   * Where the cell stands; null for orphaned and for what is about no cell.
   */
  cell: number | null;
  /**
   * The cell's id; may be empty.
   */
  id: string;
  /**
   * The range, in UTF-16 code units; null where there is none.
   */
  start: number | null;
  /**
   * The range, in UTF-16 code units; null where there is none.
   */
  end: number | null;
  /**
   * Which output.
   */
  output: number | null;
  /**
   * What it may be about, for ambiguous, in the order of the notebook: the eight likeliest.
   */
  candidates: Candidate[];
  /**
   * How many more there are.
   */
  further: number;
}
/**
 * Comments about one anchor.
 */
export interface Thread {
  /**
   * A ULID.
   */
  id: string;
  /**
   * The notebook's key.
   */
  notebook: string;
  /**
   * Open or resolved.
   */
  state: 'open' | 'resolved';
  /**
   * Who resolved it.
   */
  resolved: Act | null;
  anchor: Anchor;
  /**
   * What it was about at first, where that is another.
   */
  original: Anchor | null;
  /**
   * First to last, tombstones included; at least one.
   */
  comments: Comment[];
  /**
   * When something was last said or done in it.
   */
  updated: string;
  /**
   * Where the anchor stands in what was asked about; null where nothing was.
   */
  place: Place | null;
}
/**
 * Names a notebook, and what its threads are to be placed in.
 */
export interface ThreadsQuery {
  /**
   * Contents path of the notebook, relative to the server's root.
   */
  path: string;
  /**
   * A version: number (v3 or 3), commit id or a beginning of it, tag, or latest. Without it, the file.
   */
  version?: string;
}
/**
 * A notebook's text as an editor holds it, unsaved, in which threads are to be placed.
 */
export interface ThreadsResolveRequest {
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
 * What cannot be shown of what was said: the event, what is wrong with it, and its thread where that is known.
 */
export interface DamagedEvent {
  id: string;
  message: string;
  thread: string | null;
}
/**
 * A notebook's threads, first to last, and what of them is damaged.
 */
export interface Threads {
  /**
   * The notebook's key; null without versions.
   */
  notebook: string | null;
  /**
   * Id of the version they are placed in; null for the notebook as it is now.
   */
  version: string | null;
  /**
   * First to last.
   */
  threads: Thread[];
  /**
   * What could not be read.
   */
  damaged: DamagedEvent[];
  /**
   * False where what was asked about is no notebook of cells, so that only threads on the whole have a place.
   */
  placed: boolean;
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
 * A file that describes an environment.
 */
export interface EnvironmentFile {
  /**
   * Such as requirements.txt or environment-linux-64.lock.
   */
  name: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Its blob id.
   */
  id: string;
}
/**
 * A version with its environment.
 */
export interface VersionEnvironment {
  version: Version;
  environment: Environment | null;
  /**
   * What is kept of it, for other tools; empty for a version without one.
   */
  files: EnvironmentFile[];
  reason: string | null;
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
