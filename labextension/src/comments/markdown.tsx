// A comment's Markdown, drawn by JupyterLab's renderer; plain until that is done, so that its height is about right.
import { memo, useLayoutEffect, useRef } from 'react';
import { useThreads } from './context';

/** The words of a comment. */
export const Markdown = memo(function Markdown(props: {
  text: string;
}): JSX.Element {
  const { text } = props;
  const { renderer, actions } = useThreads();
  const place = useRef<HTMLDivElement>(null);
  const { openVersions } = actions;
  useLayoutEffect(() => {
    const element = place.current!;
    const plain = document.createElement('div');
    plain.className = 'jp-jovian-Plain';
    plain.textContent = text;
    element.replaceChildren(plain);
    return renderer.draw(text, element, openVersions);
  }, [renderer, text, openVersions]);
  return <div className="jp-jovian-Markdown" ref={place} />;
});
