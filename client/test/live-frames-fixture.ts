/** Only for tests: what a page says and hears on its live link, decoded. */
import { decodeFrame } from '@metropane/protocol';
import type { DiffHeader, SnapshotHeader } from '@metropane/protocol';
import type { Page } from 'playwright-core';

/** A snapshot or a diff as it came over the wire. */
export interface HeardFrame {
  event: 'snapshot' | 'diff';
  bytes: number;
  channels: string[];
  dropped: string[];
  /** Rows of a layer that the frame names, moves, measures or removes. */
  rowsOf(layerId: string): Set<number>;
  /** Entities of a layer that the frame names. */
  namesOf(layerId: string): string[];
}

export interface HeardLink {
  frames: HeardFrame[];
  /** The channels of each hello and interest. */
  asked: string[][];
}

/** Call before the page is opened. */
export function hearLink(page: Page): HeardLink {
  const link: HeardLink = { frames: [], asked: [] };
  page.on('websocket', (socket) => {
    let pending: { event: 'snapshot' | 'diff'; header: SnapshotHeader | DiffHeader } | undefined;
    socket.on('framesent', ({ payload }) => {
      const said = /^42\/live,(\["(?:hello|interest)",.*)$/s.exec(payload.toString())?.[1];
      if (said !== undefined)
        link.asked.push((JSON.parse(said) as [string, { channels: string[] }])[1].channels);
    });
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload === 'string') {
        const told = /^451-\/live,(\["(?:snapshot|diff)",.*)$/s.exec(payload)?.[1];
        if (told === undefined) return;
        const [event, header] = JSON.parse(told) as ['diff', DiffHeader];
        pending = { event, header };
      } else if (pending !== undefined) {
        link.frames.push(heardFrame(pending, payload));
        pending = undefined;
      }
    });
  });
  return link;
}

function heardFrame(
  { event, header }: { event: 'snapshot' | 'diff'; header: SnapshotHeader | DiffHeader },
  body: Buffer,
): HeardFrame {
  const decoded = decodeFrame(header, body);
  if (!decoded.ok) throw new Error(decoded.message);
  const { layers } = decoded.value;
  return {
    event,
    bytes: body.length,
    channels: header.parts.map(([channel]) => channel),
    dropped: 'dropped' in header ? (header.dropped ?? []) : [],
    namesOf: (layerId) => layers.get(layerId)?.named.names ?? [],
    rowsOf(layerId) {
      const layer = layers.get(layerId);
      if (layer === undefined) return new Set();
      const { removed, named, moved, measured } = layer;
      return new Set([...removed, ...named.rows, ...moved.rows, ...measured.rows]);
    },
  };
}
