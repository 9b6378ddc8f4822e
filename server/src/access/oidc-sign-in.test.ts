import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeIssuer } from './fake-issuer-fixture.ts';
import { readOidcOptions } from './oidc-options.ts';
import { parseOidcRoles, personOf } from './oidc-roles.ts';
import { ATTEMPT_TTL_MS, OidcSignIn } from './oidc-sign-in.ts';

const ROLES = parseOidcRoles(`
sessionHours: 8
roles:
  - { claim: groups, has: control-room, role: operator, position: p1 }
  - { claim: department, has: pccc, role: agency, agency: fire }
`);
const HERE = 'http://127.0.0.1:8080/api/v1/oidc/callback';
const clock = { ms: 0, nowMs: () => clock.ms };
let issuer: FakeIssuer;
let reports: string[];
let signIn: OidcSignIn;

beforeEach(async () => {
  clock.ms = Date.now();
  reports = [];
  issuer = await FakeIssuer.start();
  signIn = make();
});
afterEach(() => issuer.stop());

function make(secret: string | null = null): OidcSignIn {
  if (!ROLES.ok) throw new Error(ROLES.message);
  const options = {
    issuer: new URL(issuer.issuer),
    clientId: 'metropane',
    clientSecret: secret,
    roles: ROLES.value,
  };
  return new OidcSignIn(options, clock, (text) => reports.push(text));
}

async function begin() {
  const begun = await signIn.begin(HERE, '/desk?x=1');
  if (!begun.ok) throw new Error(begun.message);
  const url = new URL(begun.value.url);
  issuer.nonce = url.searchParams.get('nonce')!;
  return { url, cookie: begun.value.cookieValue, state: url.searchParams.get('state')! };
}

