// A translation bundle that says everything in English, as JupyterLab's does without a language pack.
import type { TranslationBundle } from '@jupyterlab/translation';

const fill = (text: string, values: unknown[]): string =>
  text.replace(/%(\d)/g, (_, place: string) =>
    String(values[Number(place) - 1])
  );

const bundle = {
  __: (text: string, ...values: unknown[]) => fill(text, values),
  _n: (one: string, many: string, count: number, ...values: unknown[]) =>
    fill(count === 1 ? one : many, [count, ...values])
};

export const trans = bundle as unknown as TranslationBundle;
