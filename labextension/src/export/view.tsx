// What the export dialog shows: formats, and which threads are in the file.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { FORMATS } from './model';
import type { ExportChoice, Format } from './model';

interface IProps {
  choice: ExportChoice;
  trans: TranslationBundle;
}

/** The form. */
export class ExportBody extends ReactWidget {
  constructor(
    private readonly choice: ExportChoice,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-jovian-Export');
  }

  protected render(): JSX.Element {
    const { choice, trans } = this;
    return (
      <UseSignal signal={choice.changed}>
        {() => <Form choice={choice} trans={trans} />}
      </UseSignal>
    );
  }
}

function Form({ choice, trans }: IProps): JSX.Element {
  return (
    <>
      <fieldset className="jp-jovian-Export-formats">
        <legend>{trans.__('Format')}</legend>
        {FORMATS.map(format => {
          const { name, about } = inWords(format, trans);
          return (
            <label key={format}>
              <input
                type="radio"
                name="jp-jovian-Export-format"
                value={format}
                checked={choice.format === format}
                onChange={() => choice.set({ format })}
              />
              <span>
                {name}
                <small>{about}</small>
              </span>
            </label>
          );
        })}
      </fieldset>
      <fieldset disabled={!choice.canHaveThreads}>
        <legend>{trans.__('Comments')}</legend>
        <label>
          <input
            type="checkbox"
            checked={choice.canHaveThreads && choice.withThreads}
            onChange={({ target }) =>
              choice.set({ withThreads: target.checked })
            }
          />
          <span>{trans.__('Include threads')}</span>
        </label>
        <label>
          <input
            type="checkbox"
            disabled={!choice.withThreads}
            checked={choice.threads === 'all'}
            onChange={({ target }) =>
              choice.set({ withResolved: target.checked })
            }
          />
          <span>{trans.__('Include those that are resolved')}</span>
        </label>
      </fieldset>
      <p className="jp-jovian-Export-hint" role="status">
        {choice.canHaveThreads
          ? trans.__(
              'Whoever opens the file reads everything in it, names included.'
            )
          : trans.__('Nothing is written into a notebook, so it has none.')}
      </p>
    </>
  );
}

function inWords(
  format: Format,
  trans: TranslationBundle
): { name: string; about: string } {
  switch (format) {
    case 'html':
      return {
        name: trans.__('Web page'),
        about: trans.__('one file for any browser; runs no scripts')
      };
    case 'markdown':
      return {
        name: trans.__('Markdown'),
        about: trans.__('text, with threads as quotations')
      };
    case 'json':
      return {
        name: trans.__('JSON'),
        about: trans.__('the version and its threads, for programs')
      };
    default:
      return {
        name: trans.__('Notebook'),
        about: trans.__('exactly as it was, without comments')
      };
  }
}
