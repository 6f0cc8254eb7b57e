// Two places in the status bar: how far installations are, and whether the kernel drifted from the newest version.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Drift, Install } from '../api/types';
import { driftInWords, installInWords } from '../words/environment';
import type { DriftModel } from './drift';
import { environmentIcon } from './icon';
import { isOver } from './installs';
import type { InstallsModel } from './installs';

/** "numpy 2.2.0, v3 had 2.1.3"; nothing where nothing drifted. */
export class DriftBadge extends ReactWidget {
  constructor(
    private readonly model: DriftModel,
    private readonly onShow: (drift: Drift) => void,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-jovian-Work-badge');
    this.addClass('jp-jovian-Drift');
  }

  protected render(): JSX.Element {
    const { model, trans, onShow } = this;
    return (
      <UseSignal signal={model.changed}>
        {() => {
          const { drift } = model;
          const words = drift ? driftInWords(drift, trans) : '';
          if (!drift || !words) {
            return <></>;
          }
          return (
            <button
              type="button"
              className="jp-jovian-Work-button"
              title={trans.__(
                'The kernel is not what v%1 was made with. Show what differs',
                drift.version?.number ?? 0
              )}
              onClick={() => onShow(drift)}
            >
              <environmentIcon.react tag="span" aria-hidden="true" />
              {words}
            </button>
          );
        }}
      </UseSignal>
    );
  }
}

/** "Installing digits-v3 42 %", or how it ended. */
export class InstallBadge extends ReactWidget {
  constructor(
    private readonly model: InstallsModel,
    private readonly onShow: (install: Install) => void,
    private readonly onCancel: (install: Install) => void,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-jovian-Work-badge');
    this.addClass('jp-jovian-Installs');
  }

  protected render(): JSX.Element {
    const { model, trans, onShow, onCancel } = this;
    return (
      <UseSignal signal={model.changed}>
        {() => {
          const [install, ...rest] = model.told;
          if (!install) {
            return <></>;
          }
          const { fraction, name } = install;
          const over = isOver(install);
          return (
            <>
              <button
                type="button"
                className="jp-jovian-Work-button"
                data-state={install.state}
                title={install.message}
                onClick={() => onShow(install)}
              >
                {!over && <span className="jp-jovian-Spinner" />}
                {installInWords(install, trans)}
                {!over && fraction !== null && (
                  <progress
                    max={1}
                    value={fraction}
                    aria-label={trans.__('Installing %1', name)}
                  />
                )}
                {rest.length > 0 && ` ${trans.__('+%1', rest.length)}`}
              </button>
              {!over && (
                <button
                  type="button"
                  className="jp-jovian-Work-button"
                  aria-label={trans.__('Cancel installing %1', name)}
                  title={trans.__('Cancel')}
                  onClick={() => onCancel(install)}
                >
                  ✕
                </button>
              )}
            </>
          );
        }}
      </UseSignal>
    );
  }
}
