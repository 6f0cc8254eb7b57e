// Which modules beside a notebook its code imports.

const IMPORT = /^[ \t]*import[ \t]+([^#\n]+)/gm;
const FROM = /^[ \t]*from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b/gm;

/** The top-level names that Python source imports. */
export function importedNames(source: string): Set<string> {
  const names = new Set<string>();
  for (const [, list] of source.matchAll(IMPORT)) {
    for (const part of list.split(',')) {
      const name = /^\s*([A-Za-z_]\w*)/.exec(part)?.[1];
      if (name) {
        names.add(name);
      }
    }
  }
  for (const [, name] of source.matchAll(FROM)) {
    names.add(name);
  }
  return names;
}

/** The files of a folder that are modules the sources import, in the folder's order. */
export function importedFiles(
  sources: readonly string[],
  folder: readonly string[]
): string[] {
  const names = importedNames(sources.join('\n'));
  return folder.filter(
    file => file.endsWith('.py') && names.has(file.slice(0, -'.py'.length))
  );
}