test('the way there carries PKCE, state and nonce, and asks the person anew', async () => {
  const { url } = await begin();
  expect(url.origin).toBe(issuer.issuer);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'metropane',
    response_type: 'code',
    redirect_uri: HERE,
    code_challenge_method: 'S256',
    prompt: 'login',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test('who is known comes in as the first rule that fits says, marked as the issuer’s, no longer than the policy', async () => {
  issuer.claims = { groups: ['all', 'control-room'], department: 'pccc', preferred_username: 'lan' };
  const { cookie, state } = await begin();
  expect(await signIn.finish(`code=c1&state=${state}`, cookie)).toEqual({
    ok: true,
    value: {
      person: {
        account: 'oidc:u-1',
        label: `lan (${new URL(issuer.issuer).host})`,
        role: 'operator',
        position: 'p1',
      },
      untilMs: clock.ms + 8 * 3_600_000,
      returnTo: '/desk?x=1',
    },
  });
  expect(issuer.asked[0]!.get('code_verifier')).toMatch(/^[\w-]{43}$/);
});

test('who is known to the issuer alone stays outside', async () => {
  issuer.claims = { groups: ['visitors'] };
  const { cookie, state } = await begin();
  expect(await signIn.finish(`code=c1&state=${state}`, cookie)).toMatchObject({
    code: 'oidc-unknown-person',
  });
});

const STRANGER = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const minutes = (n: number): number => Math.floor(Date.now() / 1_000) + n * 60;

test.each<[string, (issuer: FakeIssuer) => void]>([
  ['another audience', (bad) => (bad.claims['aud'] = 'somebody-else')],
  ['another issuer', (bad) => (bad.claims['iss'] = 'https://evil.example')],
  ['the nonce of another attempt', (bad) => (bad.nonce = 'x'.repeat(43))],
  ['no nonce', (bad) => (bad.claims['nonce'] = undefined)],
  ['a key that is not the issuer’s', (bad) => (bad.signer = STRANGER)],
  ['no signature', (bad) => (bad.header = { alg: 'none' })],
  ['an end that is long past', (bad) => (bad.claims['exp'] = minutes(-5))],
  ['a beginning that is far ahead', (bad) => (bad.claims['nbf'] = minutes(5))],
])('a token with %s does not hold', async (_, falsify) => {
  issuer.claims = { groups: ['control-room'] };
  const { cookie, state } = await begin();
  falsify(issuer);
  expect(await signIn.finish(`code=c1&state=${state}`, cookie)).toMatchObject({ code: 'oidc-invalid' });
});

test('a clock that is half a minute off is forgiven', async () => {
  const nowS = Math.floor(Date.now() / 1_000);
  issuer.claims = { groups: ['control-room'], iat: nowS + 30, nbf: nowS + 30, exp: nowS - 30 };
  const { cookie, state } = await begin();
  expect(await signIn.finish(`code=c1&state=${state}`, cookie)).toMatchObject({ ok: true });
});

test('a state or a browser that did not begin, an attempt used before or too old: nothing is asked of the issuer', async () => {
  issuer.claims = { groups: ['control-room'] };
  const one = await begin();
  expect(await signIn.finish('code=c1&state=wrong', one.cookie)).toMatchObject({ code: 'oidc-invalid' });
  // It is used up, also for the right answer.
  expect(await signIn.finish(`code=c1&state=${one.state}`, one.cookie)).toMatchObject({
    code: 'oidc-invalid',
  });
  const two = await begin();
  expect(await signIn.finish(`code=c1&state=${two.state}`, 'cookie of another')).toMatchObject({
    code: 'oidc-invalid',
  });
  clock.ms += ATTEMPT_TTL_MS + 1;
  expect(await signIn.finish(`code=c1&state=${two.state}`, two.cookie)).toMatchObject({
    code: 'oidc-invalid',
  });
  expect(issuer.asked).toEqual([]);
});

test('the person or the issuer says no', async () => {
  const { cookie, state } = await begin();
  expect(await signIn.finish(`error=access_denied&state=${state}`, cookie)).toMatchObject({
    code: 'oidc-refused',
  });
});

test('an issuer that is down is told, and asked again by the next attempt', async () => {
  const port = Number(new URL(issuer.issuer).port);
  await issuer.stop();
  expect(await signIn.begin(HERE, '/desk')).toMatchObject({ code: 'oidc-issuer-down' });
  issuer = await FakeIssuer.start(port);
  issuer.claims = { groups: ['control-room'] };
  const { cookie, state } = await begin();
  await issuer.stop();
  expect(await signIn.finish(`code=c1&state=${state}`, cookie)).toMatchObject({ code: 'oidc-issuer-down' });
  issuer = await FakeIssuer.start(port);
  // Its addresses are known: the next attempt goes on at once.
  expect(await signIn.begin(HERE, '/desk')).toMatchObject({ ok: true });
});

test('the log hears of failures and never of codes, tokens or secrets', async () => {
  signIn = make('the-secret-of-the-client');
  issuer.claims = { groups: ['control-room'], aud: 'somebody-else' };
  const { cookie, state } = await begin();
  await signIn.finish(`code=the-code&state=${state}`, cookie);
  expect(reports).toHaveLength(1);
  for (const secret of ['the-code', 'access-of-the-test', 'the-secret', cookie, state, 'eyJ'])
    expect(reports[0]).not.toContain(secret);
});

test.each([
  ['roles: [', 'Flow sequence'],
  ['roles: [{ claim: groups, has: x, role: king }]', 'roles.0.role'],
  ['roles: [{ claim: groups, has: x, role: agency }]', 'roles.0: the role agency needs'],
  ['roles: [{ claim: groups, has: x, role: wall }]', 'roles.0: the role wall is for a machine'],
  ['rules: []', 'rules'],
  ['sessionHours: 24', 'sessionHours'],
])('a roles file that is wrong is told where: %s', (text, where) => {
  expect(parseOidcRoles(text)).toMatchObject({ ok: false, message: expect.stringContaining(where) });
});

test('nobody is known without rules; a claim is a text or a list', () => {
  const roles = parseOidcRoles('roles: [{ claim: g, has: a, role: viewer }]');
  if (!roles.ok) throw new Error(roles.message);
  expect(personOf({ sub: '1', g: 'a' }, roles.value)).toEqual({ role: 'viewer', name: '1' });
  expect(personOf({ sub: '1', g: ['b', 'a'] }, roles.value)).toBeDefined();
  for (const g of ['ab', ['ab'], undefined, { a: true }, 'A'])
    expect(personOf({ sub: '1', g }, roles.value)).toBeUndefined();
  const none = parseOidcRoles('');
  if (!none.ok) throw new Error(none.message);
  expect(personOf({ sub: '1', g: 'a' }, none.value)).toBeUndefined();
});

test.each([
  [
    { issuer: 'https://id.example', clientId: null },
    '--oidc-issuer and --oidc-client-id must be given together',
  ],
  [{ issuer: 'not an address', clientId: 'x' }, '--oidc-issuer must be an address, not not an address'],
  [{ issuer: 'http://id.example', clientId: 'x' }, '--oidc-issuer must be an https:// address'],
  [
    { issuer: 'https://id.example', clientId: 'x', rolesFile: '/none.yaml' },
    '--oidc-roles /none.yaml cannot be read',
  ],
])('options %j are refused in one sentence', (given, message) => {
  const options = readOidcOptions({ rolesFile: null, secret: null, ...given });
  expect(options).toMatchObject({ ok: false, message: expect.stringContaining(message) });
});
