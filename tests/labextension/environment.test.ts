// Environments: words, installations as they are announced, the dialog's phases, drift.
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import { installEvent } from '../../labextension/src/api/installed';
import type { IInstallEvent } from '../../labextension/src/api/installed';
import type {
  Drift,
  EnvironmentDiff,
  EnvironmentSummary,
  Install,
  InstallRequest,
  PackageChange
} from '../../labextension/src/api/types';
import { InstallDraft } from '../../labextension/src/environment/draft';
import { DriftModel } from '../../labextension/src/environment/drift';
import type { IFollowed } from '../../labextension/src/environment/drift';
import { InstallsModel } from '../../labextension/src/environment/installs';
import {
  EnvironmentModel,
  filterPackages,
  readTarget
} from '../../labextension/src/environment/model';
import {
  changeInWords,
  driftInWords,
  installInWords,
  packageInWords,
  shortPair,
  summaryInWords
} from '../../labextension/src/words/environment';
import { version } from './examples';
import { trans } from './words';

const summary = (given: Partial<EnvironmentSummary>): EnvironmentSummary => ({
  id: 'e'.repeat(40),
  language: 'python',
  version: '3.11.7',
  packages: 109,
  changed: [],
  changes: 0,
  missing: 0,
  ...given
});

const change = (given: Partial<PackageChange>): PackageChange => ({
  name: 'numpy',
  manager: 'pypi',
  kind: 'upgraded',
  old: '2.1.3',
  new: '2.2.0',
  old_detail: '',
  new_detail: '',
  chosen: true,
  ...given
});

const diff = (given: Partial<EnvironmentDiff> = {}): EnvironmentDiff => ({
  equal: false,
  changes: [change({})],
  interpreter: null,
  platform: [],
  not_compared: [],
  verdict: 'numpy 2.1.3 → 2.2.0',
  reverse: 'numpy 2.2.0 → 2.1.3',
  ...given
});

const install = (given: Partial<Install> = {}): Install => ({
  id: 'a'.repeat(16),
  path: 'a.ipynb',
  version: 'b'.repeat(40),
  number: 3,
  title: 'Baseline',
  name: 'a-v3',
  dry_run: false,
  state: 'running',
  stage: 'install',
  message: 'Installing 32 packages.',
  fraction: 0.4,
  lines: [],
  created: '2026-03-04T12:00:00Z',
  finished: null,
  questions: [],
  report: null,
  error: null,
  ...given
});

const report = {
  file: 'requirements.txt',
  rung: 'exact',
  kept: [],
  relaxed: [],
  dropped: [],
  added: [],
  not_needed: [],
  imports_ok: [],
  imports_failed: [],
  kernel: 'a-v3',
  folder: '/e/a-v3',
  name: 'a-v3',
  python: '3.11.7',
  seconds: 1,
  messages: []
};

