// Threads in differences and old versions, without a browser: which side they are on, what they mark, what is asked for.
import { MergeView } from '@codemirror/merge';
import { EditorView } from '@codemirror/view';
import { describe, expect, test, vi } from 'vitest';
import type { ThreadsClient } from '../../labextension/src/api/threads';
import type { Place, Thread, Threads } from '../../labextension/src/api/types';
import { Drafts } from '../../labextension/src/comments/drafts';
import { lineMarks } from '../../labextension/src/comments/linemarks';
import { Memory } from '../../labextension/src/comments/memory';
import { DiscussionModel } from '../../labextension/src/comments/model';
import {
  ReviewSurface,
  onSides
} from '../../labextension/src/comments/reviewed';
import { ReviewedCells } from '../../labextension/src/comments/reviewedcells';
import { stateOf } from '../../labextension/src/comments/words';
import { selectedPart } from '../../labextension/src/diff/pointed';
import { reviewedIn } from '../../labextension/src/diff/threads';
import { uncover } from '../../labextension/src/diff/uncover';
import { version } from './examples';
import { answer, comment, place, thread } from './said';
import { trans } from './words';

const V1 = 'a'.repeat(40);
const V2 = 'b'.repeat(40);
const SIDES = {
  old: { version: V1, number: 1, cells: ['old 0', 'old 1'] },
  new: { version: V2, number: 2, cells: ['new 0'] }
};

function on(
  id: string,
  state: Place['state'],
  cell: number,
  said = V1,
  range: [number, number] | null = null
): Thread {
  const one = thread(id, {
    place: place({ state, cell, start: range?.[0], end: range?.[1] })
  });
  return { ...one, anchor: { ...one.anchor, version: said } };
}

/** Where threads are that both sides know, each by its state. */
function sideOf(old: Place['state'], newer: Place['state'], said = V1) {
  const [shown] = onSides(
    {
      old: answer([on('1', old, 1, said)]),
      new: answer([on('1', newer, 0, said)])
    },
    SIDES
  );
  return shown.where?.cell ?? null;
}

test('a thread is on the side where it is surest, else on the one it was said about', () => {
  expect(sideOf('exact', 'edited')).toBe('old 1');
  expect(sideOf('edited', 'exact')).toBe('new 0');
  expect(sideOf('exact', 'exact', V1)).toBe('old 1');
  expect(sideOf('exact', 'exact', V2)).toBe('new 0');
  expect(sideOf('exact', 'exact', 'c'.repeat(40))).toBe('new 0');
  expect(sideOf('outdated', 'orphaned')).toBe('old 1');
  expect(sideOf('ambiguous', 'orphaned')).toBeNull();
});

describe('what is asked for', () => {
  test('versions by their ids, the notebook as it is now by its text', async () => {
    const list = vi.fn(() => Promise.resolve(answer([])));
    const placed = vi.fn(() => Promise.resolve(answer([])));
    const surface = new ReviewSurface('a.ipynb', {
      old: SIDES.old,
      new: { version: null, number: null, text: '{}', cells: ['new 0'] }
    });
    await surface.read({ list, place: placed });
    expect(list.mock.calls).toEqual([['a.ipynb', V1]]);
    expect(placed.mock.calls).toEqual([['a.ipynb', '{}']]);
    expect(surface.content({ kind: 'cell', on: 'new 0' })).toEqual({
      content: '{}'
    });
    expect(surface.content({ kind: 'cell', on: 'old 0' })).toEqual({});
  });

  test('a comment is about the version of its side', () => {
    const surface = new ReviewSurface('a.ipynb', SIDES);
    const line = { kind: 'line', start: 2, end: 5, side: 'old' } as const;
    expect(
      surface.target({ ...line, on: 'old 1', scope: 'x', quote: 'abc' })
    ).toEqual({ ...line, version: V1, index: 1 });
  });

  test('a difference tells which versions it shows', () => {
    const notebook = { cells: [{ change: 'edited', old: 0, new: 0 }] };
    const target = { path: 'a.ipynb', other: null, old: 'v1', new: null };
    const difference = { old: version(1), new: null, notebook };
    const reviewed = reviewedIn({
      target,
      difference,
      present: '{}'
    } as unknown as Parameters<typeof reviewedIn>[0]);
    expect(reviewed?.old).toEqual({ version: version(1).id, number: 1 });
    expect(reviewed?.new).toEqual({ version: null, number: null, text: '{}' });
    expect(reviewed?.cells).toHaveLength(1);
  });
});

