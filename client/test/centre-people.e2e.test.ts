import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  PICTURES,
  type PictureType,
  withMetadata,
} from '../../server/src/delivery/attachments/picture-fixture.ts';
import { stripMetadata } from '../../server/src/delivery/attachments/strip-metadata.ts';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { axeViolations } from './axe-violations.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen, type Screen } from './open-centre-fixture.ts';

const ARGS = ['--no-simulators', '--public-reports', 'on'];

describe.skipIf(CANNOT_RUN)('who gets in, and what of a person stays out', () => {
  let browser: Browser;
  let centre: TestCentre;
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-people-'));

  beforeAll(async () => {
    centre = await startCentre({ args: ARGS, dataDir });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  test('a wall shows a code, a desk lets it in by keyboard, it stays in over a restart, and is out 5 s after it was revoked', async () => {
    const wall = await openScreen(browser, centre, { signedOut: true });
    await wall.page.goto('/wall/main/1');
    const code = wall.page.locator('.pairing-code strong');
    await code.waitFor();
    expect(await axeViolations(wall.page)).toEqual([]);
    await expect.poll(() => wall.page.locator('.qr-code path').count()).toBe(1);
    expect((await wall.context.request.get('/api/v1/city')).status()).toBe(401);
    const desk = await openScreen(browser, centre, { width: 390, height: 844 });
    await letInByKeyboard(desk, (await code.textContent())!);
    await wall.page.locator('.wall-main').waitFor();
    await desk.page.getByRole('cell', { name: 'main / 1', exact: true }).waitFor();

    await centre.stop();
    centre = await startCentre({ args: ARGS, dataDir });
    await wall.page.goto(`${centre.http}/wall/main/1`);
    await wall.page.locator('.wall-main').waitFor();

    await desk.page.goto(`${centre.http}/desk/accounts/devices`);
    const revoke = desk.page.getByRole('button', { name: 'Thu hồi màn hình main / 1' });
    await revoke.press('Enter');
    await desk.page.getByRole('button', { name: 'Thu hồi, chắc chắn?' }).press('Enter');
    await code.waitFor();
    expect(desk.faults).toEqual([]);
    await Promise.all([wall.context.close(), desk.context.close()]);
  });

  test('a person is made with a link, chooses a password, sees the own session and signs out; the page has no violation of WCAG', async () => {
    const desk = await openScreen(browser, centre);
    await desk.page.goto('/desk/accounts');
    await desk.page.getByLabel('Tên đăng nhập').fill('lan.nguyen');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('button', { name: 'Tạo liên kết đặt mật khẩu' }).press('Enter');
    const link = (await desk.page.locator('.account-secret code').textContent())!;
    expect(await axeViolations(desk.page)).toEqual([]);
    const lan = await openScreen(browser, centre, { signedOut: true, width: 390, height: 844 });
    await lan.page.goto(link);
    expect(lan.page.url()).not.toContain('password=');
    await lan.page.getByLabel('Mật khẩu mới').fill('con mèo đen trên mái nhà');
    await lan.page.keyboard.press('Enter');
    await lan.page.getByRole('button', { name: /^lan.nguyen · operator: phiên của tôi/ }).press('Enter');
    await lan.page.getByRole('link', { name: 'Phiên và mật khẩu của tôi' }).press('Enter');
    await lan.page.getByText('phiên này').waitFor();
    expect(await axeViolations(lan.page)).toEqual([]);
    // An operator has neither accounts nor walls to give.
    await expect.poll(() => lan.page.locator('.account-nav a').count()).toBe(1);
    await lan.page.getByRole('button', { name: /^lan.nguyen · operator: phiên của tôi/ }).press('Enter');
    await lan.page.getByRole('button', { name: 'Đăng xuất', exact: true }).press('Enter');
    await lan.page.getByRole('button', { name: 'Đăng xuất, chắc chắn?' }).press('Enter');
    await lan.page.getByRole('heading', { name: 'Cần đăng nhập' }).waitFor();
    expect((await lan.context.request.get('/api/v1/city')).status()).toBe(401);
    expect(desk.faults).toEqual([]);
    await Promise.all([desk.context.close(), lan.context.close()]);
  });

  test('a citizen sends a photograph: what the telephone wrote into it is nowhere, and browsers draw the same picture', async () => {
    const { page, faults, context } = await openScreen(browser, centre, { signedOut: true });
    const { dirty, secrets } = withMetadata('image/jpeg', makeRng('photograph'), 6);
    await page.goto('/report');
    await page.getByLabel('Việc gì').selectOption({ index: 1 });
    await page.getByLabel('Ở phường, xã nào').selectOption({ index: 1 });
    const buffer = Buffer.from(dirty);
    await page.getByLabel(/^Ảnh/).setInputFiles({ name: 'nhà chị Lan.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByText('Đã nhận. Mã theo dõi:').waitFor();
    const { items } = await centre.get<{
      items: { id: string; attachments?: { id: string; name: string }[] }[];
    }>('/api/v1/incidents');
    const [incident] = items;
    const [photo] = incident!.attachments!;
    expect(photo!.name).toMatch(/^image-[0-9a-f]{8}\.jpg$/);
    const admin = await openScreen(browser, centre);
    const kept = await admin.context.request.get(
      `/api/v1/incidents/${incident!.id}/attachments/${photo!.id}`,
    );
    const bytes = await kept.body();
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
    const pairs = (Object.keys(PICTURES) as PictureType[]).flatMap((type) =>
      ['a', 'b', 'c'].map((seed) => {
        const { dirty: before } = withMetadata(type, makeRng(seed), 1);
        const after = stripMetadata(before, type);
        if (!after.ok) throw new Error(after.message);
        return { type, before: base64(before), after: base64(after.value) };
      }),
    );
    for (const [type, isSame] of await page.evaluate(drawBoth, pairs)) expect(isSame, type).toBe(true);
    expect(faults).toEqual([]);
    await Promise.all([context.close(), admin.context.close()]);
  });
});

async function letInByKeyboard({ page }: Screen, code: string): Promise<void> {
  await page.goto('/desk/accounts/devices');
  await page.getByLabel('Mã hiện trên màn hình').waitFor();
  await page.keyboard.type(code.toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText('Màn hình main / 1 xin vào').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('Đã cho màn hình main / 1 vào').waitFor();
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Runs in the page: whether both pictures are drawn, and every pixel alike. */
async function drawBoth(
  pairs: { type: string; before: string; after: string }[],
): Promise<[string, boolean][]> {
  const pixelsOf = async (type: string, text: string): Promise<Uint8ClampedArray> => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const options = { colorSpaceConversion: 'none' } as const;
    const picture = await createImageBitmap(new Blob([bytes], { type }), options);
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, picture.width, picture.height).data;
  };
  const answers: [string, boolean][] = [];
  for (const { type, before, after } of pairs) {
    const [left, right] = [await pixelsOf(type, before), await pixelsOf(type, after)];
    const isSame = left.length === right.length && left.every((value, i) => value === right[i]);
    answers.push([type, isSame && left.length > 0]);
  }
  return answers;
}
