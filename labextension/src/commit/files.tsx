// The files of a commit as chips, with a field that suggests more.
import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon } from '@jupyterlab/ui-components';
import { useEffect, useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { CommitDraft } from './draft';

interface IProps {
  draft: CommitDraft;
  trans: TranslationBundle;
}

/** Chips of added files, offered modules, and the field to add others. */
export function Files({ draft, trans }: IProps): JSX.Element {
  return (
    <div className="jp-jovian-Files">
      {draft.files.map(file => (
        <span key={file} className="jp-jovian-Chip jp-mod-brand">
          {file}
          <button
            type="button"
            className="jp-jovian-Chip-button"
            aria-label={trans.__('Leave %1 out', file)}
            title={trans.__('Leave out')}
            onClick={() => draft.remove(file)}
          >
            <closeIcon.react tag="span" width="10px" />
          </button>
        </span>
      ))}
      {draft.offered.map(file => (
        <button
          key={file}
          type="button"
          className="jp-jovian-Chip jp-mod-offer"
          title={trans.__('Imported by the notebook; take it along')}
          onClick={() => void draft.add(file)}
        >
          {trans.__('imported, not added: %1', file)}
          <span aria-hidden="true"> +</span>
        </button>
      ))}
      <FileField draft={draft} trans={trans} />
    </div>
  );
}

/** A combobox over the files beside the notebook. */
function FileField({ draft, trans }: IProps): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<string[]>([]);
  const [active, setActive] = useState(-1);
  const [missing, setMissing] = useState(false);
  const shown = open && found.length > 0;

  useEffect(() => {
    let current = open;
    if (open) {
      void draft.suggest(typed).then(entries => {
        if (current) {
          setFound(entries);
          setActive(-1);
        }
      });
    }
    return () => {
      current = false;
    };
  }, [open, typed, draft, draft.files]);

  const take = (entry: string) => {
    if (entry.endsWith('/')) {
      setTyped(entry);
      return;
    }
    setOpen(false);
    void draft.add(entry).then(added => {
      setMissing(!added);
      if (added) {
        setTyped('');
      }
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      take(shown && active >= 0 ? found[active] : typed);
    } else if (event.key === 'Escape') {
      setOpen(false);
    }
  };

  return (
    <span className="jp-jovian-FileField">
      <input
        className="jp-jovian-FileField-input"
        type="text"
        role="combobox"
        spellCheck={false}
        placeholder={trans.__('Add a file…')}
        aria-label={trans.__('Add a file to this version')}
        aria-expanded={shown}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={
          shown && active >= 0 ? `${id}-${active}` : undefined
        }
        aria-invalid={missing}
        value={typed}
        onChange={event => {
          setTyped(event.target.value);
          setMissing(false);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {missing && (
        <span role="alert" className="jp-jovian-Commit-problem">
          {trans.__('There is no such file beside the notebook.')}
        </span>
      )}
      {shown && (
        <ul id={id} role="listbox" className="jp-jovian-FileField-list">
          {found.map((entry, index) => (
            <li
              key={entry}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={index === active ? 'jp-mod-active' : ''}
              onMouseDown={event => {
                event.preventDefault();
                take(entry);
              }}
            >
              {entry}
            </li>
          ))}
        </ul>
      )}
    </span>
  );
}
