// What a read-only view shows above its notebook, and instead of it when there is none.
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Version } from '../api/types';
import { ErrorMessage } from '../components/message';
import { exactTime } from '../words/time';
import type { ViewerModel } from './model';

/** What the banner can ask for. */
export interface IBannerActions {
  restore: () => void;
  copyId: () => void;
}

interface IProps {
  model: ViewerModel;
  actions: IBannerActions;
  trans: TranslationBundle;
}

/** "v3", or "snapshot". */
export function shortName(version: Version, trans: TranslationBundle): string {
  return version.kind === 'snapshot'
    ? trans.__('snapshot')
    : trans.__('v%1', version.number);
}

function Banner({ model, actions, trans }: IProps): JSX.Element {
  const { version } = model;
  if (!version) {
    return <span className="jp-jovian-Skeleton" style={{ width: '24em' }} />;
  }
  return (
    <>
      <span className="jp-jovian-Banner-text">
        <b>{shortName(version, trans)}</b>
        {version.title && <span> · {version.title}</span>}
        <span className="jp-jovian-Banner-meta">
          {' · '}
          {version.author.name}
          {' · '}
          <time dateTime={version.created}>{exactTime(version.created)}</time>
        </span>
      </span>
      <span className="jp-jovian-Chip jp-mod-warn">
        {trans.__('read only')}
      </span>
      <span className="jp-jovian-Banner-space" />
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={actions.restore}
      >
        {trans.__('Restore…')}
      </button>
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={actions.copyId}
      >
        {trans.__('Copy id')}
      </button>
    </>
  );
}

/** The line above a version's notebook. */
export class BannerWidget extends ReactWidget {
  constructor(private readonly props: IProps) {
    super();
    this.addClass('jp-jovian-Banner');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', props.trans.__('Version'));
  }

  protected render(): JSX.Element {
    return (
      <UseSignal signal={this.props.model.changed}>
        {() => <Banner {...this.props} />}
      </UseSignal>
    );
  }
}

/** Why a version cannot be shown, and what to do. */
export class ProblemWidget extends ReactWidget {
  constructor(private readonly props: Omit<IProps, 'actions'>) {
    super();
    this.addClass('jp-jovian-Problem');
  }

  protected render(): JSX.Element {
    const { model, trans } = this.props;
    return (
      <ErrorMessage
        title={trans.__('This version cannot be shown')}
        error={model.error}
        retry={() => void model.load()}
        trans={trans}
      />
    );
  }
}
