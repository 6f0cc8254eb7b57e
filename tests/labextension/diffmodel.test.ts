// A diff tab's state: what it asks for, what it shows meanwhile, where one stands.
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import type { Difference } from '../../labextension/src/api/types';
import { DiffModel } from '../../labextension/src/diff/model';
import type { Requests } from '../../labextension/src/diff/model';
import { OptionsModel } from '../../labextension/src/diff/options';
import { CellStore, LARGEST } from '../../labextension/src/diff/store';
import { version } from './examples';

function difference(given: Partial<Difference> = {}): Difference {
  return {
    old: version(1),
    new: version(2),
    files: [],
    notebook: {
      format: 1,
      equal: false,
      summary: { edited: 2, unchanged: 1 },
      cells: [
        { change: 'edited', old: 0, new: 0, id: 'a' },
        { change: 'unchanged', old: 1, new: 1 },
        { change: 'edited', old: 2, new: 2, id: 'b' }
      ],
      fields: [],
      text: null,
      not_compared: []
    },
    environment: null,
    ...given
  };
}

function model(
  requests: Partial<Record<keyof Requests, unknown>>,
  sides: { old: string | null; new: string | null; other?: string }
) {
  const target = { path: 'a.ipynb', other: null, ...sides };
  const text = '{"cells": [{"cell_type": "code", "source": "here"}]}';
  return new DiffModel(
    requests as unknown as Requests,
    target,
    new OptionsModel(),
    () => Promise.resolve(text)
  );
}

describe('what is asked for', () => {
  test('two versions by name, their cells by id', async () => {
    const diff = vi.fn().mockResolvedValue(difference());
    const cell = vi.fn().mockResolvedValue({ source: 'x' });
    const tab = model({ diff, cell }, { old: 'v1', new: 'v2' });
    await tab.load();
    expect(diff).toHaveBeenCalledWith('a.ipynb', 'v1', 'v2');
    await tab.cells.get('new', 4);
    expect(cell).toHaveBeenCalledWith('a.ipynb', version(2).id, 4, undefined);
  });

  test('the present by its text, which is where its cells are', async () => {
    const diffWith = vi.fn().mockResolvedValue(difference({ new: null }));
    const tab = model({ diffWith }, { old: 'latest', new: null });
    await tab.load();
    expect(diffWith.mock.calls[0][2]).toContain('"here"');
    await expect(tab.cells.get('new', 0)).resolves.toMatchObject({
      source: 'here'
    });
    await expect(tab.cells.get('new', 7)).rejects.toThrow('no such cell');
  });

  test('the present as the old side is turned round', async () => {
    const forth = difference({ new: null });
    forth.notebook.cells.push({ change: 'added', new: 3, id: 'c' });
    const diffWith = vi.fn().mockResolvedValue(forth);
    const tab = model({ diffWith }, { old: null, new: 'v1' });
    await tab.load();
    expect(tab.difference?.old).toBeNull();
    expect(tab.difference?.notebook.cells.at(-1)?.change).toBe('removed');
  });

  test('two files by their paths', async () => {
    const diffFiles = vi.fn().mockResolvedValue(difference());
    const tab = model(
      { diffFiles },
      { old: null, new: null, other: 'b.ipynb' }
    );
    await tab.load();
    await tab.swap();
    expect(diffFiles.mock.calls).toEqual([
      ['a.ipynb', 'b.ipynb'],
      ['b.ipynb', 'a.ipynb']
    ]);
  });
});

describe('what is shown', () => {
  test('an error, and what was there before it', async () => {
    const diff = vi
      .fn()
      .mockResolvedValueOnce(difference())
      .mockRejectedValue(new ApiError(422, 'damaged', 'Damaged.'));
    const tab = model({ diff }, { old: 'v1', new: 'v2' });
    await tab.load();
    await tab.load();
    expect(tab.error?.code).toBe('damaged');
    expect(tab.difference).not.toBeNull();
  });

  test('the answer of the last question only', async () => {
    let answer: (value: Difference) => void = () => undefined;
    const diff = vi
      .fn()
      .mockReturnValueOnce(new Promise(resolve => (answer = resolve)))
      .mockResolvedValue(difference());
    const tab = model({ diff }, { old: 'v1', new: 'v2' });
    const first = tab.load();
    await tab.load();
    answer(difference({ old: version(9) }));
    await first;
    expect(tab.difference?.old?.number).toBe(1);
  });

  test('the change one stands at, round and round', async () => {
    const diff = vi.fn().mockResolvedValue(difference());
    const tab = model({ diff }, { old: 'v1', new: 'v2' });
    const stepped: string[] = [];
    tab.stepped.connect((_, key) => stepped.push(key));
    tab.step(1);
    await tab.load();
    expect(tab.place).toBe(-1);
    tab.step(-1);
    tab.step(1);
    tab.step(1);
    expect(stepped).toEqual(['b', 'a', 'b']);
    expect(tab.place).toBe(1);
    expect(tab.rows).toHaveLength(3);
    tab.options.set('hideUnchanged', false);
    expect(tab.rows.map(({ kind }) => kind)).toEqual(['cell', 'cell', 'cell']);
  });
});

test('options of the wrong type count as not given', () => {
  const options = new OptionsModel();
  const remember = vi.fn();
  options.remember = remember;
  options.update({ split: false, hideOutputs: 'yes' });
  expect(options.values).toMatchObject({ split: false, hideOutputs: false });
  options.set('metadata', true);
  expect(remember).toHaveBeenCalledWith('metadata', true);
});

test('cells are fetched a few at a time, the latest asked for first, once', async () => {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const read = (index: number) => {
    asked.push(index);
    return new Promise<any>(resolve =>
      answers.push(() =>
        resolve({ cell: { source: `${index}` }, omitted: false })
      )
    );
  };
  const source = { name: 'id', read };
  const store = new CellStore({ old: source, new: source });
  const all = [0, 1, 2, 3, 4, 5].map(index => store.get('old', index));
  void store.get('old', 0);
  expect(asked).toEqual([0, 1, 2, 3]);
  answers[0]();
  await all[0];
  await vi.waitFor(() => expect(asked).toEqual([0, 1, 2, 3, 5]));
  expect(store.peek('old', 0)?.source).toBe('0');
  const other = { name: 'other', read };
  const next = new CellStore({ old: source, new: other }, store);
  expect(next.peek('old', 0)?.source).toBe('0');
  expect(next.peek('new', 0)).toBeUndefined();
});

test('large outputs are left out until somebody wants them, or the whole cell', async () => {
  const asked: (number | undefined)[] = [];
  const read = async (_index: number, largest?: number): Promise<any> => {
    asked.push(largest);
    const omitted = largest !== undefined;
    return { cell: { source: 'x', outputs: omitted ? [] : [{}] }, omitted };
  };
  const source = { name: 'id', read };
  const store = new CellStore({ old: source, new: source });
  expect((await store.getLight('old', 0)).outputs).toEqual([]);
  expect(store.lacksOutputs('old', 0)).toBe(true);
  await store.getLight('old', 0);
  expect(asked).toEqual([LARGEST]);
  expect((await store.get('old', 0)).outputs).toEqual([{}]);
  expect(store.lacksOutputs('old', 0)).toBe(false);
  expect((await store.getLight('old', 0)).outputs).toEqual([{}]);
  expect(asked).toEqual([LARGEST, undefined]);
});
