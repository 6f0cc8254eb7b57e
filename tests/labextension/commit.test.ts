// The commit's state machine, the dialog's draft, and the modules a notebook imports.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import type { CommitAnswer, Status } from '../../labextension/src/api/types';
import { CommitDraft } from '../../labextension/src/commit/draft';
import {
  importedFiles,
  importedNames
} from '../../labextension/src/commit/imports';
import { CommitModel } from '../../labextension/src/commit/model';
import { status, version } from './examples';

describe('a commit', () => {
  const document = (save = () => Promise.resolve()) => ({
    path: 'a.ipynb',
    save: vi.fn(save)
  });
  const created = (number: number, superseded = false): CommitAnswer => ({
    version: version(number),
    created: true,
    superseded
  });
  let client: {
    commit: ReturnType<
      typeof vi.fn<(request: object) => Promise<CommitAnswer>>
    >;
  };
  let model: CommitModel;

  beforeEach(() => {
    client = {
      commit: vi.fn(() => Promise.resolve(created(13)))
    };
    model = new CommitModel(client);
  });

  test('saves, commits on its base, and the version is the next base', async () => {
    const phases: string[] = [];
    model.changed.connect((_, path) => phases.push(model.phase(path)));
    model.setBase('a.ipynb', 'abc');
    const outcome = await model.run(document(), { message: 'Hi', files: [] });
    expect(outcome).toMatchObject({ kind: 'committed', superseded: false });
    expect(client.commit).toHaveBeenCalledWith({
      path: 'a.ipynb',
      message: 'Hi',
      files: [],
      base: 'abc',
      allowEmpty: undefined
    });
    expect(phases).toEqual(['saving', 'committing', 'idle']);
    expect(model.base('a.ipynb')).toBe(version(13).id);
    expect(model.author).toEqual({ name: 'Ada', username: 'ada' });
  });

  test('what cannot be saved is not committed', async () => {
    const error = new ApiError(0, 'not-saved', 'Read-only.');
    const outcome = await model.run(document(() => Promise.reject(error)));
    expect(outcome).toEqual({ kind: 'failed', stage: 'saving', error });
    expect(client.commit).not.toHaveBeenCalled();
    expect(model.phase('a.ipynb')).toBe('idle');
  });

  test('a refused commit says why', async () => {
    client.commit.mockRejectedValue(new ApiError(507, 'disk-full', 'Full.'));
    const outcome = await model.run(document(), { files: [] });
    expect(outcome).toMatchObject({
      kind: 'failed',
      stage: 'committing',
      error: { code: 'disk-full' }
    });
  });

  test('nothing changed', async () => {
    client.commit.mockResolvedValue({
      version: null,
      created: false,
      head: version(12)
    });
    const outcome = await model.run(document(), { files: [] });
    expect(outcome).toMatchObject({ kind: 'unchanged', head: { number: 12 } });
    expect(model.base('a.ipynb')).toBe(version(12).id);
  });

  test('a second click gets the first one’s outcome', async () => {
    const one = document();
    const [first, second] = await Promise.all([
      model.run(one, { files: [] }),
      model.run(one, { files: [] })
    ]);
    expect(second).toBe(first);
    expect(one.save).toHaveBeenCalledOnce();
    expect(client.commit).toHaveBeenCalledOnce();
  });

  test('another version meanwhile is told, and a rename keeps the base', async () => {
    client.commit.mockResolvedValue(created(14, true));
    const outcome = await model.run(document(), { files: [] });
    expect(outcome).toMatchObject({ kind: 'committed', superseded: true });
    model.rename('a.ipynb', 'b.ipynb');
    expect(model.base('a.ipynb')).toBeNull();
    expect(model.base('b.ipynb')).toBe(version(14).id);
  });
});

describe('the draft of a commit', () => {
  const folders: Record<string, string[]> = {
    '': ['a.ipynb', 'losses.py', 'src/', 'utils.py'],
    'src/': ['model.py']
  };
  const draft = (given: Partial<Status> = {}) =>
    new CommitDraft({
      name: 'a.ipynb',
      status: () => Promise.resolve(status(given)),
      sources: () => ['import losses, numpy', 'from utils import plot'],
      list: folder => Promise.resolve(folders[folder] ?? [])
    });

  test('takes the files of the newest version, offers imported ones', async () => {
    const head = version(12, {
      files: [{ path: 'utils.py', size: 1, id: 'x' }]
    });
    const one = draft({ head });
    await one.load();
    expect(one.files).toEqual(['utils.py']);
    expect(one.offered).toEqual(['losses.py']);
    expect(await one.add('losses.py')).toBe(true);
    expect(one.offered).toEqual([]);
    one.remove('utils.py');
    expect(one.files).toEqual(['losses.py']);
    expect(one.offered).toEqual(['utils.py']);
  });

  test('suggests what begins as typed, also in folders', async () => {
    const one = draft();
    expect(await one.suggest('')).toEqual(['losses.py', 'src/', 'utils.py']);
    expect(await one.suggest('U')).toEqual(['utils.py']);
    expect(await one.suggest('src/')).toEqual(['src/model.py']);
    expect(await one.add('./src/model.py')).toBe(true);
    expect(one.files).toEqual(['src/model.py']);
  });

  test.each(['nope.py', 'src/', '', 'else/x.py'])(
    'does not take “%s”',
    async file => {
      expect(await draft().add(file)).toBe(false);
    }
  );

  test('names files as seen from the notebook’s folder', async () => {
    const head = version(12, {
      path: 'work/a.ipynb',
      files: [
        { path: 'work/utils.py', size: 1, id: 'x' },
        { path: 'data.csv', size: 1, id: 'x' }
      ]
    });
    const one = draft({ head });
    await one.load();
    expect(one.files).toEqual(['../data.csv', 'utils.py']);
  });

  test('says why there is no status', async () => {
    const one = new CommitDraft({
      name: 'a.ipynb',
      status: () => Promise.reject(new ApiError(503, 'busy', 'Busy.')),
      sources: () => [],
      list: () => Promise.reject(new Error('no'))
    });
    await one.load();
    expect(one.statusError?.code).toBe('busy');
    expect(one.offered).toEqual([]);
  });
});

describe('imports', () => {
  test('of Python source', () => {
    const source = `
import os, utils as u  # losses
from pkg.sub import x
  import inner
from . import here
print("import not")
`;
    expect([...importedNames(source)].sort()).toEqual([
      'inner',
      'os',
      'pkg',
      'utils'
    ]);
  });

  test('which are files beside the notebook', () => {
    const folder = ['data.csv', 'losses.py', 'os.txt', 'utils.py'];
    expect(importedFiles(['import utils', 'import os'], folder)).toEqual([
      'utils.py'
    ]);
  });
});
