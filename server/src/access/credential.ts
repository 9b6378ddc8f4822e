import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Longer bearers are refused unread: hashing must not become a way to burn our time. */
const MAX_SECRET_LENGTH = 512;

/** A new secret: 32 random bytes as 43 base64url characters. Shown once, stored nowhere. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A new row id: 16 hexadecimal characters, fit for a realm name, logs and URLs. */
export function makeRowId(): string {
  return randomBytes(8).toString('hex');
}

/** What is stored instead of a secret: its SHA-256 in hexadecimal. The secrets are 256 random bits, so no salt or stretching is due. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Whether a secret that came from outside is worth hashing at all. */
export function isSecretShaped(secret: string): boolean {
  return secret.length > 0 && secret.length <= MAX_SECRET_LENGTH;
}

/** Compares two hashes of `hashSecret` in constant time. */
export function areSameHash(left: string, right: string): boolean {
  return (
    left.length === right.length && timingSafeEqual(Buffer.from(left, 'ascii'), Buffer.from(right, 'ascii'))
  );
}
