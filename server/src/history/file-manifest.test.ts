import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Manifest, readManifest } from './file-manifest.ts';
import { DAY_0_MS, makeQuery, makeReading, toBlocks } from './history-fixture.ts';
import { HistoryStore } from './history-store.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-manifest-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const block = (reading: Parameters<typeof toBlocks>[0][number]) => toBlocks([reading])[0]!;

test('a manifest of the first version is read: its files are as old as they are on disk', async () => {
  let store = await HistoryStore.open(dir);
  await store.append(block(makeReading({ offset: 1 })));
  await store.flush(1);
  const told = await store.windows(makeQuery());
  store.close();
  const path = join(dir, 'manifest.json');
  const { files, coveredOffset } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const old = files.map(({ bytes: _bytes, storedMs: _storedMs, ...file }) => file);
  writeFileSync(path, JSON.stringify({ version: 1, coveredOffset, files: old }));
  store = await HistoryStore.open(dir);
  expect(await store.windows(makeQuery())).toEqual(told);
  expect(store.stats).toMatchObject({ bytes: files[0]!.bytes, oldestMs: expect.any(Number) });
  expect(Math.abs(Date.now() - store.stats.oldestMs!)).toBeLessThan(60_000);
  await store.append(block(makeReading({ offset: 2, tMs: DAY_0_MS + 1 })));
  await store.flush(2);
  expect((JSON.parse(readFileSync(path, 'utf8')) as Manifest).version).toBe(2);
  store.close();
});

test('a manifest of another build is refused, not guessed', () => {
  writeFileSync(join(dir, 'manifest.json'), '{"version":3,"files":[]}');
  expect(() => readManifest(dir)).toThrow('version 3 is not known to this build');
  writeFileSync(join(dir, 'manifest.json'), '{"version":2,"fil');
  expect(() => readManifest(dir)).toThrow('JSON');
});
