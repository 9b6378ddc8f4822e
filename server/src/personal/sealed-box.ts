import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM, NIST SP 800-38D: a nonce of 96 bits, a tag of 128. */
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** A box of this build: what it was sealed with stands in its first byte, so that a later build can still open it. */
const VERSION = 1;

/**
 * Seals bytes: `version nonce tag ciphertext`. `context` names what it belongs to and is proven when it is opened, so a box that is
 * moved to another record does not open there. One key may seal some 2³² boxes; here it seals one.
 */
export function sealBytes(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
}

/** The bytes of a box, or `null` when key, context or box are not those of the sealing. */
export function openBytes(key: Uint8Array, box: Uint8Array, context: string): Buffer | null {
  const head = 1 + NONCE_BYTES + TAG_BYTES;
  if (box.length < head || box[0] !== VERSION) return null;
  const decipher = createDecipheriv(CIPHER, key, box.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(box.subarray(1 + NONCE_BYTES, head));
  try {
    return Buffer.concat([decipher.update(box.subarray(head)), decipher.final()]);
  } catch (error) {
    // What node throws for a tag that does not fit; anything else is a bug and goes on.
    if (error instanceof Error && /authenticate data/.test(error.message)) return null;
    throw error;
  }
}
