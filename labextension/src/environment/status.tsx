// Two places in the status bar: how far installations are, and whether the kernel drifted from the newest version.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Drift, Install } from '../api/types';
import { Badge, BadgeButton } from '../components/badge';
import { driftInWords, installInWords } from '../words/environment';
import type { DriftModel } from './drift';
import { environmentIcon } from './icon';
import { isOver } from './installs';
import type { InstallsModel } from './installs';

/** "numpy 2.2.0, v3 had 2.1.3"; nothing where nothing drifted. */
export class DriftBadge extends Badge {
  constructor(
    private readonly model: DriftModel,
    private readonly onShow: (drift: Drift) => void,
    private readonly trans: TranslationBundle
  ) {
    super(model.changed);
    this.addClass('jp-jovian-Drift');
  }

  protected content(): JSX.Element | null {
    const { model, trans, onShow } = this;
    const { drift } = model;
    const words = drift ? driftInWords(drift, trans) : '';
    if (!drift || !words) {
      return null;
    }
    return (
      <BadgeButton
        title={trans.__(
          'The kernel is not what v%1 was made with. Show what differs',
          drift.version?.number ?? 0
        )}
        onClick={() => onShow(drift)}
      >
        <environmentIcon.react tag="span" aria-hidden="true" />
        {words}
      </BadgeButton>
    );
  }
}

/** "Installing digits-v3 42 %", or how it ended. */
export class InstallBadge extends Badge {
  constructor(
    private readonly model: InstallsModel,
    private readonly onShow: (install: Install) => void,
    private readonly onCancel: (install: Install) => void,
    private readonly trans: TranslationBundle
  ) {
    super(model.changed);
    this.addClass('jp-jovian-Installs');
  }

  protected content(): JSX.Element | null {
    const { model, trans, onShow, onCancel } = this;
    const [install, ...rest] = model.told;
    if (!install) {
      return null;
    }
    const { fraction, name } = install;
    const over = isOver(install);
    return (
      <>
        <BadgeButton
          title={install.message}
          onClick={() => onShow(install)}
          state={install.state}
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
        </BadgeButton>
        {!over && (
          <BadgeButton
            label={trans.__('Cancel installing %1', name)}
            title={trans.__('Cancel')}
            onClick={() => onCancel(install)}
          >
            ✕
          </BadgeButton>
        )}
      </>
    );
  }
}
