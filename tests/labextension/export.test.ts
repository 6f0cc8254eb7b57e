// What the export dialog asks for, and the name of what comes.
import { ServerConnection } from '@jupyterlab/services';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Client } from '../../labextension/src/api/client';
import { ExportChoice } from '../../labextension/src/export/model';

afterEach(() => vi.restoreAllMocks());

describe('what is chosen', () => {
  test('threads follow from two boxes and the format', () => {
    const choice = new ExportChoice();
    const seen = vi.fn();
    choice.changed.connect(seen);
    expect(choice.threads).toBe('all');
    choice.set({ withResolved: false });
    expect(choice.threads).toBe('open');
    choice.set({ withThreads: false });
    expect(choice.threads).toBe('none');
    choice.set({ withThreads: true, withResolved: true, format: 'ipynb' });
    expect(choice.canHaveThreads).toBe(false);
    expect(choice.threads).toBe('none');
    choice.set({ format: 'markdown' });
    expect(choice.threads).toBe('all');
    expect(seen).toHaveBeenCalledTimes(4);
  });
});

describe('what comes', () => {
  const answer = (headers: Record<string, string>) =>
    vi
      .spyOn(ServerConnection, 'makeRequest')
      .mockResolvedValue(new Response('<p>', { headers }));
  const client = new Client(
    ServerConnection.makeSettings({ baseUrl: 'http://127.0.0.1/' }),
    'tab'
  );

  test('has the name that the server gives it', async () => {
    const asked = answer({
      'Content-Disposition': "attachment; filename*=UTF-8''a%20%C3%BC-v3.html"
    });
    const file = await client.exported({
      path: 'a ü.ipynb',
      version: 'v3',
      format: 'html',
      threads: 'open'
    });
    expect(file.name).toBe('a ü-v3.html');
    expect(file.content.size).toBe('<p>'.length); // whose Blob it is, and what it can do, differs between versions of Node
    expect(asked.mock.calls[0][0]).toBe(
      'http://127.0.0.1/jovian-lab/api/versions/v3/export?path=a%20%C3%BC.ipynb&format=html&threads=open'
    );
  });

  test('has some name in any case', async () => {
    answer({});
    const file = await client.exported({ path: 'a.ipynb', version: 'v3' });
    expect(file.name).toBe('export');
  });
});
