// Draws the Markdown of comments through JupyterLab's renderer, and makes versions and people in it stand out.
import { MimeModel } from '@jupyterlab/rendermime';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Contents } from '@jupyterlab/services';
import { safeRegistry } from '../notebook/safe';
import { closedComment } from './closed';

const MARKDOWN = 'text/markdown';
const VERSIONS =
  /(?<![\w/@.-])v(\d{1,6})(?:(?:…|\.{2,3})v(\d{1,6}))?(?![\w/])|(?<![\w@/.+-])@\w(?:[\w.-]{0,98}\w)?/g;

/** What is done when a version in a comment is clicked; with two, they are compared. */
export type OpenVersions = (old: string, newer: string | null) => void;

/** Draws comments. */
export class CommentRenderer {
  constructor(
    private readonly host: IRenderMimeRegistry,
    private readonly contents: Contents.IManager
  ) {}

  /** Draw Markdown into an element; returns what ends it. */
  draw(
    text: string,
    place: HTMLElement,
    openVersions: OpenVersions
  ): () => void {
    const renderer = this._safe.createRenderer(MARKDOWN);
    const model = new MimeModel({ data: { [MARKDOWN]: text }, trusted: false });
    let ended = false;
    renderer
      .renderModel(model)
      .then(() => {
        if (!ended) {
          finish(renderer.node, openVersions);
          place.replaceChildren(renderer.node);
          // The renderer leaves math alone while it is in no window.
          void this.host.latexTypesetter?.typeset(renderer.node);
        }
      })
      .catch((error: unknown) => {
        // The words stay as they are, which is how they were drawn first.
        console.warn('jovian-lab: a comment could not be drawn', error);
      });
    return () => {
      ended = true;
      renderer.dispose();
    };
  }

  private get _safe(): IRenderMimeRegistry {
    return (this._registry ??= safeRegistry(
      this.host,
      '',
      this.contents,
      closedComment
    ));
  }

  private _registry: IRenderMimeRegistry | null = null;
}

/** Take away what JupyterLab adds to headings, and mark versions and people. */
export function finish(node: HTMLElement, openVersions: OpenVersions): void {
  for (const anchor of node.querySelectorAll('.jp-InternalAnchorLink')) {
    anchor.remove();
  }
  for (const heading of node.querySelectorAll('[data-jupyter-id]')) {
    heading.removeAttribute('data-jupyter-id');
  }
  for (const link of node.querySelectorAll('a[href]')) {
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (!text.parentElement?.closest('a, code, pre, mjx-container')) {
      texts.push(text);
    }
  }
  for (const text of texts) {
    mark(text, openVersions);
  }
}

function mark(text: Text, openVersions: OpenVersions): void {
  const pieces: (Node | string)[] = [];
  let last = 0;
  for (const match of text.data.matchAll(VERSIONS)) {
    const [words, old, newer] = match;
    pieces.push(text.data.slice(last, match.index));
    last = match.index + words.length;
    const element = document.createElement(old ? 'button' : 'span');
    element.textContent = words;
    if (old) {
      element.className = 'jp-jovian-Link';
      element.setAttribute('type', 'button');
      element.addEventListener('click', () =>
        openVersions(`v${old}`, newer ? `v${newer}` : null)
      );
    } else {
      element.className = 'jp-jovian-Mention';
    }
    pieces.push(element);
  }
  if (last > 0) {
    text.replaceWith(...pieces, text.data.slice(last));
  }
}
