// A box that filters a table.
import { searchIcon } from '@jupyterlab/ui-components';

/** Emits what is typed; Escape empties it. */
export function Filter(props: {
  label: string;
  onFilter: (text: string) => void;
  /** What is left, for those who cannot see it. */
  found: string;
}): JSX.Element {
  const { label, onFilter, found } = props;
  return (
    <div className="jp-jovian-Env-filter">
      <searchIcon.react tag="span" className="jp-jovian-Env-filterIcon" />
      <input
        type="search"
        spellCheck={false}
        placeholder={label}
        aria-label={label}
        onChange={event => onFilter(event.target.value.trim())}
        onKeyDown={event => {
          if (event.key === 'Escape' && event.currentTarget.value) {
            event.currentTarget.value = '';
            onFilter('');
            event.stopPropagation();
          }
        }}
      />
      <span className="jp-jovian-Env-count" role="status">
        {found}
      </span>
    </div>
  );
}