describe('words', () => {
  test('say what changed as shortly as it can be told apart', () => {
    const say = (name: string, old: string | null, now: string | null) =>
      changeInWords({ name, old, new: now }, 'python', trans);
    expect(say('numpy', '2.1.3', '2.2.0')).toBe('numpy 2.1.3 → 2.2.0');
    expect(say('seaborn', null, '0.13.2')).toBe('+ seaborn 0.13.2');
    expect(say('scipy', '1.14.1', null)).toBe('− scipy');
    expect(say('numpy', '2.2.0', '2.2.0')).toBe(
      'numpy 2.2.0 differently built'
    );
    expect(say('python', '3.11.7', '3.12.1')).toBe('Python 3.11 → 3.12');
    expect(say('python', '3.11.7', '3.11.9')).toBe('Python 3.11.7 → 3.11.9');
    expect(shortPair('4.3', '4.4')).toEqual(['4.3', '4.4']);
  });

  test('name one change and count the others, or name both of two', () => {
    const changed = ['a', 'b', 'c'].map(name => ({
      name,
      old: '1',
      new: '2'
    }));
    const of = (count: number) =>
      summaryInWords(
        summary({ changed: changed.slice(0, count), changes: count }),
        trans
      );
    expect(of(0)).toEqual({ shown: [], more: 0 });
    expect(of(1)).toEqual({ shown: ['a 1 → 2'], more: 0 });
    expect(of(2)).toEqual({ shown: ['a 1 → 2', 'b 1 → 2'], more: 0 });
    expect(of(3)).toEqual({ shown: ['a 1 → 2'], more: 2 });
    expect(summaryInWords(summary({ changed, changes: 40 }), trans).more).toBe(
      39
    );
  });

  test('name builds and channels where only these differ', () => {
    const rebuilt = change({ kind: 'rebuilt', new: '2.1.3' });
    expect(packageInWords(rebuilt, trans)).toBe(
      'numpy 2.1.3 differently built'
    );
    const moved = change({
      kind: 'rechanneled',
      new: '2.1.3',
      old_detail: 'defaults',
      new_detail: 'conda-forge'
    });
    expect(packageInWords(moved, trans)).toBe(
      'numpy 2.1.3 (defaults → conda-forge)'
    );
  });

  test('say what the kernel drifted from', () => {
    const say = (found: EnvironmentDiff | null, drifted: boolean | null) =>
      driftInWords(
        {
          version: version(3),
          drifted,
          kernel: 'Python 3.11.7',
          diff: found,
          reason: null
        },
        trans
      );
    expect(say(diff(), true)).toBe('numpy 2.2.0, v3 had 2.1.3');
    expect(say(diff(), false)).toBe('');
    expect(say(null, null)).toBe('');
    const gone = change({ kind: 'removed', name: 'scipy', new: null });
    expect(say(diff({ changes: [gone, change({})] }), true)).toBe(
      'no scipy, v3 had 2.1.3 · +1 more'
    );
    const interpreter = {
      kind: 'upgraded' as const,
      old: 'Python 3.11.7',
      new: 'Python 3.12.1'
    };
    expect(say(diff({ interpreter, changes: [] }), true)).toBe(
      'Python 3.12.1, v3 had Python 3.11.7'
    );
    const platform = [{ field: 'cuda' as const, old: '12.4', new: '' }];
    expect(say(diff({ changes: [], platform }), true)).toBe(
      'CUDA none, v3 had 12.4'
    );
  });

  test('say how far an installation is', () => {
    expect(installInWords(install(), trans)).toBe('a-v3 · installing');
    expect(installInWords(install({ state: 'done' }), trans)).toBe(
      'The kernel a-v3 is ready'
    );
    expect(installInWords(install({ name: '', state: 'waiting' }), trans)).toBe(
      'v3 waits to be installed'
    );
  });
});

describe('an event of an installation', () => {
  const emission = {
    schema_id: 'https://schema.jovian-lab.invalid/events/install/v1',
    id: 'x',
    state: 'running',
    stage: 'solve',
    message: 'Choosing.',
    fraction: null
  };

  test('is taken apart, and nothing else is taken for one', () => {
    expect(installEvent(emission)).toEqual({
      id: 'x',
      state: 'running',
      stage: 'solve',
      message: 'Choosing.',
      fraction: null
    });
    expect(installEvent({ ...emission, state: 'odd' })).toBeNull();
    expect(installEvent({ ...emission, id: 3 })).toBeNull();
    expect(installEvent({ ...emission, schema_id: 'other' })).toBeNull();
  });
});

function bus() {
  const emitter = {};
  const happened = new Signal<object, IInstallEvent>(emitter);
  return {
    events: { happened } as never,
    say: (given: Partial<IInstallEvent>) =>
      happened.emit({
        id: 'a'.repeat(16),
        state: 'running',
        stage: 'install',
        message: '',
        fraction: null,
        ...given
      })
  };
}