describe('the cells of a difference', () => {
  async function discussed(old: Thread[], newer: Thread[]) {
    const list = (_: string, name: string): Promise<Threads> =>
      Promise.resolve(answer(name === V1 ? old : newer));
    const me = { author: { name: 'Ada', username: 'ada' }, handle: 'ada' };
    const people = () => Promise.resolve({ me, people: [] });
    const model = new DiscussionModel(
      { list, people } as unknown as ThreadsClient,
      new Memory(),
      new ReviewSurface('a.ipynb', SIDES)
    );
    const cells = new ReviewedCells(model, trans);
    cells.show([{ old: 0, new: 0 }, { old: 1 }]);
    await model.refresh();
    return { model, cells };
  }

  test('have the threads of both sides, and count the open ones', async () => {
    const first = { ...on('1', 'exact', 0), comments: [comment('1')] };
    const second = { ...on('2', 'exact', 0, V2), state: 'resolved' as const };
    const third = on('3', 'exact', 1);
    const { cells } = await discussed(
      [first, third, on('2', 'edited', 0, V2)],
      [second, on('1', 'edited', 0), on('3', 'orphaned', 0)]
    );
    const { threads } = cells.content({ old: 0, new: 0 });
    expect(threads.map(({ thread: { id } }) => id)).toEqual(['1', '2']);
    expect(cells.count([{ old: 0, new: 0 }])).toMatchObject({
      comments: 1,
      unread: 2,
      isResolved: false
    });
    expect(cells.count([{ old: 0, new: 0 }, { old: 1 }]).comments).toBe(2);
    expect(cells.count([{ new: 5 }]).comments).toBe(0);
  });

  test('mark the ranges of open threads and of what is being written', async () => {
    const { model, cells } = await discussed(
      [on('1', 'exact', 0, V1, [2, 5])],
      [on('1', 'outdated', 0, V1)]
    );
    new Drafts(model).begin({
      kind: 'line',
      on: 'new 0',
      start: 1,
      end: 3,
      quote: 'bc'
    });
    expect(cells.marks('old 0')).toMatchObject([{ id: '1', start: 2, end: 5 }]);
    expect(cells.marks('new 0')).toMatchObject([{ count: 0, start: 1 }]);
    expect(cells.content({ old: 0, new: 0 }).started).toHaveLength(1);
    model.move(new ReviewSurface('a.ipynb', { new: SIDES.new }));
    expect(cells.content({ old: 0, new: 0 })).toMatchObject({
      threads: [],
      started: []
    });
  });

  test('what is newer than the version that is looked at says so', async () => {
    const later = on('1', 'edited', 0, V2);
    later.anchor.number = 2;
    const { model } = await discussed([later], []);
    expect(model.isBefore(later)).toBe(true);
    expect(stateOf(later, trans, true)?.text).toBe('different here');
    expect(stateOf(later, trans)?.text).toBe('edited since');
  });
});

describe('in sources', () => {
  const lines = (first: string) =>
    [first, ...Array.from({ length: 30 }, (_, i) => `line ${i}`)].join('\n');

  test('equal lines that a thread is about are not folded away', () => {
    const parent = document.body.appendChild(document.createElement('div'));
    const draw = (places: number[]) => {
      const view = new MergeView({
        a: { doc: lines('a') },
        b: { doc: lines('b') },
        collapseUnchanged: { margin: 3, minSize: 6 },
        parent
      });
      uncover({ old: view.a, new: view.b }, side =>
        side === 'new' ? places : []
      );
      const folds = parent.querySelectorAll('.cm-collapsedLines').length;
      view.destroy();
      parent.replaceChildren();
      return folds;
    };
    expect(draw([])).toBe(2);
    expect(draw([lines('b').length - 3])).toBe(0);
  });

  test('a mark at the end of the line counts comments and opens the thread', () => {
    const open = vi.fn();
    const mark = { id: '1', start: 2, end: 4, current: false, count: 2 };
    const view = new EditorView({
      doc: 'abcdef\nghi',
      parent: document.body,
      extensions: lineMarks({
        changed: { connect: () => true, disconnect: () => true } as never,
        marks: () => [{ ...mark, label: '2 comments' }],
        open
      })
    });
    expect(view.dom.querySelector('.jp-jovian-Range')?.textContent).toBe('cd');
    const button = view.dom.querySelector<HTMLElement>('.jp-jovian-LineMark')!;
    expect(button.textContent).toBe('❝ 2');
    button.click();
    expect(open).toHaveBeenCalledWith('1');
    view.destroy();
  });

  test('what is selected in a source is a range, a click in it the line', () => {
    const section = document.body.appendChild(document.createElement('div'));
    const view = new EditorView({
      doc: 'rate = 0.2\nprint(rate)',
      parent: section,
      extensions: EditorView.editable.of(false)
    });
    const text = view.contentDOM.querySelectorAll('.cm-line')[0].firstChild!;
    const selected = (from: number, to: number) => {
      window.getSelection()!.setBaseAndExtent(text, from, text, to);
      return selectedPart(section, { old: 0, new: 0 });
    };
    expect(selected(7, 10)).toEqual({
      side: 'new',
      part: { kind: 'line', start: 7, end: 10, quote: '0.2' }
    });
    expect(selected(10, 7)?.part).toMatchObject({ start: 7, end: 10 });
    expect(selected(3, 3)?.part).toMatchObject({ quote: 'rate = 0.2' });
    expect(selectedPart(document.createElement('div'), {})).toBeNull();
    view.destroy();
  });
});
