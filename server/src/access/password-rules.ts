import type { Result } from '@metropane/base';
import { err } from '@metropane/base';

export type PasswordRefusal = 'password-short' | 'password-long' | 'password-trivial';

/** NIST SP 800-63B-4: length counts, composition rules do not. */
export const MIN_PASSWORD_LENGTH = 12;
/** Hashing must not become a way to burn our time. */
export const MAX_PASSWORD_LENGTH = 200;
const MIN_DIFFERENT = 5;

/** What everybody tries first, without spaces and in small letters; also as the repeated part of a password. */
const DENIED = [
  'password',
  'passw0rd',
  'matkhau',
  'matkhau123',
  'metropane',
  'admin',
  'administrator',
  'operator',
  'supervisor',
  'letmein',
  'welcome',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'iloveyou',
  'anhyeuem',
  'hochiminh',
  'saigon',
  'vietnam',
  'correcthorsebatterystaple',
  'changeme',
  'secret',
  'default',
];
const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiopasdfghjklzxcvbnm'];

/**
 * Why a password may not be used, or `undefined`. Trivial: too few different characters, one of the words that everybody tries first
 * (also with digits, repeated, or with the name of the account around it), a stretch of the alphabet or of the keyboard.
 */
export function refusePassword(
  password: string,
  accountName: string,
): Extract<Result<never, PasswordRefusal>, { ok: false }> | undefined {
  const { length } = Array.from(password);
  if (length < MIN_PASSWORD_LENGTH)
    return err('password-short', `a password has at least ${MIN_PASSWORD_LENGTH} characters`);
  if (length > MAX_PASSWORD_LENGTH)
    return err('password-long', `a password has at most ${MAX_PASSWORD_LENGTH} characters`);
  if (isTrivial(password, accountName))
    return err(
      'password-trivial',
      'this password is one of the first that are tried: take several words of your own',
    );
  return undefined;
}

function isTrivial(password: string, accountName: string): boolean {
  const plain = toPlain(password);
  if (new Set(plain).size < MIN_DIFFERENT) return true;
  // What is left when the guessable parts are taken out must still be a password.
  const parts = [...DENIED, ...partsOf(accountName), ...SEQUENCES, ...SEQUENCES.map(reversed)];
  let rest = plain;
  for (const part of parts.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(part, '');
  rest = withoutRuns(rest);
  const letters = rest.replaceAll(/[\d\W_]/gu, '');
  return rest.length < MIN_DIFFERENT || (letters.length === 0 && rest.length < MIN_PASSWORD_LENGTH - 2);
}

/** Small letters without marks: `Mật khẩu` is `matkhau`. */
function toPlain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/\s/g, '');
}

function partsOf(name: string): string[] {
  const plain = toPlain(name);
  return [plain, ...plain.split(/[^a-z0-9]+/)].filter((part) => part.length >= 3);
}

/** Without stretches of four or more neighbours of a sequence, in either direction. */
function withoutRuns(text: string): string {
  let rest = text;
  for (const sequence of [...SEQUENCES, ...SEQUENCES.map(reversed)]) {
    for (let length = sequence.length; length >= 4; length--) {
      for (let at = 0; at + length <= sequence.length; at++)
        rest = rest.replaceAll(sequence.slice(at, at + length), '');
    }
  }
  return rest;
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}
