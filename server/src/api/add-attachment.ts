import type { AttachmentRef, Incident } from '@metropane/incidents';
import { AttachmentsFull } from '../delivery/attachments/attachment-store.ts';
import {
  checkAttachment,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  MAX_INCIDENT_BYTES,
  neutralName,
  safeFileName,
} from '../delivery/attachments/attachment-type.ts';
import { canStrip, stripMetadata } from '../delivery/attachments/strip-metadata.ts';
import { fileNameRecord } from '../personal/seal-facts.ts';
import type { ActionAnswer } from '../pipeline/action-writer.ts';
import type { Room } from './api-deps.ts';
import { Problem } from './problem.ts';

/** Somebody else may act on the incident between our look and our act; an attachment conflicts with nothing. */
const ATTEMPTS = 8;
/** A little more than a file may have: who is just above it is told so, instead of finding the connection cut. */
export const ATTACHMENT_BODY_BYTES = MAX_ATTACHMENT_BYTES + 256 * 1024;

export interface GivenFile {
  readonly bytes: Uint8Array;
  /** Media type that the sender claims. */
  readonly claimed: string;
  /** As the sender calls it; empty = it has no name. Sealed, never shown. */
  readonly name: string;
  readonly actor: string;
  /** `pictures`: metadata leave every picture, other files stay as they are; `all`: what cannot be stripped is refused. */
  readonly strip: 'none' | 'pictures' | 'all';
}

/** Checks a file, takes metadata out of it, keeps it and notes it in the incident. Throws `Problem`. */
export async function addAttachment(
  room: Room,
  incident: Incident,
  given: GivenFile,
): Promise<{ attachment: AttachmentRef; isNew: boolean }> {
  const checked = await checkAttachment(given.bytes, given.claimed);
  if (!checked.ok) throw new Problem(STATUS[checked.code], checked.code, { detail: checked.message });
  const type = checked.value;
  const bytes = strippedOf(given, type);
  assertRoomFor(incident, bytes.length);
  const sha256 = await put(room, bytes);
  const known = incident.attachments?.find((one) => one.sha256 === sha256);
  if (known !== undefined) return { attachment: known, isNew: false };
  const attachment = {
    ...{ id: sha256.slice(0, 16), name: neutralName(type, sha256), type, bytes: bytes.length, sha256 },
  };
  await noteName(room, incident.id, { id: attachment.id, type, given });
  return { attachment: await attach(room, incident, { attachment, actor: given.actor }), isNew: true };
}

type NewAttachment = Omit<AttachmentRef, 'by' | 'atMs'>;

function strippedOf({ bytes, strip }: GivenFile, type: string): Uint8Array {
  if (strip === 'none' || (strip === 'pictures' && !canStrip(type))) return bytes;
  const stripped = stripMetadata(bytes, type);
  if (stripped.ok) return stripped.value;
  throw new Problem(422, stripped.code, { detail: stripped.message });
}

/** Before the act that speaks of the file: a name without a file harms nobody, a file that lost its name may. */
async function noteName(
  { pipeline }: Room,
  incidentId: string,
  { id, type, given }: { id: string; type: string; given: GivenFile },
): Promise<void> {
  if (given.name === '') return;
  const record = fileNameRecord(id, incidentId);
  await pipeline.call({
    name: 'note',
    kind: 'attachment-name',
    actor: given.actor,
    body: { incidentId, attachment: id },
    dedupKey: record,
    personal: { record, fields: { name: safeFileName(given.name, type) } },
  });
}

async function attach(
  room: Room,
  incident: Incident,
  { attachment, actor }: { attachment: NewAttachment; actor: string },
): Promise<AttachmentRef> {
  const actionId = `attach-${attachment.sha256}`;
  for (let attempt = 1, revision = incident.revision; ; attempt++) {
    const action = { action: 'attach', actionId, expectedRevision: revision, attachment };
    const call = { name: 'action' as const, incidentId: incident.id, action, actor };
    const answer = await room.pipeline.call<ActionAnswer>(call);
    const now = answer.incident as Incident | undefined;
    if (answer.status === 200) {
      const kept = now?.attachments?.find((one) => one.sha256 === attachment.sha256);
      return kept ?? { ...attachment, by: actor, atMs: room.clock.nowMs() };
    }
    if (answer.status !== 409 || now === undefined || attempt === ATTEMPTS)
      throw new Problem(answer.status, answer.code ?? 'refused', { detail: answer.detail ?? 'refused' });
    revision = now.revision;
  }
}

const STATUS = {
  'attachment-type': 415,
  'attachment-disguised': 415,
  'attachment-empty': 400,
  oversize: 413,
} as const;

function assertRoomFor({ id, attachments = [] }: Incident, bytes: number): void {
  const sum = attachments.reduce((total, one) => total + one.bytes, bytes);
  if (attachments.length >= MAX_ATTACHMENTS || sum > MAX_INCIDENT_BYTES) {
    throw new Problem(413, 'attachments-full', {
      detail: `${id} takes at most ${MAX_ATTACHMENTS} files and ${MAX_INCIDENT_BYTES} bytes`,
    });
  }
}

async function put({ attachments }: Room, bytes: Uint8Array): Promise<string> {
  try {
    return await attachments.put(bytes);
  } catch (error) {
    if (error instanceof AttachmentsFull)
      throw new Problem(507, 'attachments-full', { detail: error.message });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new Problem(507, 'insufficient-storage', { detail: 'the disk is full' });
    throw error;
  }
}
