// Notifications without a browser: the form's checks and requests, what is told in the corner, the panel's state.
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import type {
  Channel,
  Channels,
  Comment,
  Notification,
  Person,
  Thread
} from '../../labextension/src/api/types';
import { kindsOf } from '../../labextension/src/comments/news';
import {
  TOASTS,
  ToastChoice
} from '../../labextension/src/notifications/choice';
import {
  draftOf,
  newDraft,
  problemsOf,
  requestOf
} from '../../labextension/src/notifications/draft';
import {
  FORM,
  NotificationsModel
} from '../../labextension/src/notifications/model';
import type { Requests } from '../../labextension/src/notifications/model';

const ADA = { name: 'Ada', username: 'ada' };
const BO = { name: 'Bo', username: 'bo' };
const MAIL = {
  host: 'smtp.example.org',
  sender: 'ada@example.org',
  to: ['ada@example.org'] as [string],
  port: 0,
  security: 'starttls' as const,
  user: 'ada'
};

function channel(given: Partial<Channel> = {}): Channel {
  return {
    id: 'C',
    owner: ADA,
    name: 'E-mail',
    tells: ['mention'],
    secret: 'keyring',
    mail: MAIL,
    shown: 'ada@example.org',
    also: [],
    enabled: true,
    ...given
  };
}

describe('the form', () => {
  const filled = {
    ...newDraft('mail', 'E-mail', 'ready'),
    to: 'ada@example.org',
    host: 'smtp.example.org'
  };

  test('says what is missing, and nothing of what is not needed', () => {
    expect(problemsOf(newDraft('mail', ' ', 'ready'))).toEqual({
      name: 'missing',
      to: 'missing',
      sender: 'missing',
      host: 'missing'
    });
    expect(problemsOf(filled)).toEqual({});
    expect(problemsOf(newDraft('chat', 'Team', 'ready'))).toEqual({
      secret: 'missing'
    });
    expect(problemsOf(newDraft('chat', 'Team', 'none'))).toEqual({
      secretFrom: 'missing'
    });
    expect(problemsOf({ ...filled, tells: [] })).toEqual({ tells: 'missing' });
  });

  test.each([
    [
      { to: 'ada@example.org, bo' },
      { to: 'not an address', sender: 'missing' }
    ],
    [{ to: 'a@b.org, c@d.org' }, { sender: 'missing' }],
    [{ sender: 'Ada' }, { sender: 'not an address' }],
    [{ port: '70000' }, { port: 'not a port' }],
    [{ port: '2.5' }, { port: 'not a port' }],
    [{ user: 'ada' }, { secret: 'missing' }],
    [
      { user: 'ada', secret: 'x', security: 'none' as const },
      { user: 'in the open' }
    ],
    [
      { user: 'ada', isElsewhere: true, secretFrom: 'env:HOME' },
      { secretFrom: 'not a place' }
    ],
    [{ user: 'ada', isElsewhere: true, secretFrom: 'config:smtp' }, {}]
  ])('%j', (change, problems) => {
    expect(problemsOf({ ...filled, ...change })).toEqual(problems);
  });

  test('asks for what was typed; the sender is who it goes to', () => {
    expect(requestOf({ ...filled, also: 'Ada L, ,ada-l' }, 'work')).toEqual({
      path: 'work',
      name: 'E-mail',
      tells: ['thread', 'reply', 'mention', 'resolved', 'accepted', 'declined'],
      also: ['Ada L', 'ada-l'],
      mail: { ...MAIL, user: '' }
    });
  });

  test('a password that is kept stays, but not for another server', () => {
    const draft = draftOf(channel(), 'ready');
    expect(draft.secret).toBe('');
    expect(problemsOf(draft)).toEqual({});
    expect(requestOf(draft, '')).not.toHaveProperty('secret');
    expect(problemsOf({ ...draft, to: 'bo@example.org' })).toEqual({});
    const other = { ...draft, host: 'evil.example.org' };
    expect(problemsOf(other)).toEqual({ secret: 'again' });
    expect(requestOf({ ...other, secret: 'new' }, '')).toMatchObject({
      secret: 'new'
    });
    expect(requestOf({ ...draft, user: '' }, '')).toMatchObject({ secret: '' });
  });

  test('a place of a secret is shown, and sent again', () => {
    const draft = draftOf(
      channel({ mail: null, secret: 'env:JOVIAN_LAB_HOOK' }),
      'ready'
    );
    expect(draft).toMatchObject({ sort: 'chat', isElsewhere: true });
    expect(requestOf(draft, '')).toMatchObject({
      secret_from: 'env:JOVIAN_LAB_HOOK'
    });
  });
});

