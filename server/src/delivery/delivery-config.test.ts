import { expect, test } from 'vitest';
import { parseDelivery, withBuiltIn } from './delivery-config.ts';
import { targetOf } from './delivery-fixture.ts';

const hook = { kind: 'webhook', id: 'a', url: 'https://example.org/in', secret: 'x'.repeat(16) };
const mail = { kind: 'email', id: 'm', host: 'mail.example.org', port: 587, from: 'a@b.vn', to: ['c@d.vn'] };
const read = (targets: unknown[], secrets: Record<string, string> = {}) =>
  parseDelivery({ targets }, (name) => secrets[name]);
const faultOf = (...targets: unknown[]) => {
  const parsed = read(targets);
  return parsed.ok ? 'taken' : parsed.message;
};

test('an empty file is nothing configured, and the centre’s own broker is told all the same', () => {
  expect(parseDelivery(null, () => undefined)).toEqual({ ok: true, value: { cap: null, targets: [] } });
  expect(withBuiltIn([]).map(({ id, kind }) => [id, kind])).toEqual([['mqtt', 'mqtt']]);
  const own = { ...targetOf(), id: 'mqtt' };
  expect(withBuiltIn([own])).toEqual([own]);
});

test('secrets are filled in, a missing one is named', () => {
  const target = { ...hook, secret: '${secret:hook}', headers: { authorization: 'Bearer ${secret:key}' } };
  const parsed = read([target], { hook: 'y'.repeat(20), key: 'abc' });
  expect(parsed).toMatchObject({
    value: { targets: [{ secret: 'y'.repeat(20), headers: { authorization: 'Bearer abc' } }] },
  });
  expect(faultOf(target)).toBe('targets[0].secret: there is no secret hook');
});

test.each([
  [
    'an address in clear',
    { ...hook, url: 'http://example.org/in' },
    'targets[0].url: expected https://, or http:// to this machine, got http://',
  ],
  [
    'a file',
    { ...hook, url: 'file:///etc/passwd' },
    'targets[0].url: expected https://, or http:// to this machine, got file://',
  ],
  ['no address', { ...hook, url: 'nowhere' }, 'targets[0].url: no address: nowhere'],
  [
    'credentials in the address',
    { ...hook, url: 'https://a:b@example.org' },
    'targets[0].url: credentials belong into headers as a secret',
  ],
  ['a short secret', { ...hook, secret: 'short' }, 'targets[0].secret: has at least 16 characters'],
  ['a misspelt setting', { ...hook, onyl: {} }, expect.stringContaining('onyl')],
  [
    'an unknown event',
    { ...hook, only: { events: ['all'] } },
    expect.stringContaining('targets[0].only.events[0]'),
  ],
  [
    'quiet hours without a clock',
    { ...hook, quiet: { from: '25:00', to: '06:00' } },
    'targets[0].quiet.from: expected HH:mm',
  ],
  [
    'a plain relay elsewhere',
    { ...mail, security: 'none' },
    'targets[0].security: none is for a relay on this machine only',
  ],
  [
    'a user without a password',
    { ...mail, user: 'u' },
    'targets[0].user: user and password are given together',
  ],
  [
    'a broker of another kind',
    { kind: 'mqtt', id: 'q', url: 'http://x' },
    'targets[0].url: expected mqtt:// or mqtts://, got http://x',
  ],
])('%s is one sentence that names the setting', (_, target, message) => {
  expect(faultOf(target)).toEqual(message);
});

test('two targets of one id are refused', () => {
  expect(faultOf(hook, { ...hook })).toBe('targets[1].id: a is already the id of another target');
});
