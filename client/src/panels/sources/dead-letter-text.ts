import { laidOutJson } from '../receipt/shown-payload.ts';
import type { DeadLetter } from './feed-answers.ts';

const MOST_CHARACTERS = 4_000;

/** The refused message as text; of an array the refused item alone, with every character as it came. */
export function letterText({ payloadBase64, index }: Pick<DeadLetter, 'payloadBase64' | 'index'>): string {
  const bytes = Uint8Array.from(atob(payloadBase64), (letter) => letter.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  const item = index < 0 ? text : (itemOf(text, index) ?? text);
  const shown = laidOutJson(item);
  return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}…` : shown;
}

/** The text of one item of a JSON array, not parsed and not written again; null when the text is no array or has no such item. */
export function itemOf(text: string, index: number): string | null {
  const open = /^\s*\[/.exec(text);
  if (open === null) return null;
  let depth = 0;
  let at = 0;
  let start = open[0].length;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const [token] = match;
    if (token === '{' || token === '[') depth += 1;
    const isEnd = (token === ',' && depth === 1) || (token === ']' && depth === 1);
    if (isEnd) {
      if (at === index) return text.slice(start, match.index).trim();
      at += 1;
      start = match.index + 1;
    }
    if (token === '}' || token === ']') depth -= 1;
  }
  return null;
}
