/** `check-city` and `--city` as people meet them: one line per fault, exit 2, no stack trace. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'metropane-check-city-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, script), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const admin = (...args: string[]) => run('server/src/operations/admin.ts', ...args);

writeFileSync(join(folder, 'city.yaml'), 'extends: hcmc\ncentre: [10.7, 106.7]\nbounds: none\n');
writeFileSync(join(folder, 'cameras.csv'), 'id,name_vi,lon,lat\nc1,Ngã tư,106.7\n');

test('a good pack: exit 0, and what was read', () => {
  const { status, stdout } = admin('check-city', 'danang');
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^no faults: 94 units, \d+ roads, \d+ stations/),
  ]);
});

test('a bad pack: exit 2, every fault on a line of its own with file and line, as text and as JSON', () => {
  const text = admin('check-city', folder);
  expect([text.status, text.stderr]).toEqual([2, '']);
  expect(text.stdout.trim().split('\n').toSorted()).toEqual([
    'cameras.csv:2: expected 4 cells as in the header, found 3',
    'city.yaml:2: centre[1]: expected a latitude in degrees, -90 to 90 (longitude comes first), found 106.7',
    'city.yaml:3: bounds: no such key is known here',
  ]);
  const json = admin('check-city', folder, '--json').stdout.trim().split('\n');
  expect(new Set(json.map((line) => (JSON.parse(line) as { line: number }).line))).toEqual(new Set([2, 3]));
});

test('the centre does not start with it, and says why in the same words', () => {
  const { status, stdout, stderr } = run(
    'server/src/main.ts',
    '--city',
    folder,
    '--data',
    join(folder, 'data'),
    '--port',
    '0',
  );
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^metropane: city\.yaml:2: centre\[1\]: .*\n(\S.*\n)*$/);
  expect(stderr).not.toMatch(/^\s+at /m);
});
