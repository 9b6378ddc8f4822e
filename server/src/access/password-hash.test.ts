import { expect, test } from 'vitest';
import { hashPassword, isOutdated, OWASP_COST, verifyPassword } from './password-hash.ts';

const CHEAP = { memoryKib: 64, passes: 1, lanes: 1 };

test('a password proves itself and no other, also where its letters are composed differently', async () => {
  const hash = await hashPassword('con mèo trên mái nhà', CHEAP);
  expect(await verifyPassword('con mèo trên mái nhà'.normalize('NFD'), hash)).toBe(true);
  expect(await verifyPassword('con meo tren mai nha', hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

test('the cost stands in each hash, so that it can be raised while old ones still prove', async () => {
  const old = await hashPassword('a password of old days', CHEAP);
  expect(old).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(isOutdated(old)).toBe(true);
  const fresh = await hashPassword('a password of old days');
  expect(fresh).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect([isOutdated(fresh), isOutdated(fresh, OWASP_COST), isOutdated(fresh, CHEAP)]).toEqual([
    false,
    false,
    true,
  ]);
});

test('one password gives two hashes: a stolen list shows no twins', async () => {
  expect(await hashPassword('the same for two', CHEAP)).not.toBe(
    await hashPassword('the same for two', CHEAP),
  );
});

test.each([
  ['', 'nothing'],
  [
    '$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'another function',
  ],
  [
    '$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'ten gigabytes',
  ],
])('a stored hash that is damaged is told, never taken: %s', async (hash) => {
  await expect(verifyPassword('x', hash)).rejects.toThrow('a stored password hash is damaged');
});
