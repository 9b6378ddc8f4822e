import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeColourViolations, axeViolations } from './axe-violations.ts';
import { CHROMIUM, type WatchedPage } from './browser.ts';
import { showPage } from './fixture-pages.ts';
import { type FixtureScreens, openDeskPage, startFixtureScreens } from './fixture-screens.ts';

/** Letters that only Vietnamese has: none of the program's own words may contain one in English. */
const VIETNAMESE = /[ăđơưạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/i;
const PAGES = {
  shift: '/desk/shift/water',
  roster: '/desk/shift/supervisor?role=supervisor',
  handover: '/desk/handover/BG-000040',
  performance: '/desk/alarms',
  rules: '/desk/rules/flood-depth?role=supervisor',
  'disabled rule': '/desk/rules/air-smoke',
} as const;
const DESK = [1920, 1080] as const;
const PHONE = { width: 390, height: 844 };
const WALL = { width: 3840, height: 2160 };

/** Shift, handover, performance and rules over invented answers. */
describe.skipIf(CHROMIUM === null)('the pages of a shift', () => {
  let screens: FixtureScreens;

  beforeAll(async () => {
    screens = await startFixtureScreens();
  });
  afterAll(async () => {
    await screens?.stop();
  });

  const open = (path: string, size: readonly [number, number] = DESK): Promise<WatchedPage> =>
    openDeskPage(screens, path, size);

  // Loaded once: another theme colours it anew, another size lays it out anew. What a phone shows at first sight is in small-screens.
  test.each(Object.entries(PAGES))(
    '%s: no violation of WCAG, no sideways scroll, by day and night, in the hand and at 4K; in English no Vietnamese word is left',
    async (_, path) => {
      const { page, faults, context } = await open(path);
      const isSound = async (view: string): Promise<void> => {
        expect(await axeViolations(page), view).toEqual([]);
        expect(await sideways(page), view).toBeLessThanOrEqual(0);
      };
      await isSound('desk');
      await showPage(page, 'rules', { locale: 'vi', theme: 'light' });
      expect(await axeColourViolations(page), 'light').toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.waitForFunction(() => document.documentElement.lang === 'en');
      const words = await wordsOf(page);
      expect(words.length).toBeGreaterThan(8);
      // What the fixture made up in Vietnamese (names, titles) stands in elements of its own.
      expect(words.filter((word) => VIETNAMESE.test(word ?? '') && word !== 'Tiếng Việt')).toEqual([]);
      await page.setViewportSize(PHONE);
      await showPage(page, 'rules', { locale: 'vi', theme: 'dark' });
      await isSound('phone');
      // A 4K page is the same one twice as large: what axe asks is answered already, and asking costs many seconds.
      await page.setViewportSize(WALL);
      await showPage(page, 'rules', { locale: 'vi', theme: 'dark' });
      expect(await sideways(page), '4K').toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test('the sheet of a handover has the brief, both signatures and where it is kept', async () => {
    const { page, context } = await open(PAGES.handover);
    const signatures = page.locator('.signature');
    await expect
      .poll(() => signatures.locator('.signature-name').allTextContents())
      .toEqual(['Phạm Hoa', 'Nguyễn Thị Lan']);
    await expect
      .poll(() => page.locator('.sheet-foot').textContent())
      .toMatch(/mục 20411 của sổ ghi; dấu [0-9a-f]{32}/);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(() => page.locator('.desk-bar').isVisible()).toBe(false);
    await expect.poll(() => page.locator('.brief-part').first().isVisible()).toBe(true);
    await context.close();
  });

  test('figures have targets and verdicts in words, and empty stretches are said', async () => {
    const { page, context } = await open(PAGES.performance);
    const first = page.locator('.performance-panel').first();
    const row = first.locator('tr', { hasText: 'Nhiều nhất trong 10 phút' });
    await expect.poll(() => row.textContent()).toMatch(/1[0-9].*≤ 10.*vượt/);
    await expect
      .poll(() => first.locator('.performance-note').first().textContent())
      // A day that begins at a whole ten minutes has one more than any other.
      .toMatch(/14[34] khoảng 10 phút, kể cả \d+ khoảng không có báo động/);
    await expect.poll(() => page.locator('.performance-indicative').count()).toBe(1);
    await page.getByRole('button', { name: '30 ngày' }).click();
    await page.locator('.performance-indicative').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Tự chọn' }).click();
    await page.getByLabel('Tới').fill('2020-01-01T00:00');
    await expect.poll(() => page.getByRole('button', { name: 'Tính' }).isDisabled()).toBe(true);
    await context.close();
  });

  test('a rule is changed by keyboard alone; a wrong expression says where, a conflict shows both', async () => {
    const { page, context } = await open('/desk/rules?role=supervisor');
    for (let down = 0; down < 3; down++) {
      const before = page.url();
      await page.keyboard.press('j');
      await expect.poll(() => page.url()).not.toBe(before);
    }
    await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/rules/flood-depth');
    await typeWhen(page, 'dept >= 15');
    await page.keyboard.press('Tab');
    await pressButton(page, 'Lưu thành bản 4');
    const fault = page.locator('.rule-fault');
    await fault.waitFor();
    await expect.poll(() => fault.textContent()).toContain('(dòng 1, cột 1)');
    await expect.poll(() => fault.locator('pre').textContent()).toBe('dept >= 15\n^');

    await typeWhen(page, 'depth >= 99');
    await pressButton(page, 'Lưu thành bản 4');
    await page.locator('.rule-conflict').waitFor();
    await expect
      .poll(() => page.locator('.rule-conflict').textContent())
      .toContain('Trưởng ca Nam vừa lưu bản 4');
    await expect.poll(() => page.locator('.rule-changes').textContent()).toContain('depth >= 99');
    await pressButton(page, 'Giữ bản của tôi, dựa trên bản 4');
    await pressButton(page, 'Lưu thành bản 4');
    await page.locator('.rule-head', { hasText: 'Bản 3' }).waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Báo khi' }).inputValue()).toBe('depth >= 99');
    await context.close();
  });

  test('what the edited rule would do now is told as one types: who calls, who is near, what is not judged, where it is wrong', async () => {
    const { page, context } = await open(PAGES.rules);
    const preview = page.locator('.rule-preview[aria-busy=false]');
    const part = (words: string): Locator => preview.locator('.preview-part', { hasText: words });
    await expect.poll(() => part('sẽ gọi').locator('.clip').allTextContents()).toEqual(['Nguyễn Hữu Cảnh']);
    await expect.poll(() => part('chưa phán đoán').textContent()).toContain('thiếu depth');
    await typeWhen(page, 'depth >= 12');
    await part('sẽ gọi').locator('.clip', { hasText: 'Thảo Điền' }).waitFor();
    await expect
      .poll(() => part('sẽ gọi').locator('.clip').allTextContents())
      .toEqual(['Nguyễn Hữu Cảnh', 'Thảo Điền']);
    await typeWhen(page, 'dept >= 12');
    await page.locator('.rule-fault pre').waitFor();
    await expect.poll(() => page.locator('.rule-fault pre').textContent()).toBe('dept >= 12\n^');
    await expect.poll(() => page.locator('.rule-preview').textContent()).toContain('Luật chưa đúng ở when');
    await expect.poll(() => page.locator('.preview-part').count()).toBe(0);
    // Hours by keyboard: the rule then says so in its text.
    await page.getByLabel('Theo dõi suốt ngày đêm').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('CN').focus();
    await page.keyboard.press('Space');
    await page.getByRole('tab', { name: 'Văn bản' }).click();
    const text = await page.getByLabel('Luật dạng JSON').inputValue();
    expect(JSON.parse(text).schedule).toEqual({ from: '06:00', to: '22:00', days: [1, 2, 3, 4, 5, 6] });
    await context.close();
  });

  test('the form shows every field of a rule and, opened and walked through, changes nothing of it', async () => {
    const { page, context } = await open('/desk/rules/jam-long?role=supervisor');
    await page
      .getByLabel('Của điểm đo')
      .locator('option:checked', { hasText: 'rain-1' })
      .waitFor({ state: 'attached' });
    const shown = await page
      .locator('.rule-form')
      .evaluate((form) =>
        [
          ...form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
            'input, select, textarea',
          ),
        ].map((field) =>
          field.type === 'checkbox' || field.type === 'radio'
            ? String((field as HTMLInputElement).checked)
            : field.value,
        ),
      );
    // Every field is entered and left once: a value that a field reads otherwise than it writes would show.
    const fields = page.locator('.rule-form :is(input, select, textarea):enabled');
    await fields.evaluateAll((all) => all.forEach((field) => [field.focus(), field.blur()]));
    await expect.poll(() => page.getByRole('button', { name: 'Lưu thành bản 2' }).isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Văn bản' }).click();
    const rule = JSON.parse(await page.getByLabel('Luật dạng JSON').inputValue()) as object;
    const missing = leavesOf(rule).filter(
      ([path, leaf]) => !FOLDED.test(path) && !shown.includes(asShown(path, leaf)),
    );
    expect(missing).toEqual([]);
    await context.close();
  });

  test('who knows neither CEL nor JSON makes a rule by keyboard: an input, its name, two conditions, points of a ward', async () => {
    const { page, context } = await open(PAGES.rules);
    const add = page.getByRole('group', { name: 'Thêm số đo' });
    await add.getByRole('button', { name: 'im lặng bao lâu' }).press('Enter');
    const name = page.getByLabel('Tên của số đo quiet');
    await name.fill('depth');
    await expect
      .poll(() => page.locator('.rule-input-name .rule-fault').textContent())
      .toBe('Đã có số đo tên depth.');
    await name.fill('im_lang');
    await name.press('Enter');
    await page
      .getByRole('group', { name: 'Báo khi', exact: true })
      .first()
      .getByRole('button', { name: 'Thêm so sánh' })
      .press('Enter');
    await page.getByLabel('ít nhất một điều đúng').first().press('Space');
    await page.getByLabel('Báo khi, dòng 2: vế trái', { exact: true }).selectOption('im_lang');
    await page.getByLabel('Báo khi, dòng 2: vế phải: con số').fill('90');
    await page.getByLabel('chỉ những điểm được chọn').press('Space');
    await expect
      .poll(() => page.locator('.entity-picker .rule-fault').textContent())
      .toBe('Cần ít nhất một.');
    await page.getByLabel('Theo phường, xã').selectOption('26700');
    await page.getByRole('button', { name: 'Chọn cả 30 điểm tìm thấy' }).press('Enter');
    await page.getByRole('tab', { name: 'Văn bản' }).click();
    const rule = JSON.parse(await page.getByLabel('Luật dạng JSON').inputValue()) as Record<string, unknown>;
    expect(rule).toMatchObject({
      when: 'depth >= 15 || im_lang >= 90000',
      inputs: { im_lang: { kind: 'silence' } },
    });
    expect(rule['entities']).toHaveLength(30);
    await page.reload();
    await page.getByText('Có thay đổi chưa lưu').waitFor();
    await context.close();
  });

  test('a backtest shows what the edited version and the one in force would have called', async () => {
    const { page, context } = await open(PAGES.rules);
    await page.getByRole('tab', { name: 'Chạy thử' }).click();
    await page.getByRole('button', { name: 'Chạy thử bản đang sửa' }).click();
    await page.locator('.backtest-side').nth(1).waitFor();
    await expect
      .poll(() => page.locator('.backtest-side').allTextContents())
      .toEqual([expect.stringContaining('Bản đang sửa'), expect.stringContaining('Bản đang dùng')]);
    await expect.poll(() => page.locator('.backtest-figures .is-over').count()).toBe(1);
    await context.close();
  });

  test('who is no supervisor reads a rule and can change nothing of it', async () => {
    const { page, context } = await open('/desk/rules/flood-depth');
    await expect.poll(() => page.getByLabel('Báo khi, dòng 1: so sánh').isDisabled()).toBe(true);
    await expect.poll(() => page.getByRole('button', { name: /Lưu thành/ }).count()).toBe(0);
    await context.close();
  });
});

function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

function wordsOf(page: Page): Promise<(string | null)[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main h3, main label, main button, main th, main dt, nav a')].flatMap(
      (element) =>
        [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map((node) => node.textContent),
    ),
  );
}

/** As CEL: what a person types who knows it. */
async function typeWhen(page: Page, text: string): Promise<void> {
  const cel = page.getByRole('button', { name: 'Báo khi: viết bằng CEL' });
  if ((await cel.getAttribute('aria-pressed')) === 'false') await cel.press('Space');
  await page.getByRole('textbox', { name: 'Báo khi' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

async function pressButton(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
}

/** Not shown as they stand: the id is the heading, conditions are lines, names of inputs and kinds are words, lists are ticked. */
const FOLDED =
  /^(id|when|severities\.\d+\.when|entities\.\d+|schedule\.days\.\d+|suppressedBy\.rules\.\d+)$|\.kind$/;

function leavesOf(value: unknown, path = ''): [path: string, leaf: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** Durations stand in the largest unit in which they are whole, shares in per cent. */
function asShown(path: string, leaf: unknown): string {
  if (path === 'minCompleteness') return String(Number((Number(leaf) * 100).toPrecision(12)));
  if (!path.endsWith('Ms')) return String(leaf);
  const ms = Number(leaf);
  const unitMs = [3_600_000, 60_000, 1_000].find((each) => ms % each === 0) ?? 1_000;
  return String(ms / unitMs);
}
