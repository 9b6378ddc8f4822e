import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestCentre, startCentre } from '../../server/test/start-centre-fixture.ts';
import { openBrowser } from './browser.ts';
import { CANNOT_RUN, openScreen } from './open-centre-fixture.ts';

describe.skipIf(CANNOT_RUN)('a first start, as a person meets it', () => {
  let browser: Browser;
  let centre: TestCentre;

  beforeAll(async () => {
    centre = await startCentre();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
  });

  test('a stranger at the desk is told where the link is printed, and sees nothing of the city', async () => {
    const { page, faults, context } = await openScreen(browser, centre, { signedOut: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    for (const path of ['/desk', '/wall/main/1', '/']) {
      await page.goto(path);
      // A wall has no keyboard: it shows the code by which somebody lets it in, and the form only when it is asked for.
      if (path.startsWith('/wall/'))
        await page.getByRole('button', { name: 'Đăng nhập tại màn này' }).click();
      await page.getByRole('heading', { name: 'Cần đăng nhập' }).waitFor();
      await page.getByText('“Metropane ready”').waitFor();
    }
    expect(asked).not.toContain('/api/v1/city');
    expect((await context.request.get('/api/v1/incidents')).status()).toBe(401);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the printed link opens the desk, leaves the address bar and the history, and the session outlives a reload', async () => {
    expect(centre.signIn).toMatch(/\/desk#signin=[\w-]{20,}$/);
    const { page, faults, context } = await openScreen(browser, centre, { signedOut: true });
    await page.goto(centre.signIn!);
    await page.getByRole('heading', { name: 'Điều hành Đô thị' }).waitFor();
    expect(page.url()).toBe(`${centre.http}/desk`);
    expect(await page.evaluate(() => document.body.outerHTML + document.cookie)).not.toContain(
      tokenOf(centre),
    );
    await page.reload();
    await page.getByRole('heading', { name: 'Điều hành Đô thị' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the same link opens nothing a second time and says so', async () => {
    const { page, context } = await openScreen(browser, centre, { signedOut: true });
    await page.goto(centre.signIn!);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    await expect.poll(() => alert.textContent()).toContain('mỗi liên kết chỉ mở được một lần');
    expect(await context.cookies()).toEqual([]);
    expect(page.url()).not.toContain(tokenOf(centre));
    await context.close();
  });

  test('a person signs in with name and password; a wrong one is told, and nothing of the city is shown', async () => {
    const account = { name: 'lan', password: 'con mèo đen trên mái', role: 'operator' };
    expect((await centre.post('/api/v1/accounts', account)).status).toBe(201);
    const { page, context } = await openScreen(browser, centre, { signedOut: true });
    await page.goto('/desk');
    await page.getByLabel('Tên đăng nhập').fill('lan');
    await page.getByLabel('Mật khẩu').fill('wrong password');
    await page.keyboard.press('Enter');
    await page.getByText('Tên hoặc mật khẩu không đúng.').waitFor();
    await expect.poll(() => page.getByLabel('Mật khẩu').inputValue()).toBe('');
    await page.getByLabel('Mật khẩu').fill(account.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Điều hành Đô thị' }).waitFor();
    expect(page.url()).toBe(`${centre.http}/desk`);
    await context.close();
  });

  test('what failed at the sign-in service is told in words, once', async () => {
    const { page, faults, context } = await openScreen(browser, centre, { signedOut: true });
    await page.goto('/desk#signin-problem=oidc-unknown-person');
    await page.getByText('trung tâm chưa cấp quyền cho bạn').waitFor();
    expect(page.url()).toBe(`${centre.http}/desk`);
    // No service is configured here, so none is offered.
    await expect.poll(() => page.getByText('tài khoản cơ quan').count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const { context } = await openScreen(browser, centre);
    const cookies = await context.cookies();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    await context.close();
  });

  test('every page carries a strict CSP', async () => {
    for (const path of ['/desk', '/wall/main/1', '/']) {
      const csp = (await fetch(`${centre.http}${path}`)).headers.get('content-security-policy') ?? '';
      const rules = new Map(csp.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));
      expect(rules.get('default-src'), path).toEqual(["'none'"]);
      expect(rules.get('script-src'), path).toEqual(["'self'"]);
      expect(rules.get('connect-src'), path).toEqual(["'self'"]);
      expect(rules.get('frame-ancestors'), path).toEqual(["'none'"]);
      expect(csp, path).not.toMatch(/unsafe|\*|https?:/);
    }
  });
});

function tokenOf({ signIn }: TestCentre): string {
  return signIn!.split('#signin=')[1]!;
}
