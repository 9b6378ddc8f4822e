import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** Work that one hash costs: KiB of memory, passes over it, lanes. Kept with each hash, so that they can be raised later. */
export interface HashCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane. */
export const OWASP_COST: HashCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;
/** A row that somebody edited must not make one sign-in cost gigabytes. */
const MOST_MEMORY_KIB = 262_144;

/** A password as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`. The text is normalised (NFC): keyboards differ in how they write ế. */
export async function hashPassword(password: string, cost: HashCost = OWASP_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, cost);
  const { memoryKib, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${bare(salt)}$${bare(tag)}`;
}

/** Whether a password is the one of a hash; compared in constant time. Throws for a hash that is none: a damaged database. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const { cost, salt, tag } = parse(hash);
  return timingSafeEqual(await derive(password, salt, cost), tag);
}

/** Whether a hash was made with another cost than new ones are. */
export function isOutdated(hash: string, cost: HashCost = OWASP_COST): boolean {
  const found = parse(hash).cost;
  return found.memoryKib !== cost.memoryKib || found.passes !== cost.passes || found.lanes !== cost.lanes;
}

function parse(hash: string): { cost: HashCost; salt: Buffer; tag: Buffer } {
  const [, m, t, p, salt, tag] = PHC.exec(hash) ?? [];
  const cost = { memoryKib: Number(m), passes: Number(t), lanes: Number(p) };
  if (salt === undefined || tag === undefined || cost.memoryKib > MOST_MEMORY_KIB)
    throw new Error('a stored password hash is damaged: set the password anew');
  return { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}

function derive(password: string, nonce: Buffer, cost: HashCost): Promise<Buffer> {
  const parameters = {
    message: password.normalize('NFC'),
    nonce,
    parallelism: cost.lanes,
    tagLength: TAG_BYTES,
    memory: cost.memoryKib,
    passes: cost.passes,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
