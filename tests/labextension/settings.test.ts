// Settings and what a kernel asks for: checked before they are used.
import { expect, test, vi } from 'vitest';
import schema from '../../labextension/schema/plugin.json';
import { CardsModel } from '../../labextension/src/kernel/model';
import { readRequest } from '../../labextension/src/kernel/request';
import { DEFAULTS, SettingsModel } from '../../labextension/src/settings/model';

test('the defaults are those of the schema', () => {
  const defaults = Object.fromEntries(
    Object.entries(schema.properties).map(([key, value]) => [
      key,
      value.default
    ])
  );
  expect(defaults).toEqual(DEFAULTS);
});

test('a value of the wrong type counts as not given', () => {
  const model = new SettingsModel();
  const changed = vi.fn();
  model.changed.connect(changed);
  model.update({ toastSeconds: 3, relativeTimes: 'no', other: 1 });
  expect(model.values).toEqual({ ...DEFAULTS, toastSeconds: 3 });
  expect(changed).toHaveBeenCalledOnce();
});

test('a kernel’s request is read, or is none', () => {
  expect(
    readRequest({
      request: 'r',
      cell: 'c',
      message: 'm',
      files: ['a.py', 7],
      allow_empty: true,
      environment: false
    })
  ).toEqual({
    request: 'r',
    cell: 'c',
    message: 'm',
    files: ['a.py'],
    allowEmpty: true,
    environment: false
  });
  expect(readRequest({ request: 'r', cell: 'c' })).toMatchObject({
    message: '',
    files: [],
    allowEmpty: false,
    environment: true
  });
  for (const bad of [null, 'x', {}, { request: 'r' }, { cell: 'c' }]) {
    expect(readRequest(bad)).toBeNull();
  }
});

test('cards are kept by notebook and cell', () => {
  const cards = new CardsModel();
  cards.set('n', 'c', { kind: 'waiting' });
  expect(cards.get('n', 'c')).toEqual({ kind: 'waiting' });
  expect(cards.get('n', 'd')).toBeNull();
  cards.forget('n');
  expect(cards.get('n', 'c')).toBeNull();
});
