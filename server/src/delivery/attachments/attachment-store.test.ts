import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fakeJournal } from '../delivery-fixture.ts';
import { AttachmentsFull, AttachmentStore } from './attachment-store.ts';
import { checkAttachment, safeFileName } from './attachment-type.ts';
import { cleanOrphans } from './clean-orphans.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeStore(maxBytes?: number): { store: AttachmentStore; folder: string } {
  const folder = join(mkdtempSync(join(tmpdir(), 'attachments-')), 'files');
  folders.push(folder);
  return { store: new AttachmentStore(folder, maxBytes), folder };
}

test('the same bytes are kept once, and nothing outside the folder can be read', async () => {
  const { store, folder } = makeStore();
  const [a, b] = [await store.put(Buffer.from('one')), await store.put(Buffer.from('one'))];
  expect(a).toBe(b);
  expect(readdirSync(folder)).toEqual([a]);
  expect(await store.bytes()).toBe(3);
  expect((await store.read(a))?.bytes).toBe(3);
  expect(await store.read('../../../etc/passwd')).toBeNull();
  expect(await store.read('0'.repeat(64))).toBeNull();
});

test('beyond the bound of all files nothing is taken and nothing half written stays', async () => {
  const { store, folder } = makeStore(5);
  await store.put(Buffer.from('1234'));
  await expect(store.put(Buffer.from('56'))).rejects.toThrow(AttachmentsFull);
  await store.put(Buffer.from('5'));
  expect(readdirSync(folder)).toHaveLength(2);
});

test('at a start, what no act speaks of goes; what is known or young stays', async () => {
  const { store, folder } = makeStore();
  mkdirSync(folder);
  const known = await store.put(Buffer.from('known'));
  const orphan = await store.put(Buffer.from('orphan'));
  const young = await store.put(Buffer.from('young'));
  writeFileSync(join(folder, 'cut.part'), 'x');
  const nowMs = Date.now();
  const before = new Date(nowMs - 7_200_000);
  for (const name of [known, orphan, 'cut.part']) utimesSync(join(folder, name), before, before);
  const journal = fakeJournal();
  journal.add('action', { incidentId: 'x', action: { action: 'note', text: `"attach" ${orphan}` } });
  journal.add('action', { incidentId: 'x', action: { action: 'attach', attachment: { sha256: known } } });
  expect((await cleanOrphans(store, journal, nowMs)).toSorted()).toEqual([orphan, 'cut.part'].toSorted());
  expect(readdirSync(folder).toSorted()).toEqual([known, young].toSorted());
  expect(await store.bytes()).toBe(10);
});

test.each([
  ['jpeg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'), 'image/jpeg'],
  ['pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n'), 'application/pdf'],
  ['webp', Buffer.concat([Buffer.from('RIFF\x24\0\0\0WEBPVP8 '), Buffer.alloc(30)]), 'image/webp'],
  [
    'mp4',
    Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(20)]),
    'video/mp4',
  ],
])('a %s is what it says', async (_, bytes, type) => {
  expect(await checkAttachment(bytes, type)).toEqual({ ok: true, value: type });
  const other = type === 'image/png' ? 'image/jpeg' : 'image/png';
  expect(await checkAttachment(bytes, other)).toMatchObject({ code: 'attachment-disguised' });
});

test.each([
  ['Ảnh hiện trường.JPG', 'Ảnh hiện trường.png'],
  ['../../etc/passwd', 'etc passwd.png'],
  ['a\r\nSet-Cookie: x', 'a Set-Cookie x.png'],
  ['report.pdf.exe', 'report.pdf.png'],
  ['', 'file.png'],
  ['...', 'file.png'],
  ['x'.repeat(300), `${'x'.repeat(80)}.png`],
])('the name %j is kept as %j', (given, kept) => {
  expect(safeFileName(given, 'image/png')).toBe(kept);
});
