// What narrows the list of the Threads panel: a search, and filters with their counts.
import type { TranslationBundle } from '@jupyterlab/translation';
import { searchIcon } from '@jupyterlab/ui-components';
import { FILTERS } from './shown';
import type { Filter } from './shown';
import type { SidebarModel } from './sidebar';

interface IProps {
  model: SidebarModel;
  trans: TranslationBundle;
}

/** Looks for words, people and code. */
export function Search({ model, trans }: IProps): JSX.Element {
  return (
    <div className="jp-jovian-Filter">
      <searchIcon.react tag="span" className="jp-jovian-Filter-icon" />
      <input
        type="search"
        spellCheck={false}
        placeholder={trans.__('Search: words, people, code')}
        aria-label={trans.__('Search threads')}
        value={model.search}
        onChange={event => model.setSearch(event.target.value)}
      />
    </div>
  );
}

/** Which threads are listed. */
export function Filters({ model, trans }: IProps): JSX.Element {
  const { counts } = model;
  const names: Record<Filter, string> = {
    open: trans.__('Open'),
    resolved: trans.__('Resolved'),
    mentions: trans.__('Mentions me'),
    unread: trans.__('Unread'),
    orphaned: trans.__('Orphaned')
  };
  return (
    <div
      className="jp-jovian-Filters"
      role="group"
      aria-label={trans.__('Which threads')}
    >
      {FILTERS.map(filter => (
        <button
          key={filter}
          type="button"
          className="jp-jovian-Chip"
          aria-pressed={model.filter === filter}
          onClick={() => model.setFilter(filter)}
        >
          {names[filter]} <span>{counts[filter]}</span>
        </button>
      ))}
    </div>
  );
}
