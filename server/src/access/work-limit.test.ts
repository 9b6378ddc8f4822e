import { expect, test } from 'vitest';
import { WorkLimit } from './work-limit.ts';

test('so much runs, so much waits in its order, the rest is refused at once', async () => {
  const limit = new WorkLimit({ running: 2, waiting: 3 });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const work = (n: number) =>
    limit.run(async () => {
      begun.push(n);
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => ends.push(resolve));
      now -= 1;
      return n;
    });
  const asked = [1, 2, 3, 4, 5, 6, 7].map(work);
  expect(await asked[5]).toMatchObject({ ok: false, code: 'busy' });
  expect(await asked[6]).toMatchObject({ ok: false, code: 'busy' });
  expect(begun).toEqual([1, 2]);
  for (let i = 0; i < 5; i++) {
    ends[i]!();
    await asked[i];
  }
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('work that fails gives its place on', async () => {
  const limit = new WorkLimit({ running: 1, waiting: 1 });
  const broken = limit.run(() => Promise.reject(new Error('no memory')));
  const next = limit.run(() => Promise.resolve('done'));
  await expect(broken).rejects.toThrow('no memory');
  expect(await next).toEqual({ ok: true, value: 'done' });
  expect(await limit.run(() => Promise.resolve('again'))).toEqual({ ok: true, value: 'again' });
});
