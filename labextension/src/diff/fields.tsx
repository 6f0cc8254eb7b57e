// What differs beside sources and outputs: metadata, ids, attachments, as JSON.
import type { FieldChange } from '../api/types';
import { useDiff } from './context';
import { Source } from './source';

const ELSEWHERE = ['source', 'outputs'];

/** Keys that changed and are shown nowhere else. */
export function ownFields(fields: readonly FieldChange[] = []): FieldChange[] {
  return fields.filter(({ key }) => !ELSEWHERE.includes(key));
}

/** Every key with both its values. */
export function Fields(props: {
  fields: readonly FieldChange[];
  split: boolean;
}): JSX.Element {
  return (
    <div className="jp-jovian-Fields">
      {props.fields.map(field => (
        <Field key={field.key} field={field} split={props.split} />
      ))}
    </div>
  );
}

function Field(props: { field: FieldChange; split: boolean }): JSX.Element {
  const { field, split } = props;
  const { trans } = useDiff();
  const old = field.has_old ? inJson(field.old) : null;
  const newer = field.has_new ? inJson(field.new) : null;
  const isShort = [old, newer].every(
    text => !text || (text.length < 60 && !text.includes('\n'))
  );
  return (
    <div className="jp-jovian-Field">
      <code>{field.key}</code>
      {isShort ? (
        <span>
          <del>{old ?? trans.__('none')}</del>
          {' → '}
          <ins>{newer ?? trans.__('none')}</ins>
        </span>
      ) : (
        <Source
          old={old}
          new={newer}
          split={split}
          language="application/json"
        />
      )}
    </div>
  );
}

/** A value as JSON; what is kept apart because it is large, as a remark. */
function inJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner: unknown) =>
      typeof inner === 'string' && inner.startsWith('\u0000') ? '…' : inner,
    2
  );
}
