// The packages of a version's environment, with a filter.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import type { Environment, EnvironmentPackage } from '../api/types';
import { Filter } from './filter';
import { filterPackages } from './model';

/** A table of all packages; those somebody asked for by name stand out. */
export function Packages(props: {
  environment: Environment;
  trans: TranslationBundle;
}): JSX.Element {
  const { environment, trans } = props;
  const [filter, setFilter] = useState('');
  const all = environment.packages ?? [];
  const found = filterPackages(all, filter);
  const roots = new Set((environment.roots ?? []).map(plain));
  return (
    <section aria-label={trans.__('Packages')}>
      <h3>{trans.__('Packages')}</h3>
      <Filter
        label={trans.__('Filter packages')}
        onFilter={setFilter}
        found={
          filter
            ? trans.__('%1 of %2', found.length, all.length)
            : trans._n('%1 package', '%1 packages', all.length)
        }
      />
      {found.length > 0 ? (
        <table className="jp-jovian-Env-table">
          <thead>
            <tr>
              <th scope="col">{trans.__('Package')}</th>
              <th scope="col">{trans.__('Version')}</th>
              <th scope="col">{trans.__('From')}</th>
            </tr>
          </thead>
          <tbody>
            {found.map(each => (
              <tr key={`${each.manager ?? 'pypi'} ${each.name}`}>
                <th
                  scope="row"
                  className={
                    isChosen(each, roots) ? 'jp-mod-strong' : undefined
                  }
                  title={
                    isChosen(each, roots)
                      ? trans.__('Somebody asked for it by name')
                      : undefined
                  }
                >
                  {each.name}
                </th>
                <td>{each.version}</td>
                <td className="jp-jovian-Env-from">{origin(each, trans)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="jp-jovian-Env-quiet">
          {filter
            ? trans.__('No package matches “%1”.', filter)
            : trans.__('It has no packages.')}
        </p>
      )}
    </section>
  );
}

function isChosen(each: EnvironmentPackage, roots: Set<string>): boolean {
  return each.requested === true || roots.has(plain(each.name));
}

/** Where a package came from. */
function origin(each: EnvironmentPackage, trans: TranslationBundle): string {
  const { source, channel, build, manager, place } = each;
  const parts: string[] = [];
  if (source) {
    const commit = source.commit ? ` @ ${source.commit.slice(0, 10)}` : '';
    parts.push(`${source.url}${commit}`);
    if (source.editable) {
      parts.push(trans.__('editable'));
    }
    if (source.dirty) {
      parts.push(trans.__('with uncommitted changes'));
    }
  } else if (channel || build) {
    parts.push([channel, build].filter(Boolean).join(' · '));
  } else {
    const name = manager ?? 'pypi';
    parts.push(name === 'pypi' ? 'PyPI' : name);
  }
  if (place === 'user') {
    parts.push(trans.__('user site'));
  } else if (place === 'system') {
    parts.push(trans.__('system site'));
  }
  return parts.join(' · ');
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
