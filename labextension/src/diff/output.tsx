// One output of a cell on both sides: a picture, a table, a text, or two renderings.
import type { ReactNode } from 'react';
import type { MimeChange } from '../api/types';
import { useDiff } from './context';
import { useKept } from './hooks';
import { mimeText, tellingMimes, withoutColours } from './outputs';
import { PictureDiff, PictureModes, pictureAddress } from './picture';
import type { PictureMode } from './picture';
import { Alike, Beside, OneSided } from './sides';
import type { IOutputProps } from './sides';
import { Source } from './source';
import { TableDiff, useTables } from './table';
import { TextDiff } from './text';

/** An output that differs. */
export function OutputChange(props: IOutputProps): JSX.Element {
  const { id, diff } = props;
  const mimes = tellingMimes(diff.mimes ?? []);
  const [chosen, choose] = useKept(`${id} mime`, mimes[0]?.mime ?? '');
  const mime = mimes.find(each => each.mime === chosen) ?? mimes[0];
  if (!props.old || !props.new) {
    return <OneSided {...props} />;
  }
  if (!mime) {
    return <Alike id={id} output={props.new} />;
  }
  return (
    <Compared
      {...props}
      key={mime.mime}
      id={`${id} ${mime.mime}`}
      mime={mime}
      mimes={mimes}
      choose={choose}
    />
  );
}

interface IComparedProps extends IOutputProps {
  mime: MimeChange;
  mimes: readonly MimeChange[];
  choose: (mime: string) => void;
}

function Compared(props: IComparedProps): JSX.Element {
  const { id, mime, split } = props;
  const old = mimeText(props.old, mime.mime);
  const newer = mimeText(props.new, mime.mime);
  const pair = { id, old: props.old!, new: props.new!, mime: mime.mime };
  if (mime.change !== 'edited') {
    return (
      <Framed {...props}>
        <OneSided
          {...props}
          old={mime.change === 'added' ? undefined : props.old}
          new={mime.change === 'removed' ? undefined : props.new}
        />
      </Framed>
    );
  }
  switch (mime.kind) {
    case 'image':
      return <Pictures {...props} texts={[old, newer]} />;
    case 'table':
      return <Tables {...props} texts={[old, newer]} />;
    case 'text':
      return (
        <Framed {...props}>
          {mime.text ? (
            <TextDiff
              id={id}
              diff={mime.text}
              old={withoutColours(old)}
              split={split}
            />
          ) : (
            <NotCompared {...props} texts={[old, newer]} />
          )}
        </Framed>
      );
    case 'json':
      return (
        <Framed {...props}>
          {old.length + newer.length < 100_000 ? (
            <Source
              old={old}
              new={newer}
              split={split}
              language="application/json"
            />
          ) : (
            <Beside {...pair} />
          )}
        </Framed>
      );
    default:
      return (
        <Framed {...props}>
          <Beside {...pair} />
        </Framed>
      );
  }
}

/** The line above an output: which type, others to choose, and how to look at it. */
function Framed(
  props: IComparedProps & { modes?: ReactNode; children: ReactNode }
): JSX.Element {
  const { mime, mimes, choose, modes, children } = props;
  const { trans } = useDiff();
  const note = mime.not_compared;
  return (
    <div className="jp-jovian-Output">
      {(mimes.length > 1 || modes) && (
        <div className="jp-jovian-Output-bar">
          {mimes.length > 1 ? (
            <select
              className="jp-jovian-Select"
              aria-label={trans.__('Which form of the output to compare')}
              value={mime.mime}
              onChange={event => choose(event.target.value)}
            >
              {mimes.map(each => (
                <option key={each.mime}>{each.mime}</option>
              ))}
            </select>
          ) : (
            <span className="jp-jovian-Note">{mime.mime}</span>
          )}
          {modes}
        </div>
      )}
      {note && (
        <p className="jp-jovian-Note jp-mod-warn">
          {trans.__('Not compared closely: %1', note)}
        </p>
      )}
      {children}
    </div>
  );
}

/** Texts that nobody compared by line yet: side by side, until that is asked for. */
function NotCompared(
  props: IComparedProps & { texts: [string, string] }
): JSX.Element {
  const { id, mime, split, texts } = props;
  const { trans } = useDiff();
  const [asked, setAsked] = useKept(`${id} asked`, false);
  if (asked) {
    const [old, newer] = texts.map(withoutColours);
    return <Source old={old} new={newer} split={split} language={mime.mime} />;
  }
  return (
    <>
      <button
        type="button"
        className="jp-jovian-Button"
        onClick={() => setAsked(true)}
      >
        {trans.__('Compare by line')}
      </button>
      <Beside id={id} old={props.old!} new={props.new!} mime={mime.mime} />
    </>
  );
}

function Pictures(
  props: IComparedProps & { texts: [string, string] }
): JSX.Element {
  const { id, mime, texts } = props;
  const [mode, setMode] = useKept<PictureMode>(`${id} mode`, 'beside');
  return (
    <Framed {...props} modes={<PictureModes mode={mode} onChange={setMode} />}>
      <PictureDiff
        id={id}
        mode={mode}
        old={pictureAddress(mime.mime, texts[0])}
        new={pictureAddress(mime.mime, texts[1])}
      />
    </Framed>
  );
}

function Tables(
  props: IComparedProps & { texts: [string, string] }
): JSX.Element {
  const { id, texts, mime } = props;
  const { trans } = useDiff();
  const diff = useTables(...texts);
  const [drawn, setDrawn] = useKept(`${id} drawn`, false);
  if (!diff) {
    return (
      <Framed {...props}>
        <Beside id={id} old={props.old!} new={props.new!} mime={mime.mime} />
      </Framed>
    );
  }
  const modes = (
    <div className="jp-jovian-Modes" role="group">
      {[false, true].map(value => (
        <button
          key={String(value)}
          type="button"
          className={`jp-jovian-Button ${value === drawn ? 'jp-mod-primary' : ''}`}
          aria-pressed={value === drawn}
          onClick={() => setDrawn(value)}
        >
          {value ? trans.__('Side by side') : trans.__('By value')}
        </button>
      ))}
    </div>
  );
  return (
    <Framed {...props} modes={modes}>
      {drawn ? (
        <Beside id={id} old={props.old!} new={props.new!} mime={mime.mime} />
      ) : (
        <TableDiff id={id} diff={diff} />
      )}
    </Framed>
  );
}
