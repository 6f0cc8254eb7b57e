// A button that opens a small menu above everything else, which a cell would clip.
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useOutside } from './hooks';

/** What can be chosen. */
export interface IChoice {
  text: string;
  label?: string;
  action: () => void;
  /** Whether it is on, where it is something that is on or off. */
  checked?: boolean;
}

/** The button and its menu. */
export function PopupButton(props: {
  className: string;
  label: string;
  choices: readonly IChoice[];
  /** Beside each other instead of one below the other. */
  row?: boolean;
  children: ReactNode;
}): JSX.Element {
  const { className, label, choices, row, children } = props;
  const [place, setPlace] = useState<DOMRect | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const close = () => setPlace(null);
  useOutside([button, menu], place !== null, close);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() =>
          setPlace(place ? null : button.current!.getBoundingClientRect())
        }
      >
        {children}
      </button>
      {place &&
        createPortal(
          <Popup
            place={place}
            menu={menu}
            row={row}
            label={label}
            choices={choices}
            close={() => {
              close();
              button.current?.focus();
            }}
          />,
          document.body
        )}
    </>
  );
}

function Popup(props: {
  place: DOMRect;
  menu: React.RefObject<HTMLDivElement>;
  row?: boolean;
  label: string;
  choices: readonly IChoice[];
  close: () => void;
}): JSX.Element {
  const { place, menu, row, label, choices, close } = props;
  useEffect(() => {
    menu.current?.querySelector('button')?.focus();
  }, [menu]);
  const move = (step: number) => {
    const items = [...menu.current!.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
  const isLow = place.bottom + 40 * choices.length > window.innerHeight;
  return (
    <div
      ref={menu}
      className="jp-jovian-Popup"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      data-row={row || undefined}
      data-lm-suppress-shortcuts="true"
      style={{
        right: Math.max(4, window.innerWidth - place.right),
        ...(isLow && !row
          ? { bottom: window.innerHeight - place.top + 2 }
          : { top: place.bottom + 2 })
      }}
      onKeyDown={event => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          close();
        } else if (event.key === 'ArrowDown' || event.key === 'ArrowRight') {
          move(1);
        } else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') {
          move(-1);
        } else {
          return;
        }
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {choices.map(({ text, label: name, action, checked }) => (
        <button
          key={text}
          type="button"
          role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
          aria-label={name}
          aria-checked={checked}
          onClick={() => {
            close();
            action();
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
