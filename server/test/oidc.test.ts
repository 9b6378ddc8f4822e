import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentre, type TestCentre } from './start-centre-fixture.ts';

/** A certified issuer on a port of its own, its people in groups. */
let issuer: Server;
let centre: TestCentre;
let dir: string;
const SECRET = 'the-secret-of-this-client-0123456789';
const GROUPS: Record<string, string[]> = {
  lan: ['staff', 'control-room'],
  bo: ['pccc'],
  visitor: ['public'],
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-oidc-'));
  issuer = createServer();
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const roles = join(dir, 'oidc.yaml');
  writeFileSync(
    roles,
    `roles:
  - { claim: groups, has: control-room, role: operator, position: p1 }
  - { claim: groups, has: pccc, role: agency, agency: fire }
`,
  );
  const oidc = ['--oidc-issuer', url, '--oidc-client-id', 'metropane', '--oidc-roles', roles];
  centre = await startCentre({
    args: ['--no-simulators', '--log-level', 'debug', ...oidc],
    env: { METROPANE_OIDC_SECRET: SECRET },
  });
  const redirect = `${centre.http}/api/v1/oidc/callback`;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: 'metropane',
        client_secret: SECRET,
        redirect_uris: [redirect],
        post_logout_redirect_uris: [`${centre.http}/`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: [] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: sub, groups: GROUPS[sub] ?? [] }),
    }),
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
  });
  // What it warns of is that it is a test: keys and pages of its own.
  issuer.on('request', provider.callback() as never);
}, 60_000);
afterAll(async () => {
  await centre?.stop();
  issuer?.closeAllConnections();
  await new Promise((resolve) => issuer?.close(resolve));
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

/** A browser as far as signing in needs one: cookies by origin, redirects followed by hand. */
class Browser {
  readonly cookies = new Map<string, Map<string, string>>();

  async go(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; status: number; text: string; location: string | null }> {
    const { origin } = new URL(url);
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, jar);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair!.indexOf('=');
      const isGone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(line);
      if (isGone) jar.delete(pair!.slice(0, at));
      else jar.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    const location = response.headers.get('location');
    return {
      url,
      status: response.status,
      text: await response.text(),
      location: location && new URL(location, url).href,
    };
  }

  /** Goes where it is sent until a page stays, or an address begins with `until`. */
  async follow(url: string, until = 'nowhere'): Promise<{ url: string; text: string }> {
    let page = await this.go(url);
    for (let hops = 0; page.location !== null && hops < 20; hops++) {
      if (page.location.startsWith(until)) return { url: page.location, text: '' };
      page = await this.go(page.location);
    }
    return page;
  }

  /** Signs in at the issuer's pages and comes back as far as the callback. */
  async toCallback(person: string, returnTo = '/desk'): Promise<string> {
    const callback = `${centre.http}/api/v1/oidc/callback`;
    let page = await this.follow(
      `${centre.http}/api/v1/oidc/start?returnTo=${encodeURIComponent(returnTo)}`,
      callback,
    );
    for (let step = 0; step < 4 && !page.url.startsWith(callback); step++) {
      const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page.text)?.[1];
      if (action === undefined || prompt === undefined)
        throw new Error(`no form at ${page.url}: ${page.text.slice(0, 300)}`);
      const answered = await this.go(new URL(action, page.url).href, {
        prompt,
        login: person,
        password: 'x',
      });
      page = await this.follow(answered.location!, callback);
    }
    return page.url;
  }

  session(): Promise<Record<string, unknown>> {
    return this.go(`${centre.http}/api/v1/session`).then(
      ({ text }) => JSON.parse(text) as Record<string, unknown>,
    );
  }
}

test('the centre says that one may sign in there', async () => {
  expect(await new Browser().session()).toMatchObject({ role: null, methods: ['password', 'oidc'] });
});

test('a person of the issuer comes in with the role of the group, and goes again', async () => {
  const browser = new Browser();
  const back = await browser.go(await browser.toCallback('lan', '/desk?incident=SC-1'));
  expect(back.location).toBe(`${centre.http}/desk?incident=SC-1`);
  const { host } = new URL(`http://127.0.0.1:${(issuer.address() as AddressInfo).port}`);
  expect(await browser.session()).toMatchObject({
    role: 'operator',
    name: `lan (${host})`,
    account: 'oidc:lan',
    position: 'p1',
  });
  const out = await browser.go(`${centre.http}/api/v1/oidc/sign-out`);
  expect(out.location).toContain(`http://${host}/session/end?`);
  expect(await browser.session()).toMatchObject({ role: null });
});

test('an officer of an agency is bound to it', async () => {
  const browser = new Browser();
  await browser.go(await browser.toCallback('bo'));
  expect(await browser.session()).toMatchObject({ role: 'agency', agency: 'fire' });
});

test('who fits no rule lands on the sign-in page with the reason, signed in nowhere', async () => {
  const browser = new Browser();
  const back = await browser.go(await browser.toCallback('visitor'));
  expect(back.location).toBe(`${centre.http}/desk#signin-problem=oidc-unknown-person`);
  expect(await browser.session()).toMatchObject({ role: null });
});

test('a callback works once, and only in the browser that began', async () => {
  const browser = new Browser();
  const callback = await browser.toCallback('lan');
  const other = new Browser();
  expect((await other.go(callback)).location).toContain('#signin-problem=oidc-invalid');
  expect((await browser.go(callback)).location).toBe(`${centre.http}/desk`);
  expect((await browser.go(callback)).location).toContain('#signin-problem=oidc-invalid');
  expect(await other.session()).toMatchObject({ role: null });
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/%5cevil',
  'desk',
  '/desk\n',
  '/x:y@evil',
])('it leads back to a page of this centre only: %j', async (returnTo) => {
  const browser = new Browser();
  const back = await browser.go(await browser.toCallback('lan', returnTo));
  expect(new URL(back.location!).origin).toBe(centre.http);
});

test('cookies are the browser’s alone: HttpOnly, the session’s strict, the attempt’s lax and short', async () => {
  const start = await fetch(`${centre.http}/api/v1/oidc/start`, { redirect: 'manual' });
  const [cookie] = start.headers.getSetCookie();
  expect(cookie).toMatch(/Max-Age=600; Path=\/api\/v1\/oidc\/callback; HttpOnly; SameSite=Lax/);
  expect(start.headers.get('cache-control')).toBe('no-store');
});

test('a local account works while the issuer is gone, and the way to the issuer says that it is', async () => {
  const lone = await startCentre({
    args: ['--no-simulators', '--oidc-issuer', 'http://127.0.0.1:1', '--oidc-client-id', 'x'],
  });
  try {
    const start = await fetch(`${lone.http}/api/v1/oidc/start`, { redirect: 'manual' });
    expect(start.headers.get('location')).toBe('/desk#signin-problem=oidc-issuer-down');
    const answer = await fetch(`${lone.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'lan', password: 'whatever it is' }),
    });
    expect(answer.status).toBe(401);
  } finally {
    await lone.stop();
  }
}, 60_000);

test('the log never holds the secret of the client or a code', () => {
  expect(centre.stderr()).toContain('no rule of the roles file fits');
  for (const secret of [SECRET, 'code=', 'eyJ']) expect(centre.stderr()).not.toContain(secret);
});
