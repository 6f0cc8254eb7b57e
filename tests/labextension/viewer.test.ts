// Reading a version: what is shown, what is refused, and what HTML may not do.
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../labextension/src/api/errors';
import { readNotebook, ViewerModel } from '../../labextension/src/viewer/model';
import { withoutRequests } from '../../labextension/src/notebook/sanitize';
import { version } from './examples';
import { trans } from './words';

const text = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'code', metadata: { trusted: true }, source: '', outputs: [] }
  ]
});

describe('the model', () => {
  test('fetches the version and its notebook', async () => {
    const model = new ViewerModel(
      {
        version: () => Promise.resolve(version(3)),
        notebook: () => Promise.resolve(text)
      },
      'a.ipynb',
      'v3',
      trans
    );
    await model.load();
    expect(model.version?.number).toBe(3);
    expect(model.notebook?.cells[0].metadata.trusted).toBe(false);
    expect(model.error).toBeNull();
  });

  test('an output gets no frame of its own', () => {
    const output = {
      output_type: 'display_data',
      data: {},
      metadata: {
        isolated: true,
        'text/html': { isolated: true },
        'image/png': { width: 3 }
      }
    };
    const cell = {
      cell_type: 'code',
      metadata: {},
      source: '',
      outputs: [output]
    };
    const read = readNotebook(
      JSON.stringify({ nbformat: 4, cells: [cell] }),
      trans
    );
    expect(read.cells[0].outputs).toEqual([
      {
        ...output,
        metadata: {
          'text/html': { isolated: false },
          'image/png': { width: 3, isolated: false }
        }
      }
    ]);
  });

  test('a damaged version is an error, and can be tried again', async () => {
    const notebook = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new ApiError(422, 'damaged', 'Broken.'))
      .mockResolvedValueOnce(text);
    const model = new ViewerModel(
      { version: () => Promise.resolve(version(3)), notebook },
      'a.ipynb',
      'v3',
      trans
    );
    await model.load();
    expect(model.error?.code).toBe('damaged');
    expect(model.notebook).toBeNull();
    await model.load();
    expect(model.error).toBeNull();
    expect(model.notebook).not.toBeNull();
  });

  test.each(['not json', 'null', '{"nbformat":3,"worksheets":[]}', '{}'])(
    'cannot show %s',
    bad => {
      expect(() => readNotebook(bad, trans)).toThrow(ApiError);
    }
  );
});

describe('HTML of a version', () => {
  test.each([
    '<img src="https://evil.example/x.png">',
    '<img src="//evil.example/x.png">',
    '<img src=" https://evil.example/x.png">',
    '<img src="\\\\evil.example\\x">',
    '<img srcset="https://evil.example/x.png 2x">',
    '<video poster="https://evil.example/x.png"></video>',
    '<video src="https://evil.example/x.mp4"></video>',
    '<table background="https://evil.example/x.png"></table>',
    '<div style="background: url(https://evil.example/x.png)">a</div>',
    '<div style="background: \\75rl(https://evil.example/x.png)">a</div>',
    '<button formaction="https://evil.example/">a</button>'
  ])('asks no other host: %s', html => {
    expect(withoutRequests(html)).not.toContain('evil');
  });

  test('has no form to submit', () => {
    expect(withoutRequests('<form>a<button>b</button></form>')).toBe(
      'a<button xmlns="http://www.w3.org/1999/xhtml">b</button>'
    );
  });

  test('runs no command when clicked', () => {
    const html = '<button data-commandlinker-command="x:y">a</button>';
    expect(withoutRequests(html)).not.toContain('commandlinker');
  });

  test('keeps text, links, tables and pictures that are here', () => {
    const html =
      '<p style="color: red">a<br>b</p>' +
      '<a href="https://example.org">c</a>' +
      '<table><tr><td colspan="2">d</td></tr></table>' +
      '<img src="data:image/png;base64,AA==">' +
      '<img src="attachment:plot.png"><img src="figures/plot.png">';
    const kept = withoutRequests(html);
    for (const part of [
      'color: red',
      'href="https://example.org"',
      'colspan="2"',
      'data:image/png;base64,AA==',
      'attachment:plot.png',
      'figures/plot.png'
    ]) {
      expect(kept).toContain(part);
    }
  });
});
