// Outputs as MIME bundles: streams joined, errors and lines as one text, the most telling type first.
import type { MimeChange } from '../api/types';
import type { ICell, IOutput } from './types';

export const ERROR = 'application/vnd.jupyter.error';

const TELLING = ['image', 'table', 'html', 'text', 'json', 'other'];

/** A value nbformat may write as a list of lines, as one text. */
export function joined(value: unknown): string {
  if (Array.isArray(value)) {
    return value.filter(item => typeof item === 'string').join('');
  }
  return typeof value === 'string' ? value : '';
}

/** A cell's outputs with the neighbouring pieces of a stream joined, as differences count them. */
export function joinedOutputs(cell: ICell | undefined): IOutput[] {
  const outputs: IOutput[] = [];
  for (const output of cell?.outputs ?? []) {
    const before = outputs.at(-1);
    if (
      before?.output_type === 'stream' &&
      output.output_type === 'stream' &&
      before.name === output.name
    ) {
      outputs[outputs.length - 1] = {
        ...before,
        text: joined(before.text) + joined(output.text)
      };
    } else {
      outputs.push(output);
    }
  }
  return outputs;
}

/** An output by MIME type, as a renderer takes it. */
export function bundle(output: IOutput): Record<string, unknown> {
  if (output.output_type === 'stream') {
    const name =
      output.name === 'stderr'
        ? 'application/vnd.jupyter.stderr'
        : 'application/vnd.jupyter.stdout';
    return { [name]: joined(output.text) };
  }
  if (output.output_type === 'error') {
    return { [ERROR]: mimeText(output, ERROR) };
  }
  return Object.fromEntries(
    Object.entries(output.data ?? {}).map(([mime, value]) => [
      mime,
      Array.isArray(value) && !mime.endsWith('json') ? joined(value) : value
    ])
  );
}

/** The text of one MIME type as differences name it. */
export function mimeText(output: IOutput | undefined, mime: string): string {
  if (!output) {
    return '';
  }
  if (output.output_type === 'stream') {
    return joined(output.text);
  }
  if (output.output_type === 'error') {
    const { traceback, ename = '', evalue = '' } = output;
    return traceback?.length ? traceback.join('\n') : `${ename}: ${evalue}`;
  }
  const value = output.data?.[mime];
  return typeof value === 'string' || Array.isArray(value)
    ? joined(value)
    : value === undefined
      ? ''
      : JSON.stringify(value, null, 2);
}

/** A text without its terminal colours. */
export function withoutColours(text: string): string {
  return text.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '');
}

/** The types of an output that differ, the most telling first. */
export function tellingMimes(mimes: readonly MimeChange[]): MimeChange[] {
  const rank = ({ kind }: MimeChange) => TELLING.indexOf(kind);
  return mimes
    .filter(mime => mime.change !== 'same' && mime.change !== 'rerun')
    .sort((a, b) => rank(a) - rank(b));
}

/** How long an output is, in characters, without looking closely. */
export function outputSize(output: IOutput): number {
  let size = joined(output.text).length;
  for (const value of Object.values(output.data ?? {})) {
    size +=
      typeof value === 'string' || Array.isArray(value)
        ? joined(value).length
        : 1000;
  }
  return size;
}
