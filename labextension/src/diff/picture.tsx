// Two pictures: side by side, swiped, one through the other, or where they differ.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import { useDiff } from './context';
import { useKept } from './hooks';
import { heat } from './pixels';
import { sideName } from './words';

export type PictureMode = 'beside' | 'swipe' | 'onion' | 'heat';

/** A picture's address: its own data, so that nothing is asked of anybody. */
export function pictureAddress(mime: string, value: string): string {
  if (mime === 'image/svg+xml') {
    return `data:${mime},${encodeURIComponent(value)}`;
  }
  return `data:${mime};base64,${value.replace(/\s+/g, '')}`;
}

/** The four ways to compare two pictures. */
export function PictureModes(props: {
  mode: PictureMode;
  onChange: (mode: PictureMode) => void;
}): JSX.Element {
  const { trans } = useDiff();
  const modes: [PictureMode, string][] = [
    ['beside', trans.__('Side by side')],
    ['swipe', trans.__('Swipe')],
    ['onion', trans.__('Onion')],
    ['heat', trans.__('Heat map')]
  ];
  return (
    <div
      className="jp-jovian-Modes"
      role="group"
      aria-label={trans.__('How to compare the pictures')}
    >
      {modes.map(([mode, label]) => (
        <button
          key={mode}
          type="button"
          className={`jp-jovian-Button ${mode === props.mode ? 'jp-mod-primary' : ''}`}
          aria-pressed={mode === props.mode}
          onClick={() => props.onChange(mode)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

interface IPictures {
  old: string;
  new: string;
}

/** Both pictures, compared. */
export function PictureDiff(
  props: IPictures & { id: string; mode: PictureMode }
): JSX.Element {
  const { model, trans } = useDiff();
  const { target, difference } = model;
  const names = [
    sideName('old', target, difference, trans),
    sideName('new', target, difference, trans)
  ];
  switch (props.mode) {
    case 'beside':
      return (
        <div className="jp-jovian-Pictures jp-mod-beside">
          <Picture address={props.old} name={names[0]} />
          <Picture address={props.new} name={names[1]} />
        </div>
      );
    case 'heat':
      return <HeatMap {...props} />;
    default:
      return <Overlay {...props} names={names} mode={props.mode} />;
  }
}

function Picture(props: { address: string; name: string }): JSX.Element {
  const { trans } = useDiff();
  return (
    <div className="jp-jovian-Picture">
      <img
        src={props.address}
        alt={trans.__('The picture in %1', props.name)}
        draggable={false}
      />
    </div>
  );
}

/** One picture over the other, with a slider for how much of it. */
function Overlay(
  props: IPictures & { id: string; mode: 'swipe' | 'onion'; names: string[] }
): JSX.Element {
  const { trans } = useDiff();
  const [share, setShare] = useKept(`${props.id} ${props.mode}`, 50);
  const frame = useRef<HTMLDivElement>(null);
  const style = { '--jp-jovian-share': `${share}%` } as CSSProperties;
  const drag = (x: number) => {
    const { left, width } = frame.current!.getBoundingClientRect();
    setShare(Math.round(Math.min(Math.max((x - left) / width, 0), 1) * 100));
  };
  const swipe = props.mode === 'swipe';
  return (
    <div className="jp-jovian-Pictures">
      <div
        className={`jp-jovian-Overlay jp-mod-${props.mode}`}
        ref={frame}
        style={style}
        onPointerDown={event => {
          if (swipe) {
            event.currentTarget.setPointerCapture(event.pointerId);
            drag(event.clientX);
          }
        }}
        onPointerMove={event => {
          if (swipe && event.buttons > 0) {
            drag(event.clientX);
          }
        }}
      >
        <Picture address={props.old} name={props.names[0]} />
        <Picture address={props.new} name={props.names[1]} />
        {swipe && <span className="jp-jovian-Overlay-line" />}
      </div>
      <label className="jp-jovian-Slider">
        <span>{props.names[0]}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={share}
          aria-label={
            swipe
              ? trans.__('How far the new picture is drawn over')
              : trans.__('How much of the new picture shows through')
          }
          onChange={event => setShare(Number(event.target.value))}
        />
        <span>{props.names[1]}</span>
      </label>
    </div>
  );
}

/** Where the pictures differ, in red. */
function HeatMap(props: IPictures): JSX.Element {
  const { trans } = useDiff();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [outcome, setOutcome] = useState<{ of: string; words: string }>();
  const of = useMemo(
    () => `${props.old}\n${props.new}`,
    [props.old, props.new]
  );
  useEffect(() => {
    let left = false;
    const tell = (words: string) => left || setOutcome({ of, words });
    Promise.all([loaded(props.old), loaded(props.new)])
      .then(([old, newer]) => {
        if (!left && canvas.current) {
          const share = paintHeat(canvas.current, old, newer);
          tell(
            share === 0
              ? trans.__('No pixel differs.')
              : trans.__('%1% of the pixels differ.', percent(share))
          );
        }
      })
      .catch(() => tell(trans.__('These pictures cannot be compared.')));
    return () => {
      left = true;
    };
  }, [of, props.old, props.new, trans]);
  return (
    <div className="jp-jovian-Pictures">
      <canvas
        ref={canvas}
        role="img"
        aria-label={trans.__('Where the pictures differ')}
      />
      <div className="jp-jovian-Slider" role="status">
        {outcome?.of === of ? outcome.words : trans.__('Comparing…')}
      </div>
    </div>
  );
}

function percent(share: number): string {
  return share < 0.001 ? '<0.1' : (share * 100).toFixed(1);
}

async function loaded(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

function paintHeat(
  canvas: HTMLCanvasElement,
  old: HTMLImageElement,
  newer: HTMLImageElement
): number {
  const width = Math.max(old.naturalWidth, newer.naturalWidth);
  const height = Math.max(old.naturalHeight, newer.naturalHeight);
  const pixels = (image: HTMLImageElement) => {
    const sheet = new OffscreenCanvas(width, height);
    const pen = sheet.getContext('2d', { willReadFrequently: true })!;
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, width, height);
  };
  const { data, changed } = heat(pixels(old), pixels(newer));
  canvas.width = width;
  canvas.height = height;
  canvas
    .getContext('2d')!
    .putImageData(new ImageData(data, width, height), 0, 0);
  return changed;
}
