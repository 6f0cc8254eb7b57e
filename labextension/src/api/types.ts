// What the server answers, as types.

export interface Author {
  name: string;
  username: string;
}

export interface CellCounts {
  code: number;
  markdown: number;
  raw: number;
}

export interface Changes {
  added: number;
  removed: number;
  edited: number;
  rerun: number;
  moved: number;
}

export interface Kernel {
  name: string;
  display_name: string;
  language: string;
}

export interface Parent {
  id: string;
  number: number;
}

export interface FileEntry {
  path: string;
  size: number;
}

export interface Version {
  id: string;
  notebook: string;
  number: number;
  kind: 'version' | 'snapshot';
  title: string;
  message: string;
  recorded_title: string;
  author: Author;
  created: string;
  path: string;
  kernel: Kernel | null;
  cells: CellCounts | null;
  changes: Changes | null;
  parents: Parent[];
  base: Parent | null;
  size: number;
  sha256: string;
  storage: 'split' | 'whole';
  nbformat: string | null;
  files: FileEntry[];
  tags: string[];
  reason: string | null;
}

export interface Notebook {
  key: string;
  path: string;
  versions: number;
  exists: boolean;
}

export interface Status {
  state: 'new' | 'unchanged' | 'changed' | 'missing';
  notebook: string | null;
  path: string;
  head: Version | null;
  next_number: number;
  changes: Changes | null;
  continuations: Notebook[];
}

export interface Page {
  versions: Version[];
  total: number;
  offset: number;
}

export interface Restored {
  version: Version;
  snapshot: Version | null;
  path: string;
  changed: boolean;
}

export interface Committed {
  version: Version | null;
  created: boolean;
  superseded?: boolean;
  head?: Version | null;
}
