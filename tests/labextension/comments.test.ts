// Comments without a browser: what may be in them, drafts, order, unread, completion, and the model's requests.
import { describe, expect, test, vi } from 'vitest';
import type { ThreadsClient } from '../../labextension/src/api/threads';
import { commentEvent } from '../../labextension/src/api/said';
import type { Threads } from '../../labextension/src/api/types';
import { closedComment } from '../../labextension/src/comments/closed';
import {
  fitting,
  typedHandle,
  withHandle
} from '../../labextension/src/comments/complete';
import { suggestedLines } from '../../labextension/src/comments/lines';
import { Memory } from '../../labextension/src/comments/memory';
import { DiscussionModel } from '../../labextension/src/comments/model';
import {
  inOrder,
  keeps,
  matches,
  whereIs
} from '../../labextension/src/comments/shown';
import { NotebookSurface } from '../../labextension/src/comments/surface';
import {
  excerpt,
  initials,
  stateOf
} from '../../labextension/src/comments/words';
import { ADA, answer, comment, place, thread } from './said';
import { trans } from './words';

describe('what may be in a comment', () => {
  test.each([
    ['<img src="https://e.org/x.png" alt="x">', 'x'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="http://e.org">a</a>', '<a>a</a>'],
    [
      '<p id="x" data-y="z" style="color: red" class="jp-Dialog">a</p>',
      '<p>a</p>'
    ],
    ['<form action="https://e.org"><button>b</button></form>', ''],
    ['<custom-thing>a</custom-thing>', 'a'],
    ['<svg onload="x"><a href="https://e.org">a</a></svg>', ''],
    ['<p class="ͼ1">a</p>', '<p>a</p>']
  ])('%s', (html, wanted) => {
    expect(closedComment(html).replace(/ xmlns="[^"]*"/g, '')).toBe(wanted);
  });

  test('links to the web and to letters, small pictures, colours of code', () => {
    const html =
      '<a href="https://e.org">a</a><a href="mailto:a@e.org">b</a>' +
      '<img src="data:image/png;base64,AAAA" alt="">' +
      '<pre><code class="language-python"><span class="ͼ1">x</span></code></pre>';
    const kept = closedComment(html);
    expect(kept).toContain('href="https://e.org"');
    expect(kept).toContain('rel="noopener noreferrer nofollow"');
    expect(kept).toContain('mailto:');
    expect(kept).toContain('data:image/png');
    expect(kept).toContain('class="ͼ1"');
  });
});

test('completion of a mention', () => {
  const people = [
    { author: ADA, handle: 'ada' },
    { author: { name: 'Grace Hopper', username: '' }, handle: 'Grace-Hopper' }
  ];
  expect(typedHandle('see @ho', 7)).toEqual({ at: 4, typed: 'ho' });
  expect(typedHandle('a@b', 3)).toBeNull();
  expect(fitting(people, 'ho').map(({ handle }) => handle)).toEqual([
    'Grace-Hopper'
  ]);
  expect(withHandle('see @ho now', 4, 7, 'Grace-Hopper')).toEqual({
    text: 'see @Grace-Hopper now',
    caret: 18
  });
});

test('a suggested change shows the lines it changes and a little around them', () => {
  const old = ['a', 'b', 'c', 'd', 'e', 'f'].join('\n');
  expect(suggestedLines(old, old.replace('e', 'E'))).toEqual([
    { kind: 'kept', text: 'c' },
    { kind: 'kept', text: 'd' },
    { kind: 'old', text: 'e' },
    { kind: 'new', text: 'E' },
    { kind: 'kept', text: 'f' }
  ]);
});

describe('where and which', () => {
  test('a thread is on the cell it was placed on, and a lost one nowhere', () => {
    const on = whereIs(thread('1', { place: place({ cell: 1 }) }), ['a', 'b']);
    expect(on?.cell).toBe('b');
    for (const state of ['orphaned', 'ambiguous'] as const) {
      const lost = thread('1', { place: place({ state, cell: 1 }) });
      expect(whereIs(lost, ['a', 'b'])).toBeNull();
    }
  });

  test('in the order of the notebook', () => {
    const at = (cell: string, start: number | null = null) => ({
      cell,
      start,
      end: null,
      output: null
    });
    const shown = [
      {
        thread: thread('1', { place: place({ state: 'orphaned' }) }),
        where: null
      },
      { thread: thread('2'), where: at('b') },
      { thread: thread('3'), where: at('a', 9) },
      { thread: thread('4'), where: at('a', 2) },
      { thread: thread('5'), where: null }
    ];
    const ids = inOrder(shown, ['a', 'b']).map(one => one.thread.id);
    expect(ids).toEqual(['5', '4', '3', '2', '1']);
  });

  test('filters and search', () => {
    const shown = {
      thread: thread('1', {
        comments: [comment('1', { mentions: ['Ada'], text: 'About *rates*' })]
      }),
      where: null
    };
    expect(keeps('open', shown, 0, 'ada')).toBe(true);
    expect(keeps('mentions', shown, 0, 'ada')).toBe(true);
    expect(keeps('mentions', shown, 0, '')).toBe(false);
    expect(keeps('unread', shown, 0, 'ada')).toBe(false);
    expect(matches(shown, 'RATES bo')).toBe(true);
    expect(matches(shown, 'loss')).toBe(false);
  });
});

test('what happened to a thread’s cell, in words', () => {
  expect(stateOf(thread('1'), trans)).toBeNull();
  const edited = place({ state: 'edited', happened: ['edited'] });
  expect(stateOf(thread('1', { place: edited }), trans)?.text).toBe(
    'edited since'
  );
  const split = place({ state: 'moved', happened: ['split'] });
  expect(stateOf(thread('1', { place: split }), trans)?.text).toBe(
    'cell was split'
  );
  expect(excerpt('## Why\n\n**32** `filters`?\n[link](https://e.org)')).toBe(
    'Why 32 filters? link'
  );
  expect(initials({ name: 'Ada Lovelace', username: '' })).toBe('AL');
});

describe('memory', () => {
  test('drafts outlive a reload; empty ones do not', () => {
    const memory = new Memory();
    memory.keep('a.ipynb', 'reply 1', { text: 'half a' });
    memory.keep('a.ipynb', 'reply 2', { text: ' ' });
    memory.rename('a.ipynb', 'b.ipynb');
    const next = new Memory();
    next.recall(JSON.parse(JSON.stringify(memory.kept)));
    expect(next.draft('b.ipynb', 'reply 1')?.text).toBe('half a');
    expect(next.draft('b.ipynb', 'reply 2')).toBeUndefined();
  });

  test('unread are comments of others, for each reader', () => {
    const memory = new Memory();
    const said = thread('1', {
      comments: [comment('1'), comment('2', { author: ADA }), comment('3')]
    });
    expect(memory.unread(said, ADA)).toBe(2);
    expect(memory.read(said, ADA)).toBe(true);
    expect(memory.read(said, ADA)).toBe(false);
    expect(memory.unread(said, ADA)).toBe(0);
    expect(memory.unread(said, { name: 'Eve', username: 'eve' })).toBe(3);
  });
});

describe('the model', () => {
  const model = (client: Partial<ThreadsClient>, scene = {}) =>
    new DiscussionModel(
      {
        people: () =>
          Promise.resolve({ me: { author: ADA, handle: 'ada' }, people: [] }),
        ...client
      } as ThreadsClient,
      new Memory(),
      new NotebookSurface({
        path: 'a.ipynb',
        dirty: false,
        revision: 0,
        text: () => '{}',
        cells: () => ({ ids: ['x', 'y'], kept: true }),
        ...scene
      })
    );

  test('asks with the text on screen only while it differs from the file', async () => {
    const list = vi.fn(() => Promise.resolve(answer([])));
    const put = vi.fn(() => Promise.resolve(answer([])));
    await model({ list, place: put }).refresh();
    await model({ list, place: put }, { dirty: true }).refresh();
    expect(list).toHaveBeenCalledTimes(1);
    expect(put).toHaveBeenCalledWith('a.ipynb', '{}');
  });

  test('who asks waits for the newest answer, also where it was asked for later', async () => {
    let answerLate: (threads: Threads) => void = () => undefined;
    const late = new Promise<Threads>(resolve => (answerLate = resolve));
    const list = vi
      .fn()
      .mockResolvedValueOnce(answer([]))
      .mockReturnValueOnce(late);
    const discussion = model({ list });
    const first = discussion.refresh();
    void discussion.refresh();
    setTimeout(() => answerLate(answer([thread('1')])));
    await first;
    expect(discussion.find('1')).toBeDefined();
  });

  test('tells of comments of others that arrive later, not of one’s own', async () => {
    const first = thread('1');
    const later = thread('1', {
      comments: [comment('1'), comment('2'), comment('3', { author: ADA })]
    });
    const list = vi
      .fn()
      .mockResolvedValueOnce(answer([first]))
      .mockResolvedValueOnce(answer([later]));
    const discussion = model({ list });
    const arrived: string[] = [];
    discussion.arrived.connect((_, { comment }) =>
      arrived.push(comment.author.name)
    );
    await discussion.refresh();
    await discussion.refresh();
    expect(arrived).toEqual(['Bo']);
  });

  test('what the server answers keeps its place', async () => {
    const said = thread('1', { place: place({ cell: 1 }) });
    const discussion = model({
      list: () => Promise.resolve(answer([said])),
      turn: () =>
        Promise.resolve({ ...said, state: 'resolved' as const, place: null })
    });
    await discussion.refresh();
    await discussion.turn('1', true);
    expect(discussion.on('y').map(({ thread: { state } }) => state)).toEqual([
      'resolved'
    ]);
    expect(discussion.isFolded(discussion.threads[0].thread)).toBe(true);
  });

  test('points at cells as the file knows them', async () => {
    const open = vi.fn(() => Promise.resolve(thread('9')));
    const discussion = model({ open });
    await discussion.open({ kind: 'cell', on: 'y' }, { text: 'a' });
    expect(open).toHaveBeenCalledWith(
      'a.ipynb',
      { kind: 'cell', cell: 'y', index: 1 },
      { text: 'a' }
    );
    expect(discussion.on('y')).toHaveLength(1);
  });

  test('an error is told, and the threads stay', async () => {
    const list = vi
      .fn()
      .mockResolvedValueOnce(answer([thread('1')]))
      .mockRejectedValueOnce(new Error('gone'));
    const discussion = model({ list });
    await discussion.refresh();
    await discussion.refresh();
    expect(discussion.view).toBe('ready');
    expect(discussion.error?.message).toBe('gone');
    expect(discussion.threads).toHaveLength(1);
  });
});

test('events of other kinds are passed over', () => {
  const schema_id = 'https://schema.jovian-lab.invalid/events/comments/v1';
  const event = { schema_id, action: 'replied', path: 'a.ipynb', thread: '1' };
  expect(commentEvent(event)?.thread).toBe('1');
  expect(commentEvent({ ...event, schema_id: 'other' })).toBeNull();
  expect(commentEvent({ ...event, path: 3 })).toBeNull();
});
