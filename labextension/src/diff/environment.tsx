// What differs of the environment, at the top of a difference and in its list of changes.
import type { EnvironmentDiff } from '../api/types';
import { countChanges, packageInWords, shortPair } from '../words/environment';
import { useDiff } from './context';

export const ENVIRONMENT = 'environment';

/** How many changes the list names. */
const NAMED = 8;

/** The section above the cells; a quiet line where nothing differs. */
export function EnvironmentSection(props: {
  diff: EnvironmentDiff;
}): JSX.Element {
  const { diff } = props;
  const { model, actions, trans } = useDiff();
  if (diff.equal) {
    return (
      <p className="jp-jovian-Note jp-jovian-Env-same">
        {diff.not_compared.length > 0
          ? trans.__('same environment as far as it could be read')
          : trans.__('same environment')}
      </p>
    );
  }
  return (
    <section
      className="jp-jovian-Section jp-jovian-Env-section"
      data-key={ENVIRONMENT}
      data-current={model.current === ENVIRONMENT || undefined}
      tabIndex={-1}
      aria-label={trans.__('Environment')}
    >
      <div className="jp-jovian-Env-sectionHead">
        <span className="jp-jovian-Chip jp-mod-warn">
          {trans.__('environment')}
        </span>
        <span className="jp-jovian-Env-verdict">{diff.verdict}</span>
      </div>
      {actions.renderEnvironment?.(diff)}
    </section>
  );
}

/** The most telling changes as entries of the list, each a way to the section. */
export function environmentEntries(
  diff: EnvironmentDiff,
  trans: ReturnType<typeof useDiff>['trans']
): { text: string; tone: string }[] {
  const { interpreter, changes } = diff;
  const entries: { text: string; tone: string }[] = [];
  if (interpreter) {
    entries.push({ text: interpreterInWords(interpreter), tone: '' });
  }
  const tones: Record<string, string> = { added: 'good', removed: 'bad' };
  for (const change of changes.slice(0, NAMED)) {
    const tone = tones[change.kind] ?? '';
    entries.push({ text: packageInWords(change, trans), tone });
  }
  const rest = countChanges(diff) - entries.length;
  if (rest > 0) {
    const text = trans._n('%1 more', '%1 more', rest);
    entries.push({ text, tone: 'quiet' });
  }
  return entries;
}

function interpreterInWords(change: { old: string; new: string }): string {
  const split = (words: string) => {
    const at = words.lastIndexOf(' ');
    return [words.slice(0, Math.max(at, 0)), words.slice(at + 1)];
  };
  const [name, old] = split(change.old);
  const [same, now] = split(change.new);
  return name === same
    ? `${name} ${shortPair(old, now).join(' → ')}`.trim()
    : `${change.old} → ${change.new}`;
}
