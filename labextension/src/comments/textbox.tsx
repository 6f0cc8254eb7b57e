// Where a comment is written: grows with its text, and completes @mentions.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import type { Person } from '../api/types';
import { fitting, typedHandle, withHandle } from './complete';
import { Avatar } from './person';

interface IProps {
  /** Have the focus from the beginning. */
  focus: boolean;
  text: string;
  label: string;
  placeholder: string;
  rows: number;
  people: readonly Person[];
  peopleLabel: string;
  disabled: boolean;
  onText: (text: string) => void;
  onSend: () => void;
  onEscape: () => void;
  onFocus: () => void;
}

/** The box. */
export function TextBox(props: IProps): JSX.Element {
  const { text, people, onText, onSend, onEscape } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const [typing, setTyping] = useState<{ at: number; typed: string } | null>(
    null
  );
  const [choice, setChoice] = useState(0);
  const [place, setPlace] = useState<DOMRect | null>(null);
  const caret = useRef<number | null>(null);
  const found = typing ? fitting(people, typing.typed) : [];
  useLayoutEffect(() => {
    const area = box.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
    if (caret.current !== null) {
      area.setSelectionRange(caret.current, caret.current);
      caret.current = null;
    }
  }, [text]);
  useEffect(() => {
    if (props.focus) {
      box.current?.focus({ preventScroll: true });
    }
  }, [props.focus]);
  const look = () => {
    const area = box.current!;
    const next = typedHandle(area.value, area.selectionStart);
    if (next?.at !== typing?.at || next?.typed !== typing?.typed) {
      setTyping(next);
      setChoice(0);
      setPlace(area.getBoundingClientRect());
    }
  };
  const take = (person: Person) => {
    const area = box.current!;
    const { selectionStart } = area;
    const next = withHandle(text, typing!.at, selectionStart, person.handle);
    caret.current = next.caret;
    onText(next.text);
    setTyping(null);
    area.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    const { key } = event;
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      onSend();
    } else if (found.length > 0 && (key === 'Enter' || key === 'Tab')) {
      take(found[choice]);
    } else if (found.length > 0 && (key === 'ArrowDown' || key === 'ArrowUp')) {
      const step = key === 'ArrowDown' ? 1 : -1;
      setChoice((choice + step + found.length) % found.length);
    } else if (found.length > 0 && key === 'Escape') {
      setTyping(null);
    } else if (key === 'Escape') {
      onEscape();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <textarea
        ref={box}
        className="jp-jovian-TextBox"
        rows={props.rows}
        value={text}
        placeholder={props.placeholder}
        aria-label={props.label}
        aria-autocomplete="list"
        disabled={props.disabled}
        onChange={event => onText(event.target.value)}
        onSelect={look}
        onFocus={props.onFocus}
        onBlur={() => setTyping(null)}
        onKeyDown={pressed}
      />
      {found.length > 0 &&
        place &&
        createPortal(
          <People
            place={place}
            people={found}
            choice={choice}
            label={props.peopleLabel}
            take={take}
          />,
          document.body
        )}
    </>
  );
}

function People(props: {
  place: DOMRect;
  people: readonly Person[];
  choice: number;
  label: string;
  take: (person: Person) => void;
}): JSX.Element {
  const { place, people, choice, label, take } = props;
  const isLow = place.bottom + 32 * people.length + 8 > window.innerHeight;
  return (
    <div
      className="jp-jovian-Popup jp-jovian-People"
      role="listbox"
      aria-label={label}
      style={{
        left: place.left,
        ...(isLow
          ? { bottom: window.innerHeight - place.top + 2 }
          : { top: place.bottom + 2 })
      }}
    >
      {people.map((person, index) => (
        <button
          key={person.handle}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === choice}
          // Pressing it must not take the focus out of the box.
          onPointerDown={event => event.preventDefault()}
          onClick={() => take(person)}
        >
          <Avatar author={person.author} />
          <b>{person.author.name}</b>
          <span>@{person.handle}</span>
        </button>
      ))}
    </div>
  );
}
