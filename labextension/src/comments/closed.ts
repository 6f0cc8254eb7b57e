// What may be in a comment: words, code, tables, small pictures, and links to the web or to write a letter.
import { rewritten } from '../notebook/sanitize';

const LINK = /^(https:\/\/|mailto:)/i;
const PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,/i;
const KEPT = new Set([
  'href',
  'src',
  'alt',
  'title',
  'align',
  'colspan',
  'rowspan',
  'start',
  'dir',
  'lang'
]);
const TAGS = new Set(
  (
    'a abbr b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q ' +
    's samp small span strike strong sub summary sup table tbody td tfoot th thead tr u ul var'
  ).split(' ')
);
const DROPPED =
  'script,style,template,noscript,iframe,object,embed,svg,math,video,audio,form,button,select,textarea,input,map';

/** Keep of sanitised HTML only what a comment may have: no ids, data, styles, or classes but those that colour code. */
export function closedComment(html: string): string {
  return rewritten(html, body => {
    for (const element of body.querySelectorAll(DROPPED)) {
      element.remove();
    }
    for (const element of [...body.querySelectorAll('*')]) {
      if (!TAGS.has(element.localName)) {
        element.replaceWith(...element.childNodes);
        continue;
      }
      for (const { name, value } of [...element.attributes]) {
        if (!isKept(element, name, value)) {
          element.removeAttribute(name);
        }
      }
      if (element.localName === 'img' && !element.hasAttribute('src')) {
        element.replaceWith(element.getAttribute('alt') ?? '');
      }
      if (element.localName === 'a' && element.hasAttribute('href')) {
        element.setAttribute('target', '_blank');
        element.setAttribute('rel', 'noopener noreferrer nofollow');
      }
    }
  });
}

function isKept(element: Element, name: string, value: string): boolean {
  if (name === 'href') {
    return element.localName === 'a' && LINK.test(value.trim());
  }
  if (name === 'src') {
    return element.localName === 'img' && PICTURE.test(value.trim());
  }
  if (name === 'class') {
    return (
      element.closest('pre') !== null &&
      value.split(/\s+/).every(one => /^(ͼ|cm-|tok-|language-)/.test(one))
    );
  }
  return KEPT.has(name);
}
