// The sidebar's model and the order of its rows.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import type { IStoreEvent } from '../../labextension/src/api/events';
import type { Version } from '../../labextension/src/api/types';
import { VersionsModel } from '../../labextension/src/versions/model';
import { layoutRows } from '../../labextension/src/versions/rows';
import { snapshot, status, version } from './examples';

function server(count: number) {
  const versions = Array.from({ length: count }, (_, index) =>
    version(count - index)
  );
  return {
    list: versions,
    versions: vi.fn(
      (_path: string, offset: number, limit: number, filter = '') => {
        const found = versions.filter(({ title }) => title.includes(filter));
        return Promise.resolve({
          versions: found.slice(offset, offset + limit),
          total: found.length,
          offset
        });
      }
    ),
    status: vi.fn((_path: string, _content?: string) =>
      Promise.resolve(status())
    ),
    version: vi.fn((_path: string, id: string) =>
      Promise.resolve({
        ...versions.find(known => known.id === id)!,
        tags: ['best']
      })
    ),
    snapshots: vi.fn(() => Promise.resolve<Version[]>([]))
  };
}

const source = (path: string, dirty = false) => ({
  path,
  dirty,
  text: () => '{"cells":[]}'
});

const event = (given: Partial<IStoreEvent>): IStoreEvent => ({
  action: 'committed',
  path: 'a.ipynb',
  notebook: 'key',
  version: null,
  number: null,
  title: null,
  author: null,
  origin: null,
  ...given
});

describe('the model', () => {
  let api: ReturnType<typeof server>;
  let model: VersionsModel;

  beforeEach(() => {
    api = server(120);
    model = new VersionsModel(api);
    model.setActive(true);
  });

  test('shows nothing without a notebook, then its versions', async () => {
    expect(model.view).toBe('no-notebook');
    model.setSource(source('a.ipynb'));
    expect(model.view).toBe('loading');
    await vi.waitFor(() => expect(model.view).toBe('list'));
    expect(model.rows).toHaveLength(120);
    expect(model.find(version(120).id)?.number).toBe(120);
    expect(model.find('nobody')).toBeNull();
  });

  test('asks for nothing while nobody looks', async () => {
    model.setActive(false);
    model.setSource(source('a.ipynb'));
    await model.refresh();
    expect(api.versions).not.toHaveBeenCalled();
    model.setActive(true);
    await vi.waitFor(() => expect(model.view).toBe('list'));
  });

  test('judges unsaved work by its text, saved work by the file', async () => {
    model.setSource(source('a.ipynb', true));
    await model.refreshStatus();
    expect(api.status).toHaveBeenLastCalledWith('a.ipynb', '{"cells":[]}');
    model.setSource(source('a.ipynb'));
    await model.refreshStatus();
    expect(api.status).toHaveBeenLastCalledWith('a.ipynb');
  });

  test('no version yet', async () => {
    api.list.length = 0;
    model.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(model.view).toBe('empty'));
  });

  test('a failure shows its message, and a refresh repairs it', async () => {
    const error = new ApiError(422, 'damaged', 'Broken.', 'Run fsck.');
    api.versions.mockRejectedValueOnce(error);
    model.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(model.view).toBe('error'));
    expect(model.error).toBe(error);
    await model.refresh();
    expect(model.view).toBe('list');
  });

  test('filters on the server and hides snapshots meanwhile', async () => {
    api.snapshots.mockResolvedValue([snapshot(120, '1')]);
    model.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(model.rows).toHaveLength(121));
    model.setFilter('Title 7');
    await vi.waitFor(() => expect(model.rows).toHaveLength(11));
    model.setFilter('nothing');
    await vi.waitFor(() => expect(model.rows).toHaveLength(0));
    expect(model.view).toBe('list');
  });

  test('follows what others commit, but not to other notebooks', async () => {
    model.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(model.view).toBe('list'));
    api.list.unshift(version(121));
    await model.follow(event({ path: 'b.ipynb' }));
    expect(model.rows).toHaveLength(120);
    await model.follow(event({ action: 'changed' }));
    expect(model.rows).toHaveLength(121);
    expect(model.cache.get(0)?.number).toBe(121);
  });

  test('a tag changes one row only', async () => {
    model.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(model.view).toBe('list'));
    api.versions.mockClear();
    const { id } = version(110);
    await model.follow(event({ action: 'tagged', version: id }));
    expect(model.find(id)?.tags).toEqual(['best']);
    expect(api.versions).not.toHaveBeenCalled();
  });

  test('remembers filter and selection', async () => {
    model.setSource(source('a.ipynb'));
    model.select(version(3).id);
    model.setFilter('Title');
    const { kept } = model;
    const again = new VersionsModel(api);
    again.setActive(true);
    again.recall(JSON.parse(JSON.stringify(kept)));
    again.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(again.view).toBe('list'));
    expect(again.filter).toBe('Title');
    expect(again.selected).toBe(version(3).id);
    again.setSource(source('b.ipynb'));
    expect(again.selected).toBeNull();
  });

  test.each([null, undefined, 7, { filter: 7, selected: 'x' }])(
    'a memory that makes no sense is left alone: %j',
    memory => {
      model.recall(memory);
      expect(model.filter).toBe('');
    }
  );

  test('opens and closes a group of snapshots', async () => {
    api.snapshots.mockResolvedValue([snapshot(119, '1'), snapshot(119, '2')]);
    model.setSource(source('a.ipynb'));
    await vi.waitFor(() => expect(model.rows).toHaveLength(121));
    const group = model.rows[1];
    expect(group.kind).toBe('group');
    model.toggle(group.key);
    expect(model.rows.slice(1, 4).map(({ kind }) => kind)).toEqual([
      'group',
      'snapshot',
      'snapshot'
    ]);
    expect(model.find(snapshot(119, '2').id)?.kind).toBe('snapshot');
    model.toggle(group.key);
    expect(model.rows).toHaveLength(121);
  });
});

describe('rows', () => {
  const kinds = (rows: ReturnType<typeof layoutRows>) =>
    rows.map(row => (row.kind === 'version' ? row.key : row.kind)).join(' ');

  test('snapshots stand above the version they were made after', () => {
    const snapshots = [snapshot(3, '1'), snapshot(1, '2'), snapshot(1, '3')];
    const rows = layoutRows(3, 3, snapshots, new Set());
    expect(kinds(rows)).toBe('group v3 v2 group v1');
  });

  test('a snapshot of what had no version stands last', () => {
    const orphan = version(0, { kind: 'snapshot', parents: [] });
    expect(kinds(layoutRows(1, 1, [orphan], new Set()))).toBe('v1 group');
  });

  test('ten thousand are laid out at once', () => {
    const start = performance.now();
    expect(layoutRows(10_000, 10_000, [], new Set())).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
