// The files that describe a version's environment for other tools: to copy or to save.
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { asApiError } from '../api/errors';
import type { EnvironmentFile } from '../api/types';
import { download } from '../components/download';
import { inWords } from '../words/errors';

interface IProps {
  files: readonly EnvironmentFile[];
  read: (name: string) => Promise<string>;
  copy: (text: string) => void;
  trans: TranslationBundle;
}

/** A list of files, each with what can be done with it. */
export function Files({ files, read, copy, trans }: IProps): JSX.Element {
  const [said, setSaid] = useState({ text: '', bad: false });
  const [shown, setShown] = useState<{ name: string; text: string } | null>(
    null
  );
  const act = (name: string, use: (text: string) => string) => {
    read(name).then(
      text => setSaid({ text: use(text), bad: false }),
      (error: unknown) =>
        setSaid({ text: inWords(asApiError(error)), bad: true })
    );
  };
  return (
    <section aria-label={trans.__('Files for other tools')}>
      <h3>{trans.__('Files for other tools')}</h3>
      <ul className="jp-jovian-Env-files">
        {files.map(({ name, size }) => (
          <li key={name}>
            <div className="jp-jovian-Env-file">
              <code>{name}</code>
              <span className="jp-jovian-Env-remark">
                {sizeInWords(size, trans)}
              </span>
              <span className="jp-jovian-Env-space" />
              <button
                type="button"
                className="jp-jovian-Link"
                aria-expanded={shown?.name === name}
                aria-label={trans.__('Show %1', name)}
                onClick={() =>
                  shown?.name === name
                    ? setShown(null)
                    : act(name, text => {
                        setShown({ name, text });
                        return '';
                      })
                }
              >
                {shown?.name === name ? trans.__('Hide') : trans.__('Show')}
              </button>
              <button
                type="button"
                className="jp-jovian-Link"
                aria-label={trans.__('Copy %1', name)}
                onClick={() =>
                  act(name, text => {
                    copy(text);
                    return trans.__('Copied %1.', name);
                  })
                }
              >
                {trans.__('Copy')}
              </button>
              <button
                type="button"
                className="jp-jovian-Link"
                aria-label={trans.__('Download %1', name)}
                onClick={() =>
                  act(name, text => {
                    download(name, text);
                    return trans.__('Downloaded %1.', name);
                  })
                }
              >
                {trans.__('Download')}
              </button>
            </div>
            {shown?.name === name && (
              <pre className="jp-jovian-Env-text">{shown.text}</pre>
            )}
          </li>
        ))}
      </ul>
      <p
        className={`jp-jovian-Env-said${said.bad ? ' jp-mod-bad' : ''}`}
        role="status"
      >
        {said.text}
      </p>
    </section>
  );
}

function sizeInWords(size: number, trans: TranslationBundle): string {
  return size < 1e3
    ? trans._n('%1 byte', '%1 bytes', size)
    : trans.__('%1 KB', (size / 1e3).toFixed(size < 1e4 ? 1 : 0));
}
