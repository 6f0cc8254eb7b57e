// A button with a side's name, and the list to choose another one from.
import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Version } from '../api/types';
import { relativeTime } from '../words/time';
import { useDiff } from './context';
import { PRESENT } from './target';
import type { Side } from './types';
import { sideName, versionName } from './words';

const MOST = 50;

/** Chooses one side of the comparison. */
export function SidePicker({ side }: { side: Side }): JSX.Element {
  const { model, trans } = useDiff();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { target, difference } = model;
  const name = sideName(side, target, difference, trans);
  const version = difference?.[side];
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <span className="jp-jovian-Picker">
      <button
        ref={button}
        type="button"
        className="jp-jovian-Button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={
          side === 'old'
            ? trans.__('Compare from: %1', name)
            : trans.__('Compare to: %1', name)
        }
        title={version?.title || undefined}
        disabled={target.other !== null}
        onClick={() => setOpen(!open)}
      >
        {name} {target.other === null && '▾'}
      </button>
      {open && <Choices side={side} onClose={close} />}
    </span>
  );
}

interface IChoice {
  name: string | null;
  label: string;
  detail: string;
}

function Choices(props: { side: Side; onClose: () => void }): JSX.Element {
  const { side, onClose } = props;
  const { model, trans, now } = useDiff();
  const id = useId();
  const [filter, setFilter] = useState('');
  const [found, setFound] = useState<Version[] | null>(null);
  const [active, setActive] = useState(0);
  const { target, client } = model;
  const other = side === 'old' ? target.new : target.old;
  useEffect(() => {
    let left = false;
    const timer = setTimeout(
      () => {
        client.versions(target.path, 0, MOST, filter).then(
          page => left || setFound(page.versions),
          () => left || setFound([])
        );
      },
      filter ? 200 : 0
    );
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [client, target.path, filter]);
  const choices: IChoice[] = (found ?? []).map(version => ({
    name: version.id,
    label: versionName(version, trans),
    detail: [version.title, relativeTime(version.created, now, trans)]
      .filter(Boolean)
      .join(' · ')
  }));
  if (other !== PRESENT && !filter) {
    choices.unshift({
      name: PRESENT,
      label: trans.__('now'),
      detail: trans.__('the notebook as it is on screen')
    });
  }
  const choose = (choice: IChoice | undefined) => {
    if (choice) {
      onClose();
      void model.show({ ...target, [side]: choice.name });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      const next = active + moves[event.key];
      setActive(Math.min(Math.max(next, 0), choices.length - 1));
    } else if (event.key === 'Enter') {
      choose(choices[active]);
    } else if (event.key === 'Escape') {
      onClose();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="jp-jovian-Picker-popup"
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          onClose();
        }
      }}
    >
      <input
        // eslint-disable-next-line jsx-a11y/no-autofocus -- it was asked for by opening the list
        autoFocus
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={
          choices.length > 0 ? `${id}${active}` : undefined
        }
        aria-label={trans.__('Filter versions')}
        placeholder={trans.__('Filter: message, tag, author')}
        value={filter}
        onChange={event => {
          setFilter(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul role="listbox" id={`${id}list`} aria-label={trans.__('Versions')}>
        {choices.map((choice, index) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above has the keys
          <li
            key={choice.name ?? ''}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(choice)}
          >
            <b>{choice.label}</b> <span>{choice.detail}</span>
          </li>
        ))}
        {found?.length === 0 && (
          <li className="jp-jovian-Note">{trans.__('No version matches')}</li>
        )}
      </ul>
    </div>
  );
}
