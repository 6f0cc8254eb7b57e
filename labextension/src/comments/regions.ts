// Parts of pictures that threads are about: their frames, and choosing one with the mouse.
import { CodeCell } from '@jupyterlab/cells';
import type { Cell } from '@jupyterlab/cells';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Region } from '../api/types';
import type { ISlotContent } from './slot';

const SMALLEST = 0.01;

/** The frames on the pictures of one cell. */
export class RegionMarks {
  /** Show a frame for each open thread about a part of a picture. */
  display(cell: Cell, content: ISlotContent, current: string | null): void {
    const wanted = [
      ...content.threads.flatMap(({ thread, where }) => {
        const region = thread.anchor.output?.region;
        return region &&
          where?.output != null &&
          thread.state === 'open' &&
          thread.place?.state !== 'outdated'
          ? [{ region, output: where.output, on: thread.id === current }]
          : [];
      }),
      ...content.started.flatMap(([, { about }]) =>
        about.region && about.output != null
          ? [{ region: about.region, output: about.output, on: true }]
          : []
      )
    ];
    // Frames that are right already stay, so that nothing flickers.
    const key = JSON.stringify(wanted);
    if (
      key === this._key &&
      this._frames.length === wanted.length &&
      this._frames.every(frame => frame.isConnected)
    ) {
      return;
    }
    this._key = key;
    for (const frame of this._frames) {
      frame.remove();
    }
    this._frames = [];
    for (const { region, output, on } of wanted) {
      const picture = pictureOf(cell, output);
      if (picture) {
        const frame = frameOn(picture, region);
        frame.classList.toggle('jp-mod-current', on);
        this._frames.push(frame);
      }
    }
  }

  private _key = '';
  private _frames: HTMLElement[] = [];
}

/** The picture that an output shows. */
function pictureOf(cell: Cell, output: number): HTMLImageElement | null {
  return cell instanceof CodeCell
    ? (cell.outputArea.widgets[output]?.node.querySelector('img') ?? null)
    : null;
}

/** A frame that stays on a part of a picture whatever its size. */
function frameOn(picture: HTMLElement, region: Region): HTMLElement {
  const frame = document.createElement('div');
  frame.className = 'jp-jovian-Region';
  put(frame, picture, region);
  picture.parentElement!.classList.add('jp-jovian-Framed');
  picture.after(frame);
  const observer = new ResizeObserver(() => {
    if (frame.isConnected) {
      put(frame, picture, region);
    } else {
      observer.disconnect();
    }
  });
  observer.observe(picture);
  return frame;
}

function put(frame: HTMLElement, picture: HTMLElement, region: Region): void {
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = picture;
  Object.assign(frame.style, {
    left: `${offsetLeft + region.x * offsetWidth}px`,
    top: `${offsetTop + region.y * offsetHeight}px`,
    width: `${region.width * offsetWidth}px`,
    height: `${region.height * offsetHeight}px`
  });
}

/** Let somebody choose a part of a picture; null when they would not. */
export function chooseRegion(
  picture: HTMLImageElement,
  trans: TranslationBundle
): Promise<Region | null> {
  const box = picture.getBoundingClientRect();
  const veil = document.createElement('div');
  veil.className = 'jp-jovian-Choose';
  veil.tabIndex = -1;
  veil.setAttribute('role', 'dialog');
  veil.setAttribute('aria-label', trans.__('Draw a frame around a part of it'));
  veil.title = trans.__('Draw a frame around a part of it; Escape cancels');
  Object.assign(veil.style, {
    left: `${box.left}px`,
    top: `${box.top}px`,
    width: `${box.width}px`,
    height: `${box.height}px`
  });
  document.body.append(veil);
  veil.focus();
  return new Promise(resolve => {
    let from: [number, number] | null = null;
    let frame: HTMLElement | null = null;
    let region: Region | null = null;
    const share = (event: PointerEvent): [number, number] => [
      Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)),
      Math.min(1, Math.max(0, (event.clientY - box.top) / box.height))
    ];
    const end = (chosen: Region | null) => {
      // What comes first counts: taking the veil away takes the focus from it, too.
      resolve(chosen);
      veil.removeEventListener('blur', cancel);
      veil.remove();
    };
    const cancel = () => end(null);
    veil.addEventListener('pointerdown', event => {
      from = share(event);
      veil.setPointerCapture(event.pointerId);
      frame = document.createElement('div');
      frame.className = 'jp-jovian-Region jp-mod-current';
      veil.append(frame);
    });
    veil.addEventListener('pointermove', event => {
      if (from && frame) {
        const [x, y] = share(event);
        region = {
          x: Math.min(x, from[0]),
          y: Math.min(y, from[1]),
          width: Math.abs(x - from[0]),
          height: Math.abs(y - from[1])
        };
        for (const [side, value] of [
          ['left', region.x],
          ['top', region.y],
          ['width', region.width],
          ['height', region.height]
        ] as const) {
          frame.style[side] = `${100 * value}%`;
        }
      }
    });
    veil.addEventListener('pointerup', () => {
      const isBig =
        region && region.width > SMALLEST && region.height > SMALLEST;
      end(isBig ? region : null);
    });
    veil.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        end(null);
      }
    });
    veil.addEventListener('blur', cancel);
  });
}
