// Takes from sanitised HTML what would make the browser ask another host, or act on a click.

const FETCHING = ['src', 'srcset', 'poster', 'background', 'data', 'longdesc'];

/** Parse HTML without running or fetching any of it, and keep only what stays in the page. */
export function withoutRequests(html: string): string {
  return rewritten(html, body => {
    for (const element of body.querySelectorAll('*')) {
      for (const { name, value } of [...element.attributes]) {
        if (reachesOut(name, value)) {
          element.removeAttribute(name);
        }
      }
    }
    // A form without an address sends the whole page away when it is submitted.
    for (const form of body.querySelectorAll('form')) {
      form.replaceWith(...form.childNodes);
    }
  });
}

/** Parse HTML without running or fetching any of it, change it, and write it again. */
export function rewritten(
  html: string,
  change: (body: HTMLElement) => void
): string {
  // eslint-disable-next-line no-restricted-syntax -- what it parses neither runs nor loads, and leaves as text again
  const page = new DOMParser().parseFromString(html, 'text/html');
  change(page.body);
  const serializer = new XMLSerializer();
  return [...page.body.childNodes]
    .map(node => serializer.serializeToString(node))
    .join('');
}

function reachesOut(name: string, value: string): boolean {
  if (FETCHING.includes(name)) {
    return name === 'srcset' || !isLocal(value);
  }
  if (name === 'style') {
    return /url\s*\(|image-set|\\/i.test(value);
  }
  return (
    name === 'action' ||
    name === 'formaction' ||
    name.startsWith('data-commandlinker')
  );
}

/** Whether a picture's address is inside the notebook or beside it. */
function isLocal(address: string): boolean {
  const text = address.trim();
  return (
    /^(data:image\/|attachment:)/i.test(text) ||
    // Neither a scheme nor a host: a file beside the notebook.
    !/^([a-z][a-z0-9+.-]*:|[\\/])/i.test(text)
  );
}