describe('in the corner', () => {
  test('everything, where nothing was chosen', () => {
    const choice = new ToastChoice();
    expect(choice.of('work')).toEqual(TOASTS);
    expect(choice.wants('work/a.ipynb', ['reply'])).toBe(true);
  });

  test('what was chosen for the nearest folder around the notebook', () => {
    const choice = new ToastChoice();
    choice.update({
      projects: { '': [], work: ['mention', 'resolved'], bad: 1 }
    });
    expect(choice.wants('a.ipynb', ['mention', 'thread'])).toBe(false);
    expect(choice.wants('work/sub/a.ipynb', ['thread'])).toBe(false);
    expect(choice.wants('work/a.ipynb', ['mention', 'thread'])).toBe(true);
    expect(choice.wants('workshop/a.ipynb', ['mention'])).toBe(false);
    expect(choice.of('work')).toEqual(['mention']);
    expect(choice.with('work', TOASTS)).toEqual({ '': [] });
    expect(choice.with('other', ['thread', 'mention'])).toMatchObject({
      other: ['mention', 'thread']
    });
    choice.update({ toasts: false });
    expect(choice.wants('other/a.ipynb', ['mention'])).toBe(false);
  });

  test('what a comment is to its reader', () => {
    const me = { author: ADA, handle: 'ada' } as Person;
    const say = (id: string, author = BO, mentions: string[] = []) =>
      ({ id, author, mentions, deleted: false }) as unknown as Comment;
    const kinds = (comments: Comment[], at: number) =>
      kindsOf({ thread: { comments } as Thread, comment: comments[at] }, me);
    expect(kinds([say('1')], 0)).toEqual(['thread']);
    expect(kinds([say('1', BO, ['Ada'])], 0)).toEqual(['mention', 'thread']);
    expect(kinds([say('1'), say('2')], 1)).toEqual(['reply']);
    expect(kinds([say('1', ADA), say('2')], 1)).toEqual([
      'reply-to-me',
      'reply'
    ]);
  });
});

describe('the panel', () => {
  const known: Channels = {
    project: 'work',
    channels: [channel()],
    chats: true,
    keyring: 'ready'
  };
  const message = (id: string, state: Notification['state']): Notification => ({
    id,
    channel: 'C',
    state,
    kind: 'reply',
    subject: id,
    attempts: 1,
    changed: '2026-03-04T12:00:00Z',
    error: ''
  });
  const refused = new ApiError(400, 'invalid', 'No keyring.', 'Name a place.');

  function panel(given: Partial<Requests> = {}) {
    const client = {
      channels: vi.fn(() => Promise.resolve(known)),
      messages: vi.fn(() =>
        Promise.resolve([message('1', 'leaving'), message('2', 'failed')])
      ),
      make: vi.fn(() => Promise.resolve(channel({ id: 'N' }))),
      change: vi.fn(() => Promise.resolve(channel())),
      remove: vi.fn(() => Promise.resolve(channel())),
      test: vi.fn(() =>
        Promise.resolve({ state: 'sent' as const, error: '', hint: '' })
      ),
      retry: vi.fn(() => Promise.resolve(message('2', 'waiting')))
    };
    return { client, model: new NotificationsModel({ ...client, ...given }) };
  }

  test('loading, ready, and why not', async () => {
    const { model } = panel();
    expect(model.view).toBe('loading');
    await model.follow('work/a.ipynb');
    expect([model.view, model.project]).toEqual(['ready', 'work']);
    expect([model.count('waiting'), model.count('failed')]).toEqual([1, 1]);
    const broken = panel({ channels: () => Promise.reject(refused) }).model;
    await broken.follow('');
    expect([broken.view, broken.error]).toEqual(['error', refused]);
  });

  test('what was known stays when an answer fails later', async () => {
    const { model, client } = panel();
    await model.follow('work');
    client.messages.mockReturnValueOnce(Promise.reject(refused));
    await model.load();
    expect([model.view, model.error]).toEqual(['ready', refused]);
    await model.load();
    expect(model.error).toBeNull();
  });

  test('a form is sent once it is whole, and forgotten with its secret', async () => {
    const { model, client } = panel();
    await model.follow('work');
    model.begin('chat', 'E-mail');
    expect(model.draft?.name).toBe('E-mail 2');
    expect(await model.save()).toBeNull();
    expect(client.make).not.toHaveBeenCalled();
    model.write({ secret: 'https://hook/k3y' });
    expect((await model.save())?.id).toBe('N');
    expect(client.make).toHaveBeenCalledWith(
      expect.objectContaining({ secret: 'https://hook/k3y' })
    );
    expect(model.draft).toBeNull();
    model.begin('chat', 'Team');
    expect(model.draft).toMatchObject({ secret: '' });
  });

  test('what the server refuses is said, and the form stays', async () => {
    const { model } = panel({ make: () => Promise.reject(refused) });
    await model.follow('work');
    model.begin('chat', 'Team');
    model.write({ secret: 'x' });
    expect(await model.save()).toBeNull();
    expect(model.failure(FORM)).toBe(refused);
    expect(model.draft?.secret).toBe('x');
    model.close();
    expect(model.failure(FORM)).toBeNull();
  });

  test('a test message, sending again, and another project', async () => {
    const { model, client } = panel();
    await model.follow('work');
    const sent = model.test(model.channels[0]);
    expect(model.isBusy('C')).toBe(true);
    await sent;
    expect(model.trial('C')).toMatchObject({ state: 'sent' });
    await model.retry(model.messages![1]);
    expect(client.retry).toHaveBeenCalledWith('work', '2');
    model.edit(model.channels[0]);
    await model.follow('elsewhere');
    expect([model.trial('C'), model.draft]).toEqual([null, null]);
  });
});
