import { err, ok, type Result } from '@metropane/base';
import { fileTypeFromBuffer } from 'file-type';

/** Contract limits. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
export const MAX_ATTACHMENTS = 50;
export const MAX_INCIDENT_BYTES = 200 * 1024 * 1024;

/** Pictures, a document, a short film: what a desk can look at. Nothing that a browser runs. */
export const ATTACHMENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['application/pdf', 'pdf'],
  ['video/mp4', 'mp4'],
]);

export type AttachmentRefusal = 'attachment-type' | 'attachment-disguised' | 'attachment-empty' | 'oversize';

/** The media type of the bytes, when it is one of those taken and the one that the sender claims. */
export async function checkAttachment(
  bytes: Uint8Array,
  claimed: string,
): Promise<Result<string, AttachmentRefusal>> {
  if (!ATTACHMENT_TYPES.has(claimed)) {
    const allowed = [...ATTACHMENT_TYPES.keys()].join(', ');
    return err('attachment-type', `an attachment is one of ${allowed}, not ${claimed.slice(0, 60)}`);
  }
  if (bytes.length === 0) return err('attachment-empty', 'an attachment has at least one byte');
  if (bytes.length > MAX_ATTACHMENT_BYTES)
    return err('oversize', `an attachment has at most ${MAX_ATTACHMENT_BYTES} bytes`);
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found !== claimed)
    return err('attachment-disguised', `said to be ${claimed}, the bytes are ${found ?? 'of no known kind'}`);
  return ok(claimed);
}

/**
 * What a file is called on screens, in the journal and on walls of paper: its kind and a piece of its hash. The name that it had where it
 * came from often names a person; it is kept sealed.
 */
export function neutralName(type: string, sha256: string): string {
  const kind = type.startsWith('image/') ? 'image' : type.startsWith('video/') ? 'video' : 'document';
  return `${kind}-${sha256.slice(0, 8)}.${ATTACHMENT_TYPES.get(type) ?? 'bin'}`;
}

/** A name that cannot leave its folder or its line; the ending is that of the type. */
export function safeFileName(given: string, type: string): string {
  const ending = ATTACHMENT_TYPES.get(type) ?? 'bin';
  const base = given
    .normalize('NFC')
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, ' ')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
    .replace(/^[.\s]+/, '')
    .slice(0, 80)
    .trim();
  return `${base === '' ? 'file' : base}.${ending}`;
}
