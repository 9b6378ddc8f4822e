import { expect, test, vi } from 'vitest';
import { BuildReload, isAtRest, NOT_AGAIN_MS, QUIET_MS } from './build-reload.ts';
import type { PageRest } from './build-reload.ts';

const AT_REST: PageRest = {
  isLive: true,
  quietMs: QUIET_MS,
  isInField: false,
  hasUnsentWords: false,
  hasActsUnderWay: false,
  isCalling: false,
};

/** One tab: its memory outlives its pages. */
function tab({ turnMs = 0, forgets = false } = {}) {
  const kept = new Map<string, string>();
  const clock = { ms: 1_000_000 };
  const rest = { now: AT_REST };
  const reload = vi.fn<() => void>();
  const open = () =>
    new BuildReload({
      nowMs: () => clock.ms,
      rest: () => rest.now,
      reload,
      memory: forgets
        ? null
        : { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) },
      turnMs,
    });
  return { clock, rest, reload, open, kept };
}

test('the build that a page began under is its own; another one reloads it once', () => {
  const { open, reload } = tab();
  const page = open();
  page.learn('a');
  page.look();
  expect([page.state.getState().isWaiting, reload.mock.calls.length]).toEqual([false, 0]);
  page.learn('b');
  expect(page.state.getState().isWaiting).toBe(true);
  for (let i = 0; i < 5; i++) page.look();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('an old page that a proxy keeps serving is not loaded again for the same build', () => {
  const { open, reload, clock } = tab();
  const before = open();
  before.learn('a');
  before.learn('b');
  before.look();
  const after = open();
  after.learn('a');
  after.learn('b');
  clock.ms += 2 * NOT_AGAIN_MS;
  after.look();
  expect(reload).toHaveBeenCalledTimes(1);
  expect(after.state.getState().isWaiting).toBe(false);
});

test('centres of two builds that answer in turn make no screen blink', () => {
  const { open, reload, clock } = tab();
  for (let i = 0; i < 60; i++) {
    const page = open();
    const [own, other] = i % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
    page.learn(own!);
    page.learn(other!);
    page.look();
    clock.ms += 10_000;
  }
  // In ten minutes: the first, and one more when the time is over.
  expect(reload.mock.calls.length).toBeLessThanOrEqual(2);
});

test('where nothing may be remembered a page lives a while before it goes', () => {
  const { open, reload, clock } = tab({ forgets: true });
  const page = open();
  page.learn('a');
  page.learn('b');
  page.look();
  expect(reload).not.toHaveBeenCalled();
  clock.ms += NOT_AGAIN_MS;
  page.look();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('a centre that goes back to the build of the page leaves it alone', () => {
  const { open, reload, rest } = tab();
  const page = open();
  page.learn('a');
  rest.now = { ...AT_REST, isInField: true };
  page.learn('b');
  page.look();
  page.learn('a');
  rest.now = AT_REST;
  page.look();
  expect([reload.mock.calls.length, page.state.getState().isWaiting]).toEqual([0, false]);
});

test.each([
  ['the link is lost', { isLive: false }],
  ['somebody has just pressed a key', { quietMs: QUIET_MS - 1 }],
  ['the next key goes into a field', { isInField: true }],
  ['words would be lost', { hasUnsentWords: true }],
  ['an act is on its way', { hasActsUnderWay: true }],
  ['a life-threatening incident calls', { isCalling: true }],
] as const)('not while %s; as soon as it is over', (_, part) => {
  expect(isAtRest({ ...AT_REST, ...part })).toBe(false);
  const { open, reload, rest } = tab();
  const page = open();
  page.learn('a');
  page.learn('b');
  rest.now = { ...AT_REST, ...part };
  page.look();
  expect(reload).not.toHaveBeenCalled();
  rest.now = AT_REST;
  page.look();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('who asks for it does not wait', () => {
  const { open, reload, rest } = tab();
  const page = open();
  page.learn('a');
  page.go();
  expect(reload).not.toHaveBeenCalled();
  page.learn('b');
  rest.now = { ...AT_REST, quietMs: 0 };
  page.go();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('a screen of a wall waits for its turn', () => {
  const { open, reload, clock } = tab({ turnMs: 16_000 });
  const page = open();
  page.learn('a');
  page.learn('b');
  clock.ms += 15_999;
  page.look();
  expect(reload).not.toHaveBeenCalled();
  clock.ms += 1;
  page.look();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('what somebody wrote under our key is no memory', () => {
  for (const text of ['b', '{"build":3}', '[]', 'null']) {
    const { open, reload, kept } = tab();
    kept.set('metropane.reloaded-for', text);
    const page = open();
    page.learn('a');
    page.learn('b');
    page.look();
    expect(reload, text).toHaveBeenCalledTimes(1);
  }
});