describe('installations', () => {
  let stored: Map<string, Install>;
  const client = {
    installs: vi.fn(() => Promise.resolve([...stored.values()])),
    install: vi.fn((id: string) => Promise.resolve(stored.get(id)!)),
    begin: vi.fn((request: InstallRequest) => {
      const made = install({
        id: `${stored.size}`,
        dry_run: request.dry_run ?? false,
        name: request.name ?? 'a-v3',
        state: 'waiting'
      });
      stored.set(made.id, made);
      return Promise.resolve(made);
    }),
    cancel: vi.fn((id: string) => Promise.resolve(stored.get(id)!))
  };
  const wanted = {
    path: 'a.ipynb',
    version: 'b'.repeat(40),
    number: 3,
    title: ''
  };

  beforeEach(() => {
    vi.useFakeTimers();
    stored = new Map();
    Object.values(client).forEach(spy => spy.mockClear());
    return () => vi.useRealTimers();
  });

  const flush = () => vi.advanceTimersByTimeAsync(1);
  const end = async (
    { say }: ReturnType<typeof bus>,
    id: string,
    given: Partial<Install>
  ) => {
    stored.set(id, { ...stored.get(id)!, ...given });
    say({ id, state: given.state });
    await flush();
  };

  test('are followed by announcements, and asked for when they are over', async () => {
    const announced = bus();
    const model = new InstallsModel(client, announced.events);
    const ended = vi.fn();
    model.ended.connect((_, done) => ended(done.state));
    const { id } = await model.begin({ path: 'a.ipynb', version: 'v3' });
    announced.say({ id, message: 'Choosing.', fraction: 0.1 });
    announced.say({ id, message: 'Installing.', fraction: 0.5 });
    expect(model.find(id)).toMatchObject({ state: 'running', fraction: 0.5 });
    expect(model.find(id)?.lines.map(({ message }) => message)).toEqual([
      'Choosing.',
      'Installing.'
    ]);
    expect(client.install).not.toHaveBeenCalled();
    await end(announced, id, { state: 'done', report });
    expect(model.find(id)?.report?.kernel).toBe('a-v3');
    expect(ended).toHaveBeenCalledExactlyOnceWith('done');
    announced.say({ id, message: 'late' });
    expect(model.find(id)?.state).toBe('done');
  });

  test('of other tabs and of before a reload are told, until they were looked at', async () => {
    const running = install({ id: 'r' });
    stored.set('r', running);
    stored.set('d', install({ id: 'd', state: 'done', report }));
    stored.set('p', install({ id: 'p', dry_run: true }));
    stored.set('c', install({ id: 'c', state: 'cancelled' }));
    const model = new InstallsModel(client, bus().events);
    await model.load();
    expect(model.told.map(({ id }) => id)).toEqual(['r', 'd']);
    model.see('d');
    expect(model.told.map(({ id }) => id)).toEqual(['r']);
    const again = new InstallsModel(client, bus().events);
    again.recall(JSON.parse(JSON.stringify(model.kept)));
    await again.load();
    expect(again.told.map(({ id }) => id)).toEqual(['r']);
  });

  test('whose end was not heard of are asked for after a while', async () => {
    const model = new InstallsModel(client, bus().events);
    const { id } = await model.begin({ path: 'a.ipynb', version: 'v3' });
    stored.set(id, { ...stored.get(id)!, state: 'failed' });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(model.find(id)?.state).toBe('failed');
    client.install.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.install).not.toHaveBeenCalled();
  });

  test('go from a plan to a kernel', async () => {
    const announced = bus();
    const draft = new InstallDraft(
      new InstallsModel(client, announced.events),
      wanted
    );
    expect(draft.phase).toBe('planning');
    await draft.look();
    expect(client.begin.mock.lastCall?.[0]).toMatchObject({ dry_run: true });
    await end(announced, '0', { state: 'done', report });
    expect(draft.phase).toBe('planned');
    expect(draft.name).toBe('a-v3');
    draft.rename('no/name');
    expect(draft.isNamed).toBe(false);
    draft.rename('mine');
    await draft.start();
    expect(client.begin.mock.lastCall?.[0]).toMatchObject({
      dry_run: false,
      name: 'mine'
    });
    expect(draft.phase).toBe('running');
    await end(announced, '1', { state: 'done', report });
    expect(draft.phase).toBe('done');
    draft.dispose();
    expect(client.cancel).not.toHaveBeenCalled();
  });

  test('follow no line without a yes to that very line', async () => {
    const announced = bus();
    const draft = new InstallDraft(
      new InstallsModel(client, announced.events),
      wanted
    );
    const questions = [
      '--index-url https://x.test',
      'git+https://y.test/z'
    ].map(line => ({
      line,
      file: 'requirements.txt',
      why: 'It asks elsewhere.'
    }));
    await draft.look();
    await end(announced, '0', { state: 'asking', questions });
    expect(draft.phase).toBe('asking');
    expect(draft.yeses).toBe(0);
    expect(questions.some(({ line }) => draft.isAccepted(line))).toBe(false);
    draft.accept(questions[1].line, true);
    expect(draft.yeses).toBe(1);
    await draft.answer();
    expect(client.begin.mock.lastCall?.[0]).toMatchObject({
      dry_run: true,
      accepted: [questions[1].line],
      declined: [questions[0].line]
    });
    await end(announced, '1', { state: 'done', report });
    await draft.start();
    expect(client.begin.mock.lastCall?.[0]).toMatchObject({
      dry_run: false,
      accepted: [questions[1].line],
      declined: [questions[0].line]
    });
  });

  test('that fail can be tried again', async () => {
    const announced = bus();
    const draft = new InstallDraft(
      new InstallsModel(client, announced.events),
      wanted
    );
    client.begin.mockRejectedValueOnce(
      new ApiError(503, 'busy', 'Too many are under way.')
    );
    await draft.look();
    expect(draft.phase).toBe('failed');
    expect(draft.refusal?.message).toBe('Too many are under way.');
    await draft.retry();
    expect(draft.phase).toBe('planning');
    const error = { code: 'install-failed', message: 'No x.', hint: '' };
    await end(announced, '0', { state: 'failed', error });
    expect(draft.phase).toBe('failed');
    expect(draft.current?.error).toEqual(error);
    await draft.retry();
    expect(draft.phase).toBe('planning');
  });

  test('that are only planned end with their dialog', async () => {
    const draft = new InstallDraft(
      new InstallsModel(client, bus().events),
      wanted
    );
    await draft.look();
    draft.dispose();
    expect(client.cancel).toHaveBeenCalledExactlyOnceWith('0');
  });

  test('that run can be looked at and stopped', async () => {
    const announced = bus();
    const model = new InstallsModel(client, announced.events);
    const job = await model.begin({ path: 'a.ipynb', version: 'v3' });
    const draft = new InstallDraft(model, wanted, job);
    expect(draft.phase).toBe('running');
    await draft.cancel();
    expect(client.cancel).toHaveBeenCalledExactlyOnceWith(job.id);
    await end(announced, job.id, { state: 'cancelled' });
    expect(draft.phase).toBe('cancelled');
  });
});

