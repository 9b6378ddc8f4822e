import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildId } from './build-id.ts';

test('another client is another build; the same one is the same after a restart', () => {
  const dir = mkdtempSync(join(tmpdir(), 'metropane-build-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  expect(buildId(dir, undefined)).toBe('0.1.0');
  const page = (script: string) => writeFileSync(join(dir, 'index.html'), `<script src="/assets/${script}">`);
  page('app-1a2b.js');
  const first = buildId(dir, undefined);
  expect(first).toMatch(/^0\.1\.0-[0-9a-f]{7}$/);
  expect(buildId(dir, '')).toBe(first);
  page('app-3c4d.js');
  expect(buildId(dir, undefined)).not.toBe(first);
  expect(buildId(dir, 'release-7')).toBe('release-7');
});
