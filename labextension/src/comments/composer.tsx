// Writes a comment: Markdown with preview, perhaps with another source for the cell; kept until it is sent.
import { useReducer, useState } from 'react';
import type { ReactNode } from 'react';
import type { IWords } from '../api/threads';
import { inWords } from '../words/errors';
import { useThreads } from './context';
import { useWork } from './hooks';
import { Markdown } from './markdown';
import { TextBox } from './textbox';

interface IProps {
  /** Names the draft. */
  id: string;
  label: string;
  placeholder: string;
  send: string;
  initial?: string;
  /** The cell's source, where another may be suggested. */
  source?: string | null;
  /** Stay one line high until there is something. */
  small?: boolean;
  focus?: boolean;
  onSend: (words: IWords) => Promise<unknown>;
  onCancel?: () => void;
  /** Escape in an empty box. */
  onEscape?: () => void;
  children?: ReactNode;
}

/** The box, its buttons, and what is said when it could not be sent. */
export function Composer(props: IProps): JSX.Element {
  const { id, initial = '', source, small, onSend, onCancel } = props;
  const { model, trans } = useThreads();
  const { memory, path, people } = model;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [active, setActive] = useState(!small);
  const [preview, setPreview] = useState(false);
  const { busy, error, run } = useWork();
  const draft = memory.draft(path, id);
  const text = draft?.text ?? initial;
  const suggestion = draft?.suggestion;
  const isOpen = active || text !== '' || suggestion !== undefined;
  const isReady = text.trim() !== '' || suggestion !== undefined;
  const set = (change: { text?: string; suggestion?: string }) => {
    const next = { ...draft, text, suggestion, ...change };
    const isEmpty =
      next.text === initial && next.suggestion === undefined && !draft?.about;
    memory.keep(path, id, isEmpty ? null : next);
    redraw();
  };
  const send = () => {
    if (!isReady || busy) {
      return;
    }
    void run(async () => {
      await onSend(suggestion === undefined ? { text } : { text, suggestion });
      memory.keep(path, id, null);
      setPreview(false);
      setActive(!small);
    });
  };
  const cancel = () => {
    memory.keep(path, id, null);
    setActive(!small);
    setPreview(false);
    onCancel?.();
    redraw();
  };
  const escape = () => {
    if (small && isOpen && !isReady) {
      setActive(false);
      props.onEscape?.();
    } else if (!isReady && onCancel) {
      cancel();
    } else {
      props.onEscape?.();
    }
  };
  return (
    <div className="jp-jovian-Composer" data-open={isOpen || undefined}>
      <div className="jp-jovian-Composer-row">
        {preview ? (
          <div className="jp-jovian-Preview" aria-label={trans.__('Preview')}>
            <Markdown text={text || trans.__('Nothing to show.')} />
          </div>
        ) : (
          <TextBox
            focus={props.focus ?? false}
            text={text}
            label={props.label}
            placeholder={props.placeholder}
            rows={isOpen && !small ? 2 : 1}
            people={people}
            peopleLabel={trans.__('People')}
            disabled={busy}
            onText={value => set({ text: value })}
            onSend={send}
            onEscape={escape}
            onFocus={() => {
              setActive(true);
              void model.refreshPeople().catch(() => undefined);
            }}
          />
        )}
        <button
          type="button"
          className="jp-jovian-Button jp-mod-primary"
          disabled={!isReady || busy}
          title={trans.__('Ctrl+Enter sends')}
          onClick={send}
        >
          {busy ? trans.__('Sending…') : props.send}
        </button>
        {props.children}
      </div>
      {suggestion !== undefined && (
        <label className="jp-jovian-Suggest">
          {trans.__('Instead of the cell’s source')}
          <textarea
            className="jp-jovian-TextBox"
            spellCheck={false}
            rows={Math.min(12, suggestion.split('\n').length + 1)}
            value={suggestion}
            onChange={event => set({ suggestion: event.target.value })}
            onKeyDown={event => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                send();
              }
            }}
          />
        </label>
      )}
      {isOpen && (
        <div className="jp-jovian-Composer-tools">
          <button
            type="button"
            className="jp-jovian-Link"
            aria-pressed={preview}
            onClick={() => setPreview(!preview)}
          >
            {preview ? trans.__('Write') : trans.__('Preview')}
          </button>
          {typeof source === 'string' && (
            <button
              type="button"
              className="jp-jovian-Link"
              onClick={() =>
                set({
                  suggestion: suggestion === undefined ? source : undefined
                })
              }
            >
              {suggestion === undefined
                ? trans.__('Suggest a change')
                : trans.__('Suggest nothing')}
            </button>
          )}
          {(isReady || onCancel) && (
            <button type="button" className="jp-jovian-Link" onClick={cancel}>
              {trans.__('Discard')}
            </button>
          )}
          <span>{trans.__('Markdown, @ to mention, Ctrl+Enter sends')}</span>
        </div>
      )}
      {error && (
        <p className="jp-jovian-Failed" role="alert">
          {inWords(error)}
        </p>
      )}
    </div>
  );
}
