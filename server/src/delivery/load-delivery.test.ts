import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadDelivery } from './load-delivery.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'load-delivery-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const messageOf = (read: ReturnType<typeof loadDelivery>): string => (read.ok ? 'taken' : read.message);

test('the file of the data folder is read when there is one, secrets from their folder', () => {
  expect(loadDelivery({ file: null, dataDir })).toEqual({ ok: true, value: { cap: null, targets: [] } });
  mkdirSync(join(dataDir, 'secrets'));
  writeFileSync(join(dataDir, 'secrets', 'hook'), `${'k'.repeat(20)}\n`);
  const target = "{kind: webhook, id: a, url: 'https://example.org', secret: '${secret:hook}'}";
  writeFileSync(join(dataDir, 'delivery.yaml'), `targets: [${target}]\n`);
  expect(loadDelivery({ file: null, dataDir })).toMatchObject({
    value: { targets: [{ id: 'a', secret: 'k'.repeat(20) }] },
  });
});

test('a file that was asked for must be there, and a fault names file and place', () => {
  const file = join(dataDir, 'own.yaml');
  expect(messageOf(loadDelivery({ file, dataDir }))).toBe(`--delivery ${file} does not exist`);
  writeFileSync(file, 'targets: [\n  {kind: webhook\n');
  expect(messageOf(loadDelivery({ file, dataDir }))).toContain(`${file}: `);
  writeFileSync(file, 'targets: 7\n');
  expect(messageOf(loadDelivery({ file, dataDir }))).toContain(`${file}: targets: `);
});
