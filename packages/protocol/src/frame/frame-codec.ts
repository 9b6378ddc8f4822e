import { assert, err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { joinParts } from '@metropane/live-state';
import type { ChannelPart, CityDiff } from '@metropane/live-state';
import type { DiffHeader, PartList, SnapshotHeader } from '../socket/messages.ts';
import { aligned, decodeChannel } from './channel-codec.ts';

/** A channel with its encoded part. */
export interface EncodedPart {
  channel: string;
  bytes: Uint8Array;
}

/** Lays parts one after another as the body of a frame, with the list that its header carries. [P2] */
export function packParts(parts: readonly EncodedPart[]): { parts: PartList; body: Uint8Array } {
  let size = 0;
  for (const { bytes } of parts) size += bytes.length;
  const body = new Uint8Array(size);
  const list: PartList = [];
  let at = 0;
  for (const { channel, bytes } of parts) {
    body.set(bytes, at);
    list.push([channel, bytes.length]);
    at += bytes.length;
  }
  return { parts: list, body };
}

/**
 * The diff that a frame carries; a snapshot is a diff from 0, to be applied with `applySnapshot` and the header's channels.
 * `bad-frame`: header and body do not fit, or a part is not readable; the client then says hello anew without resume. [P8]
 */
export function decodeFrame(
  header: DiffHeader | SnapshotHeader,
  body: Uint8Array | ArrayBuffer,
): Result<CityDiff, 'bad-frame'> {
  try {
    const bytes = aligned(body instanceof Uint8Array ? body : new Uint8Array(body));
    const parts: ChannelPart[] = [];
    let at = 0;
    for (const [channel, length] of header.parts) {
      const isInside = Number.isInteger(length) && length >= 0 && at + length <= bytes.byteLength;
      assert(isInside, 'a part lies inside the body', { channel, at, length });
      parts.push(decodeChannel(bytes.subarray(at, at + length)));
      at += length;
    }
    assert(at === bytes.byteLength, 'the parts are the whole body', { parts: at, body: bytes.byteLength });
    const from = 'from' in header ? header.from : 0;
    return ok(joinParts({ epoch: header.epoch, from, seq: header.seq, atMs: header.atMs }, parts));
  } catch (error) {
    return err('bad-frame', error instanceof Error ? error.message : String(error));
  }
}
