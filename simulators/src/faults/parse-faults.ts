import { parseDurationMs } from '../options/duration.ts';
import { OptionError } from '../options/option-error.ts';

/** What goes wrong on the way, each with its share of messages or its size. */
export interface Faults {
  /** This share is sent `byMs` later than it should be. */
  readonly late?: { readonly share: number; readonly byMs: number };
  /** This share is sent twice. */
  readonly duplicate?: number;
  /** Every message is held for a random time up to this. */
  readonly reorderMs?: number;
  /** This share never leaves. */
  readonly drop?: number;
  /** The messages of each minute come all at its end, so many times faster. */
  readonly burst?: number;
}

/** Reads `late=0.05:90s,duplicate=0.02,reorder=30s,drop=0.01,burst=10x`; every part may be left out. */
export function parseFaults(text: string): Faults {
  const faults: { -readonly [K in keyof Faults]: Faults[K] } = {};
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [name = '', value = ''] = part.trim().split('=');
    if (name === 'late') {
      const [share = '', by = ''] = value.split(':');
      faults.late = { share: readShare(share, part), byMs: parseDurationMs(by, 'faults late') };
    } else if (name === 'duplicate') faults.duplicate = readShare(value, part);
    else if (name === 'drop') faults.drop = readShare(value, part);
    else if (name === 'reorder') faults.reorderMs = parseDurationMs(value, 'faults reorder');
    else if (name === 'burst') faults.burst = readFactor(value, part);
    else
      throw new OptionError(`--faults: unknown "${part}"; there are late, duplicate, reorder, drop, burst.`);
  }
  return faults;
}

function readShare(text: string, part: string): number {
  const share = Number(text);
  if (text === '' || !(share >= 0 && share <= 1))
    throw new OptionError(`--faults: ${part}: expected a share from 0 to 1.`);
  return share;
}

function readFactor(text: string, part: string): number {
  const factor = Number(text.replace(/x$/, ''));
  if (!(factor >= 1)) throw new OptionError(`--faults: ${part}: expected a factor such as 10x.`);
  return factor;
}
