/** Only for tests: people at a running centre, over its command line, its HTTP and its sockets. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { TestClient } from '../src/fanout/test-client-fixture.ts';
import type { TestCentre } from './start-centre-fixture.ts';

export const PASSWORD = 'con mèo đen trên mái nhà';

/** What they do; `centre` is asked at each call, for it starts after the test file is read. */
// oxlint-disable-next-line max-lines-per-function -- one bundle of doors over one centre
export function peopleAt(centre: () => TestCentre) {
  /** Beside the running centre, as an administrator would. */
  function admin(args: string[], input = ''): Record<string, unknown> {
    const path = fileURLToPath(new URL('../src/operations/admin.ts', import.meta.url));
    const told = execFileSync(process.execPath, [path, ...args, '--data', centre().dataDir, '--json'], {
      input: `${input}\n`,
      encoding: 'utf8',
    });
    return JSON.parse(told) as Record<string, unknown>;
  }

  function refusalOf(args: string[], input = ''): string {
    try {
      admin(args, input);
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: string };
      expect(status).toBe(2);
      return stderr.trim();
    }
    throw new Error(`not refused: ${args.join(' ')}`);
  }

  function signIn(user: string, password = PASSWORD): Promise<Response> {
    return ask('POST', '/api/v1/session', { body: { user, password } });
  }

  async function cookieOf(user: string, password = PASSWORD): Promise<string> {
    const answer = await signIn(user, password);
    expect(answer.status).toBe(200);
    return answer.headers.get('set-cookie')!.split(';')[0]!;
  }

  function ask(
    method: string,
    path: string,
    { cookie, body, origin }: { cookie?: string; body?: object; origin?: string } = {},
  ): Promise<Response> {
    return fetch(centre().http + path, {
      method,
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(origin === undefined ? {} : { origin }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function watch(cookie: string, channels: string[]): Promise<TestClient> {
    const client = new TestClient(centre().http, { headers: { cookie } });
    await client.connected();
    client.hello({ channels: channels as never });
    await client.frames(1);
    return client;
  }

  return { admin, refusalOf, signIn, cookieOf, ask, watch };
}
