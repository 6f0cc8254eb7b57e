// Environments in words: what changed, how packages are grouped, what a kernel drifted from, how far an installation is.
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Drift,
  EnvironmentChange,
  EnvironmentDiff,
  EnvironmentSummary,
  Install,
  PackageChange
} from '../api/types';

const LANGUAGES: Record<string, string> = {
  python: 'Python',
  julia: 'Julia',
  r: 'R'
};

/** "Python" for "python". */
export function languageName(language: string): string {
  return LANGUAGES[language.toLowerCase()] ?? language;
}

/** Two versions as shortly as they can be told apart: "3.11 → 3.12". */
export function shortPair(old: string, now: string): [string, string] {
  const short = (version: string) => version.split('.').slice(0, 2).join('.');
  return short(old) !== short(now) ? [short(old), short(now)] : [old, now];
}

/** "numpy 2.1.3 → 2.2.0", "+ seaborn 0.13.2", "− scipy", "Python 3.11 → 3.12". */
export function changeInWords(
  change: EnvironmentChange,
  language: string,
  trans: TranslationBundle
): string {
  const { name, old, new: now } = change;
  if (now === null) {
    return `− ${name}`;
  }
  if (old === null) {
    return `+ ${name} ${now}`;
  }
  if (old === now) {
    return trans.__('%1 %2 differently built', name, now);
  }
  if (name === language) {
    const [before, after] = shortPair(old, now);
    return `${languageName(name)} ${before} → ${after}`;
  }
  return `${name} ${old} → ${now}`;
}

/** What a row says of a version's environment: the most telling change, or two, and how many more there are. */
export function summaryInWords(
  summary: EnvironmentSummary,
  trans: TranslationBundle
): { shown: string[]; more: number } {
  const { changed, changes, language } = summary;
  const shown = changed
    .slice(0, changes === 2 ? 2 : 1)
    .map(change => changeInWords(change, language, trans));
  return { shown, more: Math.max(0, changes - shown.length) };
}

/** The kinds of changes in the order they are shown. */
export const KINDS = [
  'upgraded',
  'downgraded',
  'added',
  'removed',
  'rechanneled',
  'resourced',
  'rebuilt'
] as const satisfies readonly PackageChange['kind'][];

/** What a group of changes is called. */
export function kindInWords(
  kind: PackageChange['kind'],
  trans: TranslationBundle
): string {
  return {
    upgraded: trans.__('Upgraded'),
    downgraded: trans.__('Downgraded'),
    added: trans.__('Added'),
    removed: trans.__('Removed'),
    rechanneled: trans.__('From another channel'),
    resourced: trans.__('From another source'),
    rebuilt: trans.__('Another build')
  }[kind];
}

/** One package's change on a line: "numpy 2.1.3 → 2.2.0", "+ seaborn 0.13.2". */
export function packageInWords(
  change: PackageChange,
  trans: TranslationBundle
): string {
  const { name, kind, old, new: now, old_detail, new_detail } = change;
  switch (kind) {
    case 'added':
      return `+ ${name} ${now}`;
    case 'removed':
      return `− ${name} ${old}`;
    case 'rebuilt':
      return trans.__('%1 %2 differently built', name, now);
    case 'rechanneled':
    case 'resourced':
      return `${name} ${now} (${old_detail} → ${new_detail})`;
    default:
      return `${name} ${old} → ${now}`;
  }
}

/** What a trait of a system is called. */
export function traitInWords(field: string, trans: TranslationBundle): string {
  const names: Record<string, string> = {
    system: trans.__('System'),
    machine: trans.__('Machine'),
    libc: trans.__('C library'),
    release: trans.__('System release'),
    gpu: trans.__('GPU'),
    cuda: trans.__('CUDA')
  };
  return names[field] ?? field;
}

/** How many things differ. */
export function countChanges(diff: EnvironmentDiff): number {
  return (
    diff.changes.length + diff.platform.length + (diff.interpreter ? 1 : 0)
  );
}

/** "numpy 2.2.0, v3 had 2.1.3 · +2 more", for the status bar; '' where nothing drifted. */
export function driftInWords(drift: Drift, trans: TranslationBundle): string {
  const { diff, version } = drift;
  if (!drift.drifted || !diff || !version) {
    return '';
  }
  const name = trans.__('v%1', version.number);
  const more = countChanges(diff) - 1;
  const rest = more > 0 ? ` · ${trans.__('+%1 more', more)}` : '';
  return firstDrift(diff, name, trans) + rest;
}

function firstDrift(
  diff: EnvironmentDiff,
  version: string,
  trans: TranslationBundle
): string {
  const { interpreter, changes, platform } = diff;
  if (interpreter) {
    return trans.__('%1, %2 had %3', interpreter.new, version, interpreter.old);
  }
  const [change] = changes;
  if (change) {
    const { name, kind, old, new: now } = change;
    switch (kind) {
      case 'added':
        return trans.__('%1 %2, not in %3', name, now, version);
      case 'removed':
        return trans.__('no %1, %2 had %3', name, version, old);
      case 'upgraded':
      case 'downgraded':
        return trans.__('%1 %2, %3 had %4', name, now, version, old);
      default:
        return trans.__('%1 %2, another build than in %3', name, now, version);
    }
  }
  const [{ field, old, new: now } = { field: '', old: '', new: '' }] = platform;
  const none = trans.__('none');
  return trans.__(
    '%1 %2, %3 had %4',
    traitInWords(field, trans),
    now || none,
    version,
    old || none
  );
}

/** How far an installation is, in a few words. */
export function installInWords(
  install: Install,
  trans: TranslationBundle
): string {
  const name = install.name || trans.__('v%1', install.number);
  switch (install.state) {
    case 'waiting':
      return trans.__('%1 waits to be installed', name);
    case 'done':
      return trans.__('The kernel %1 is ready', name);
    case 'failed':
      return trans.__('%1 was not installed', name);
    case 'cancelled':
      return trans.__('Installing %1 was stopped', name);
    case 'asking':
      return trans.__('%1 asks about lines', name);
    case 'running': {
      const stages: Record<string, string> = {
        plan: trans.__('planning'),
        solve: trans.__('choosing packages'),
        create: trans.__('making the environment'),
        download: trans.__('downloading'),
        install: trans.__('installing'),
        kernel: trans.__('registering the kernel'),
        check: trans.__('trying imports')
      };
      const stage = stages[install.stage];
      return stage ? `${name} · ${stage}` : trans.__('Installing %1', name);
    }
  }
}
