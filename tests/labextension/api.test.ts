// Errors of requests and events of the bus, read from what arrives.
import { describe, expect, test } from 'vitest';
import {
  ApiError,
  asApiError,
  errorFromAnswer
} from '../../labextension/src/api/errors';
import { storeEvent } from '../../labextension/src/api/events';

describe('an answer that is an error', () => {
  test('says what the server says', () => {
    const body = '{"code":"damaged","message":"Broken.","hint":"Run fsck."}';
    const error = errorFromAnswer(422, body);
    expect(error).toMatchObject({
      status: 422,
      code: 'damaged',
      message: 'Broken.',
      hint: 'Run fsck.'
    });
  });

  test.each([
    [404, '<html>', 'no-extension'],
    [403, '{"message":"Forbidden","reason":null}', 'not-signed-in'],
    [500, '', 'unexpected'],
    [502, '[]', 'unexpected'],
    [500, 'null', 'unexpected']
  ])('%i %s', (status, body, code) => {
    const error = errorFromAnswer(status, body);
    expect(error.code).toBe(code);
    expect(error.message).not.toBe('');
    expect(error.hint).not.toBe('');
  });
});

describe('no answer', () => {
  test('the server is gone', () => {
    expect(asApiError(new TypeError('Failed to fetch')).code).toBe('offline');
    const network = Object.assign(new Error('x'), { name: 'NetworkError' });
    expect(asApiError(network).code).toBe('offline');
  });

  test('an ApiError stays itself, others keep their message', () => {
    const error = new ApiError(1, 'a', 'b');
    expect(asApiError(error)).toBe(error);
    expect(asApiError(new Error('odd')).message).toBe('odd');
    expect(asApiError('text').message).toBe('text');
  });
});

describe('an event of the bus', () => {
  const event = {
    schema_id: 'https://schema.jovian-lab.invalid/events/store/v1',
    action: 'committed',
    path: 'a.ipynb',
    notebook: 'key',
    version: 'abc',
    number: 3,
    title: 'T',
    author: 'Ada',
    origin: 'tab'
  };

  test('of the store', () => {
    expect(storeEvent(event)).toMatchObject({ path: 'a.ipynb', number: 3 });
  });

  test.each([
    { ...event, schema_id: 'https://events.jupyter.org/other' },
    { ...event, action: 'exploded' },
    { ...event, path: 7 }
  ])('of others, or malformed: %#', other => {
    expect(storeEvent(other)).toBeNull();
  });

  test('with little in it', () => {
    const { schema_id, action, path } = event;
    expect(storeEvent({ schema_id, action, path })).toEqual({
      action,
      path,
      notebook: '',
      version: null,
      number: null,
      title: null,
      author: null,
      origin: null
    });
  });
});