describe('a tab', () => {
  const answer = {
    version: version(3),
    environment: {
      format: 1,
      interpreter: { language: 'python' },
      platform: { system: 'linux', machine: 'x86_64' }
    },
    files: [],
    reason: null
  };

  test('reads a version, or compares it with the kernel', async () => {
    const client = {
      ofVersion: vi.fn(() => Promise.resolve(answer)),
      compare: vi.fn(() =>
        Promise.resolve({
          old: version(3),
          new: null,
          diff: diff(),
          reason: null
        })
      ),
      file: vi.fn(() => Promise.resolve('numpy==2.2.0\n'))
    };
    const target = { path: 'a.ipynb', version: 'v3' };
    const model = new EnvironmentModel(client, target);
    await model.load();
    expect(model.shown).toEqual(answer);
    await model.file('requirements.txt');
    expect(client.file).toHaveBeenCalledWith(
      'a.ipynb',
      version(3).id,
      'requirements.txt'
    );
    const compared = new EnvironmentModel(client, { ...target, against: null });
    expect(compared.compares).toBe(true);
    await compared.load();
    expect(client.compare).toHaveBeenCalledWith('a.ipynb', 'v3', null);
    expect(compared.comparison?.diff?.verdict).toBe('numpy 2.1.3 → 2.2.0');
  });

  test('says why there is nothing, and what was shown stays', async () => {
    const ofVersion = vi
      .fn()
      .mockRejectedValueOnce(new ApiError(422, 'damaged', 'Damaged.'))
      .mockResolvedValueOnce(answer)
      .mockRejectedValueOnce(new ApiError(0, 'offline', 'Gone.'));
    const model = new EnvironmentModel(
      { ofVersion, compare: vi.fn(), file: vi.fn() },
      { path: 'a.ipynb', version: 'v3' }
    );
    await model.load();
    expect(model.error?.code).toBe('damaged');
    await model.load();
    expect(model.error).toBeNull();
    await model.load();
    expect(model.error?.code).toBe('offline');
    expect(model.shown).toEqual(answer);
  });

  test('is named by its arguments', () => {
    expect(readTarget({ path: 'a' })).toBeNull();
    expect(readTarget({ path: 'a', version: 'v1' })).toEqual({
      path: 'a',
      version: 'v1'
    });
    expect(readTarget({ path: 'a', version: 'v1', against: null })).toEqual({
      path: 'a',
      version: 'v1',
      against: null
    });
  });

  test('filters packages by words anywhere', () => {
    const packages = [
      { name: 'numpy', version: '2.2.0', manager: 'conda', channel: 'forge' },
      { name: 'scipy', version: '1.14.1' }
    ];
    const names = (filter: string) =>
      filterPackages(packages, filter).map(({ name }) => name);
    expect(names('')).toEqual(['numpy', 'scipy']);
    expect(names('PY 2.2')).toEqual(['numpy']);
    expect(names('forge')).toEqual(['numpy']);
    expect(names('pypi')).toEqual(['scipy']);
    expect(names('nothing')).toEqual([]);
  });
});

