import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ControlRoom } from '../src/fold/control-room.ts';
import { readPersonal } from '../src/personal/read-personal.ts';
import { PersonalKeys } from '../src/personal/personal-keys.ts';
import { makePipeline } from './pipeline-fixture.ts';

let pipeline: ReturnType<typeof makePipeline>;
afterEach(() => {
  pipeline.close();
  rmSync(pipeline.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const SECRETS = ['Nguyễn Thị Lan', '0903 123 456', 'nhà số 7'];

function send(name: 'reports' | 'cases', items: object): ReturnType<typeof pipeline.core.takeMessage> {
  const payload = new TextEncoder().encode(JSON.stringify(items));
  return pipeline.core.takeMessage('http', { topic: name, payload, arrivalMs: pipeline.clock.ms });
}

const report = (id: string, more: object = {}) => ({
  id,
  t: pipeline.clock.ms,
  category: 'flood',
  title: 'Ngập sâu trước chợ',
  loc: [106.7, 10.77],
  ...more,
});
const CALLER = {
  contact: { name: 'Nguyễn Thị Lan', phone: '0903 123 456' },
  description: 'Mẹ tôi kẹt ở nhà số 7',
};

function journalled(): { kind: string; body: string; actor: string | null }[] {
  const found = pipeline.journal.read(1, 100);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

test('what a person says of themselves is in no file and in no diff; the room knows what happened and where', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  expect(await send('reports', report('r1', CALLER))).toMatchObject({ accepted: 1 });
  pipeline.core.tick();
  pipeline.log.sync();
  const [incident] = [...pipeline.room.incidents.values()];
  expect(incident).toMatchObject({ title: 'Ngập sâu trước chợ', loc: [106.7, 10.77], source: 'http' });
  expect(incident?.description).toBeUndefined();
  const shown = JSON.stringify(pipeline.diffs, (_key, value: unknown) =>
    value instanceof Map ? [...value] : value,
  );
  for (const secret of SECRETS) expect(shown).not.toContain(secret);
  for (const name of readdirSync(pipeline.dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(pipeline.dir, name);
    if (!statSync(path).isFile()) continue;
    for (const secret of SECRETS)
      expect(readFileSync(path).includes(secret), `${secret} in ${name}`).toBe(false);
  }
});

test('a replay without any key is the room as it was', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  for (let i = 0; i < 20; i++) await send('reports', report(`r${i}`, i % 2 === 0 ? CALLER : {}));
  pipeline.core.tick();
  rmSync(join(pipeline.dir, 'keys.db'));
  rmSync(join(pipeline.dir, 'secrets'), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  expect(pipeline.replay(new ControlRoom()).stateHash()).toBe(pipeline.room.stateHash());
});

test('words of the public are sealed without any contact too: neither the room nor a screen has them', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  const words = 'Mẹ tôi kẹt ở nhà số 7';
  await send('reports', [
    report('r1', { source: 'public', description: words }),
    report('r2', { source: '1022', description: words }),
  ]);
  pipeline.core.tick();
  for (const incident of pipeline.room.incidents.values()) expect(incident.description).toBeUndefined();
  expect(JSON.stringify(journalled())).not.toContain('nhà số 7');
  const keys = PersonalKeys.open(pipeline.dir);
  expect(readPersonal(journalled(), keys)).toEqual([
    { source: 'public', id: 'r1', status: 'open', description: words },
    { source: '1022', id: 'r2', status: 'open', description: words },
  ]);
  keys.close();
});

test('the box opens to what came; a report without a contact is sealed in nothing', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  await send('reports', [report('r1', CALLER), report('r2', { description: 'Camera thấy nước 40 cm' })]);
  const keys = PersonalKeys.open(pipeline.dir);
  expect(readPersonal(journalled(), keys)).toEqual([{ source: 'http', id: 'r1', status: 'open', ...CALLER }]);
  keys.close();
  expect(journalled().some(({ body }) => body.includes('Camera thấy nước 40 cm'))).toBe(true);
});

test('an erased report stays in the journal, its chain stays whole, and it opens no more', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  await send('reports', report('r1', CALLER));
  const keys = PersonalKeys.open(pipeline.dir);
  const { sealed } = JSON.parse(journalled().at(-1)!.body) as { sealed: { keyId: string } };
  keys.erase({ keyId: sealed.keyId, record: 'report\0http\0r1', reason: 'asked', actor: 'a', atMs: 1 });
  expect(readPersonal(journalled(), keys)).toEqual([{ source: 'http', id: 'r1', status: 'erased' }]);
  keys.close();
  expect(pipeline.journal.verify()).toMatchObject({ ok: true, value: { status: 'intact' } });
});

test('a repeated report is a duplicate, however often its box is made anew', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  for (let i = 0; i < 3; i++)
    expect(await send('reports', report('r1', CALLER))).toMatchObject(
      i === 0 ? { accepted: 1 } : { duplicate: 1 },
    );
  expect(readPersonal(journalled(), { open: () => ({ status: 'erased' }) })).toHaveLength(1);
});

test('what an office sends beyond the contract is sealed', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  const event = {
    system: 'pakn',
    id: 'c1',
    t: pipeline.clock.ms,
    state: 'received',
    applicant: 'Nguyễn Thị Lan',
  };
  expect(await send('cases', event)).toMatchObject({ accepted: 1 });
  const stored = journalled().at(-1)!;
  expect(stored).toMatchObject({ kind: 'case' });
  expect(stored.body).not.toContain('Lan');
  const { sealed } = JSON.parse(stored.body) as { sealed: { keyId: string; box: string } };
  const keys = PersonalKeys.open(pipeline.dir);
  const record = `case\0pakn\0c1\0${pipeline.clock.ms}\0received`;
  expect(keys.open(record, sealed)).toEqual({ status: 'open', value: { applicant: 'Nguyễn Thị Lan' } });
  keys.close();
});

test('a contact that is none is refused without repeating it', async () => {
  pipeline = makePipeline();
  await pipeline.configure();
  for (const contact of ['0903 123 456', { phone: 903_123_456 }, { name: 'x'.repeat(201) }]) {
    const answer = await send('reports', report('r1', { contact }));
    expect(answer.rejected).toMatchObject([{ code: 'schema' }]);
    expect(JSON.stringify(answer)).not.toContain('903');
  }
});
