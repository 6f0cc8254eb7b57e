// The paging cache: what it fetches, keeps and lets go.
import { expect, test, vi } from 'vitest';
import { PagedCache } from '../../labextension/src/versions/cache';

interface IItem {
  id: string;
}

/** A list that grows at its beginning, and counts how often it is asked. */
function list(length: number) {
  const items: IItem[] = Array.from({ length }, (_, index) => ({
    id: `v${length - index}`
  }));
  const load = vi.fn((offset: number, limit: number) =>
    Promise.resolve({
      items: items.slice(offset, offset + limit),
      total: items.length,
      offset
    })
  );
  return { items, load };
}

test('fetches the pages that are looked at, once', async () => {
  const { load } = list(10_000);
  const changed = vi.fn();
  const cache = new PagedCache<IItem>(load, changed);
  expect(cache.total).toBeNull();
  await cache.refresh();
  expect(cache.total).toBe(10_000);
  expect(cache.get(0)).toEqual({ id: 'v10000' });
  await cache.ensure(0, 20);
  expect(load).toHaveBeenCalledTimes(1);
  await cache.ensure(4990, 5010);
  expect(load.mock.calls.slice(1)).toEqual([
    [4950, 50],
    [5000, 50]
  ]);
  expect(cache.get(5000)).toEqual({ id: 'v5000' });
  expect(cache.get(3000)).toBeUndefined();
  await cache.ensure(9990, 20_000);
  expect(cache.indexOf('v1')).toBe(9999);
  expect(changed).toHaveBeenCalled();
});

test('asks for a page once while it is on its way', async () => {
  const { load } = list(500);
  const cache = new PagedCache<IItem>(load, () => undefined);
  await cache.refresh();
  await Promise.all([cache.ensure(100, 120), cache.ensure(110, 130)]);
  expect(load).toHaveBeenCalledTimes(2);
});

test('a new version moves the known ones down', async () => {
  const { items, load } = list(200);
  const cache = new PagedCache<IItem>(load, () => undefined);
  await cache.refresh();
  await cache.ensure(100, 149);
  items.unshift({ id: 'v201' });
  await cache.refresh();
  expect(cache.total).toBe(201);
  expect(cache.get(0)).toEqual({ id: 'v201' });
  expect(cache.get(101)).toEqual({ id: 'v100' });
});

test('what is no longer in line is let go', async () => {
  const { items, load } = list(200);
  const cache = new PagedCache<IItem>(load, () => undefined);
  await cache.refresh();
  await cache.ensure(100, 149);
  items.splice(0, items.length, { id: 'other' });
  await cache.refresh();
  expect(cache.total).toBe(1);
  expect(cache.get(0)).toEqual({ id: 'other' });
  expect(cache.get(120)).toBeUndefined();
});

test('an answer that was overtaken does not count', async () => {
  const answers: ((page: unknown) => void)[] = [];
  const cache = new PagedCache<IItem>(
    () => new Promise(resolve => answers.push(resolve as never)),
    () => undefined
  );
  const first = cache.refresh();
  const second = cache.refresh();
  answers[1]({ items: [{ id: 'new' }], total: 1, offset: 0 });
  answers[0]({ items: [{ id: 'old' }], total: 1, offset: 0 });
  await Promise.all([first, second]);
  expect(cache.get(0)).toEqual({ id: 'new' });
});

test('a failure is kept, not repeated by itself, and gone after a refresh', async () => {
  const { load } = list(100);
  const cache = new PagedCache<IItem>(load, () => undefined);
  load.mockRejectedValueOnce(new Error('away'));
  await cache.refresh();
  expect(cache.error).toEqual(new Error('away'));
  await cache.ensure(0, 10);
  expect(load).toHaveBeenCalledTimes(1);
  await cache.refresh();
  expect(cache.error).toBeNull();
  expect(cache.total).toBe(100);
});

test('an item is replaced by its newer form', async () => {
  const { load } = list(3);
  const changed = vi.fn();
  const cache = new PagedCache<IItem & { title?: string }>(load, changed);
  await cache.refresh();
  changed.mockClear();
  cache.replace({ id: 'v2', title: 'Better' });
  expect(cache.get(1)).toEqual({ id: 'v2', title: 'Better' });
  expect(changed).toHaveBeenCalledOnce();
  cache.replace({ id: 'unknown' });
  expect(changed).toHaveBeenCalledOnce();
});
