// A thread that is being written: what it will be about, and its first comment.
import { useEffect, useRef } from 'react';
import { Composer } from './composer';
import { useThreads } from './context';

/** A new thread that is being written. */
export function NewThread(props: {
  id: string;
  quote: string;
  about: string;
  source: string | null;
  onSend: (words: { text: string; suggestion?: string }) => Promise<unknown>;
  onCancel: () => void;
  /** Leave the range or the output, and comment on the whole cell. */
  onWhole: (() => void) | null;
}): JSX.Element {
  const { id, quote, about, source, onSend, onCancel, onWhole } = props;
  const { trans } = useThreads();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section
      ref={box}
      className="jp-jovian-Thread jp-mod-new"
      aria-label={trans.__('New comment')}
    >
      <header className="jp-jovian-Thread-head">
        <span className="jp-jovian-Thread-about">
          {trans.__('on')} {quote ? <mark>{quote}</mark> : about}
        </span>
        {onWhole && (
          <button type="button" className="jp-jovian-Link" onClick={onWhole}>
            {trans.__('the whole cell instead')}
          </button>
        )}
      </header>
      <Composer
        id={id}
        label={trans.__('Comment')}
        placeholder={trans.__('Comment… (Markdown, @ to mention)')}
        send={trans.__('Comment')}
        source={source}
        focus
        onSend={onSend}
        onCancel={onCancel}
      />
    </section>
  );
}
