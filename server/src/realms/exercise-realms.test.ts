import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Realm } from '../access/principal.ts';
import { ExerciseRealms, IDLE_MS, MOST_KEPT, MOST_OPEN, type OpenRealm } from './exercise-realms.ts';
import { RealmFolders } from './realm-folders.ts';

const START = Date.UTC(2026, 10, 23, 8);
let dataDir = '';
let nowMs = START;
let started: string[] = [];
let closed: string[] = [];
let watchers = 0;
let fault: string | null = null;
let deaths = new Map<Realm, (reason: string) => void>();

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'metropane-realms-'));
  [nowMs, watchers, fault, started, closed, deaths] = [START, 0, null, [], [], new Map()];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Rooms that are their own names, in folders that exist. */
function makeRealms(): ExerciseRealms<string> {
  return new ExerciseRealms<string>({
    folders: new RealmFolders(dataDir),
    clock: { nowMs: () => nowMs },
    start(realm, folder, onDeath) {
      started.push(realm);
      deaths.set(realm, onDeath);
      const sink = { onPublish: () => true, onDrain: () => () => undefined };
      return { sink, opened: fault === null ? open(realm, folder) : Promise.reject(new Error(fault)) };
    },
  });
}

async function open(realm: Realm, folder: string): Promise<OpenRealm<string>> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'log'), 'x');
  return {
    room: realm,
    clockMs: () => START,
    speed: () => 10,
    watchers: () => watchers,
    close: () => Promise.resolve(void closed.push(realm)),
  };
}

const stateOf = (realms: ExerciseRealms<string>, realm: string) =>
  realms.list().find((one) => one.realm === realm)?.state;

test('the first message opens a realm and is taken at once; everybody who comes meanwhile gets the same room', async () => {
  const realms = makeRealms();
  expect(realms.current('exercise:a')).toBeNull();
  const sink = realms.sinkOf('exercise:a');
  expect([sink === null, stateOf(realms, 'exercise:a')]).toEqual([false, 'opening']);
  expect(realms.sinkOf('exercise:a')).toBe(sink);
  expect(await Promise.all([realms.enter('exercise:a'), realms.home('exercise:a')])).toEqual([
    'exercise:a',
    'exercise:a',
  ]);
  expect([started, stateOf(realms, 'exercise:a'), realms.current('exercise:a')]).toEqual([
    ['exercise:a'],
    'open',
    'exercise:a',
  ]);
  expect(realms.list()[0]).toMatchObject({ clockMs: START, speed: 10, refused: 0 });
});

test('asking for a realm does not make it; a person who opens it does', async () => {
  const realms = makeRealms();
  await expect(realms.enter('exercise:a')).rejects.toMatchObject({ code: 'unknown-realm' });
  expect(started).toEqual([]);
  expect(await realms.open('exercise:a')).toBe('exercise:a');
});

test(`${MOST_OPEN} may be open: the next is refused with a code and counted, and gets in when one has gone`, async () => {
  const realms = makeRealms();
  for (const name of ['a', 'b']) await realms.open(`exercise:${name}`);
  expect(realms.refusalOf('exercise:c')?.code).toBe('realms-full');
  expect(realms.sinkOf('exercise:c')).toBeNull();
  await expect(realms.home('exercise:c')).rejects.toMatchObject({ code: 'realms-full' });
  await expect(realms.open('exercise:c')).rejects.toMatchObject({ code: 'realms-full' });
  expect(realms.list().find(({ realm }) => realm === 'exercise:c')).toMatchObject({
    state: 'closed',
    refused: 2,
  });
  await realms.end('exercise:a');
  expect(realms.sinkOf('exercise:c')).not.toBeNull();
});

test('folders do not pile up: beyond what is kept nothing new is opened', async () => {
  for (let i = 0; i < MOST_KEPT; i++) mkdirSync(join(dataDir, 'realms', `r${i}`), { recursive: true });
  const realms = makeRealms();
  expect(realms.refusalOf('exercise:new')?.code).toBe('realms-full');
  expect(await realms.enter('exercise:r0')).toBe('exercise:r0');
});

test('what nobody uses is closed and kept; a screen or a message keeps it open', async () => {
  const realms = makeRealms();
  await realms.open('exercise:a');
  nowMs += IDLE_MS - 1;
  await realms.closeIdle();
  realms.sinkOf('exercise:a');
  nowMs += IDLE_MS - 1;
  await realms.closeIdle();
  watchers = 1;
  nowMs += IDLE_MS;
  await realms.closeIdle();
  expect(closed).toEqual([]);
  watchers = 0;
  nowMs += IDLE_MS;
  await realms.closeIdle();
  expect([closed, stateOf(realms, 'exercise:a')]).toEqual([['exercise:a'], 'closed']);
  expect(await realms.enter('exercise:a')).toBe('exercise:a');
  expect(started).toEqual(['exercise:a', 'exercise:a']);
});

test('an ended realm is wiped and stays ended over a restart, until a person opens it', async () => {
  const realms = makeRealms();
  await realms.open('exercise:a');
  await realms.end('exercise:a');
  expect(closed).toEqual(['exercise:a']);
  expect(readdirSync(join(dataDir, 'realms'))).toEqual(['a.ended.json']);
  const next = makeRealms();
  expect(next.sinkOf('exercise:a')).toBeNull();
  await expect(next.home('exercise:a')).rejects.toMatchObject({ code: 'realm-ended' });
  await expect(next.enter('exercise:a')).rejects.toMatchObject({ code: 'realm-ended' });
  expect(stateOf(next, 'exercise:a')).toBe('ended');
  expect(await next.open('exercise:a')).toBe('exercise:a');
  expect(next.refusalOf('exercise:a')).toBeNull();
  await expect(next.end('exercise:nobody')).rejects.toMatchObject({ code: 'unknown-realm' });
});

test('a realm that was being wiped when the process died is wiped at the next start', () => {
  mkdirSync(join(dataDir, 'realms', 'a'), { recursive: true });
  new RealmFolders(dataDir).markEnded('exercise:a', START);
  expect(existsSync(join(dataDir, 'realms', 'a'))).toBe(true);
  makeRealms();
  expect(existsSync(join(dataDir, 'realms', 'a'))).toBe(false);
});

test('a realm that cannot start, or dies, is failed with its reason, takes no message and can be opened again', async () => {
  fault = 'the disk is full';
  const realms = makeRealms();
  await expect(realms.open('exercise:a')).rejects.toMatchObject({
    code: 'realm-failed',
    message: expect.stringContaining('the disk is full'),
  });
  expect(realms.sinkOf('exercise:a')).toBeNull();
  fault = null;
  expect(await realms.open('exercise:a')).toBe('exercise:a');
  let drained = 0;
  realms.onDrain(() => (drained += 1));
  deaths.get('exercise:a')?.('the pipeline worker ended');
  expect([stateOf(realms, 'exercise:a'), drained, closed]).toEqual(['failed', 1, ['exercise:a']]);
  expect(realms.refusalOf('exercise:a')).toMatchObject({ code: 'realm-failed' });
});
