// What the panel draws with: the editor's languages and theme, and renderers that trust nothing.
import type { Extension } from '@codemirror/state';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { MimeModel } from '@jupyterlab/rendermime';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Contents } from '@jupyterlab/services';
import { safeRegistry } from '../notebook/safe';

const PROSE = 'ipythongfm';

/** What is taken from JupyterLab. */
export interface IHost {
  rendermime: IRenderMimeRegistry;
  languages: IEditorLanguageRegistry;
  contents: Contents.IManager;
}

/** Draws sources and outputs of one notebook. */
export class Renderers {
  constructor(
    private readonly host: IHost,
    private readonly path: string
  ) {}

  /** The highlighting of a language, of Markdown or of JSON; nothing where it is not known. */
  async language(name: string): Promise<Extension> {
    const { languages } = this.host;
    const spec =
      name === 'markdown'
        ? (languages.findByName(PROSE) ?? languages.findByName('markdown'))
        : name.includes('/')
          ? languages.findByMIME(name)
          : (languages.findByName(name) ?? languages.findBest(name));
    const loaded = spec && (await languages.getLanguage(spec));
    return loaded?.support ?? [];
  }

  /** The type of a bundle that is best shown; undefined where none can be. */
  typeOf(data: Record<string, unknown>): string | undefined {
    return this._safe.preferredMimeType(
      data as IRenderMime.IMimeModel['data'],
      'any'
    );
  }

  /** A widget that shows one type of a bundle. */
  output(
    type: string,
    data: Record<string, unknown>,
    metadata: Record<string, unknown> = {}
  ): IRenderMime.IRenderer {
    const renderer = this._safe.createRenderer(type);
    const model = new MimeModel({
      data: data as IRenderMime.IMimeModel['data'],
      metadata: metadata as IRenderMime.IMimeModel['metadata'],
      trusted: false
    });
    renderer.renderModel(model).catch((error: unknown) => {
      renderer.node.textContent = String(error);
    });
    return renderer;
  }

  private get _safe(): IRenderMimeRegistry {
    const { rendermime, contents } = this.host;
    return (this._registry ??= safeRegistry(rendermime, this.path, contents));
  }

  private _registry: IRenderMimeRegistry | null = null;
}
