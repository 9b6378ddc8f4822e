import { chartColours, NUMBER_FONT, TEXT_FONT } from '../chart-theme.ts';

/** What a picture must say without the page round it. */
export interface PictureWords {
  title: string;
  /** Unit, value and how it compares. */
  figure: string;
  /** From when to when, in which zone. */
  span: string;
  /** What it is made of, and how old the newest of it was. */
  source: readonly string[];
}

/**
 * A PNG of a chart under its title, with time, source, unit and age: it will be looked at where nobody can ask. `scale`: pixels of the
 * chart per CSS pixel, to be told of one that is not on the page.
 */
export async function chartPicture(
  chart: HTMLCanvasElement,
  words: PictureWords,
  scale: number = chart.width / Math.max(1, chart.clientWidth),
): Promise<Uint8Array<ArrayBuffer>> {
  const colours = chartColours();
  const [pad, line] = [16 * scale, 20 * scale];
  const head = pad + line * 3.4;
  const picture = document.createElement('canvas');
  picture.width = chart.width + pad * 2;
  picture.height = Math.round(head + chart.height + line * words.source.length + pad * 1.5);
  const context = picture.getContext('2d');
  if (context === null) throw new Error('this browser draws no pictures');
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  const write = (text: string, y: number, [font, color]: [string, string]): void => {
    context.font = font;
    context.fillStyle = color;
    // Narrower letters rather than words that are cut off.
    context.fillText(text, pad, y, picture.width - 2 * pad);
  };
  const small: [string, string] = [`${12 * scale}px ${TEXT_FONT}`, colours.muted];
  write(words.title, pad + line * 0.8, [`600 ${16 * scale}px ${TEXT_FONT}`, colours.bright]);
  write(words.figure, pad + line * 1.9, [`500 ${14 * scale}px ${NUMBER_FONT}`, colours.text]);
  write(words.span, pad + line * 2.9, small);
  context.drawImage(chart, pad, head);
  words.source.forEach((text, at) => write(text, head + chart.height + line * (at + 1), small));
  const blob = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('this browser makes no PNG of this size');
  return new Uint8Array(await blob.arrayBuffer());
}
