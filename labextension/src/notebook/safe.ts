// Renders what others wrote: nothing of it runs, and nothing of it reaches another host.
import { Sanitizer } from '@jupyterlab/apputils';
import {
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Contents } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';
import { withoutRequests } from './sanitize';

/** JupyterLab's sanitizer, then no requests and no commands. */
class ClosedSanitizer extends Sanitizer {
  constructor(private readonly further: (html: string) => string) {
    super();
    this.setAllowCommandLinker?.(false);
  }

  override sanitize(
    dirty: string,
    options?: IRenderMime.ISanitizerOptions
  ): string {
    return this.further(withoutRequests(super.sanitize(dirty, options)));
  }
}

/** An SVG as a picture, which is how a browser neither runs nor fetches anything of it. */
class SvgPicture extends Widget implements IRenderMime.IRenderer {
  constructor() {
    super({ node: document.createElement('div') });
    this.addClass('jp-RenderedImage');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const picture = document.createElement('img');
    const text = (type: string) => {
      const value = model.data[type];
      return typeof value === 'string' ? value : '';
    };
    picture.alt = text('text/plain');
    picture.src = `data:image/svg+xml,${encodeURIComponent(text('image/svg+xml'))}`;
    this.node.replaceChildren(picture);
    return Promise.resolve();
  }
}

const svgFactory: IRenderMime.IRendererFactory = {
  safe: true,
  mimeTypes: ['image/svg+xml'],
  defaultRank: 80,
  createRenderer: () => new SvgPicture()
};

const ACTIVE = new Set([
  'image/svg+xml',
  'text/javascript',
  'application/javascript'
]);

/**
 * A registry for the outputs of a version: text, pictures and sanitised HTML.
 *
 * @param host - JupyterLab's own registry, for its Markdown and LaTeX
 * @param path - where the notebook is, for pictures beside it
 * @param further - what else is done to HTML that was sanitised
 */
export function safeRegistry(
  host: IRenderMimeRegistry,
  path: string,
  contents: Contents.IManager,
  further: (html: string) => string = html => html
): RenderMimeRegistry {
  return new RenderMimeRegistry({
    initialFactories: [
      ...standardRendererFactories.filter(
        factory => !factory.mimeTypes.some(type => ACTIVE.has(type))
      ),
      svgFactory
    ],
    sanitizer: new ClosedSanitizer(further),
    latexTypesetter: host.latexTypesetter ?? undefined,
    markdownParser: host.markdownParser ?? undefined,
    resolver: new RenderMimeRegistry.UrlResolver({ path, contents })
  });
}