describe('drift', () => {
  function lab() {
    const front = {};
    const currentChanged = new Signal<object, unknown>(front);
    const happened = new Signal<object, unknown>({});
    const panel = (path: string, kernel: string | null) => {
      const kernelChanged = new Signal<object, unknown>({});
      const statusChanged = new Signal<object, string>({});
      return {
        isDisposed: false,
        context: { path },
        sessionContext: {
          kernelChanged,
          statusChanged,
          ready: Promise.resolve(),
          session: { kernel: kernel && { id: kernel, name: 'python3' } }
        }
      };
    };
    const tracker = {
      currentWidget: null as ReturnType<typeof panel> | null,
      currentChanged
    };
    const drift: Drift = {
      version: version(3),
      drifted: true,
      kernel: 'Python 3.11.7',
      diff: diff(),
      reason: null
    };
    const client = { drift: vi.fn(() => Promise.resolve(drift)) };
    const model = new DriftModel(client, {
      tracker,
      events: { happened },
      contents: { localPath: (path: string) => path, driveName: () => '' }
    } as unknown as IFollowed);
    return {
      client,
      model,
      panel,
      happened,
      show: async (next: ReturnType<typeof panel>) => {
        tracker.currentWidget = next;
        currentChanged.emit(next);
        await new Promise(resolve => setTimeout(resolve));
      }
    };
  }
  const settle = () => new Promise(resolve => setTimeout(resolve));

  test('is asked for once a notebook and kernel', async () => {
    const { client, model, panel, show } = lab();
    const a = panel('a.ipynb', 'k1');
    await show(a);
    expect(model.drift?.drifted).toBe(true);
    await show(panel('b.ipynb', null));
    expect(model.drift).toBeNull();
    await show(a);
    expect(client.drift).toHaveBeenCalledExactlyOnceWith('a.ipynb');
    expect(model.drift?.drifted).toBe(true);
  });

  test('is asked for again with another kernel, a restart, or another version', async () => {
    const { client, model, panel, show, happened } = lab();
    const a = panel('a.ipynb', 'k1');
    await show(a);
    a.sessionContext.session.kernel = { id: 'k2', name: 'python3' };
    expect(model.drift).toBeNull();
    a.sessionContext.kernelChanged.emit(null);
    await settle();
    expect(client.drift).toHaveBeenCalledTimes(2);
    a.sessionContext.statusChanged.emit('busy');
    expect(client.drift).toHaveBeenCalledTimes(2);
    a.sessionContext.statusChanged.emit('restarting');
    await settle();
    expect(client.drift).toHaveBeenCalledTimes(3);
    happened.emit({ path: 'a.ipynb', action: 'tagged' });
    expect(client.drift).toHaveBeenCalledTimes(3);
    happened.emit({ path: 'a.ipynb', action: 'committed' });
    await settle();
    expect(client.drift).toHaveBeenCalledTimes(4);
  });

  test('that is not known is not told', async () => {
    const { client, model, panel, show } = lab();
    client.drift.mockRejectedValueOnce(new ApiError(0, 'offline', 'Gone.'));
    await show(panel('a.ipynb', 'k1'));
    await settle();
    expect(model.drift).toBeNull();
  });
});
