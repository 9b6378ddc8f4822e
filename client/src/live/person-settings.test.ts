import { expect, test } from 'vitest';
import { Problem } from './centre-port.ts';
import { LAYOUT, resized, USUAL_LAYOUT } from './desk-layout.ts';
import type { KeptAnswer } from './person-setting.ts';
import { PersonSettings } from './person-settings.ts';
import { VIEWS, withoutView, withView } from './saved-views.ts';
import type { SavedView } from './saved-views.ts';

const view = (name: string): SavedView => ({ name, href: '/desk' });

/** A centre as the server is: revisions never used twice, a stale write refused with what there is. */
class FakeCentre {
  items: Record<string, KeptAnswer> = {};
  revision = 0;
  fault: Problem | null = null;
  writes = 0;
  readonly api = {
    get: <T>() => this.#answer(() => ({ items: { ...this.items } }) as T),
    put: <T>(path: string, body: unknown) => this.#answer(() => this.#write(path, body) as T),
  };
  #write(path: string, body: unknown): KeptAnswer {
    const key = path.split('/').at(-1)!;
    const { expectedRevision, value } = body as { expectedRevision: number; value: unknown };
    const kept = this.items[key] ?? { revision: 0, value: null };
    if (kept.revision !== expectedRevision)
      throw new Problem(409, 'stale-revision', { detail: 'stale', extra: { ...kept } });
    this.writes += 1;
    this.items[key] = { revision: ++this.revision, value: structuredClone(value) };
    return this.items[key];
  }
  async #answer<T>(run: () => T): Promise<T> {
    await Promise.resolve();
    if (this.fault !== null) throw this.fault;
    return run();
  }
}

/** A browser: what it keeps outlives its windows. */
function browser(centre: FakeCentre) {
  const kept = new Map<string, string>();
  const listeners: ((key: string, from: object) => void)[] = [];
  const open = () => {
    const timers: (() => void)[] = [];
    const self = {};
    const settings = new PersonSettings({
      api: centre.api,
      shelf: {
        get: (key) => kept.get(key) ?? null,
        set(key, text) {
          kept.set(key, text);
          for (const tell of listeners) tell(key, self);
        },
        onChange: (tell) => void listeners.push((key, from) => from !== self && tell(key)),
      },
      after(_, run) {
        timers.push(run);
        return () => void timers.splice(timers.indexOf(run) >>> 0, 1);
      },
    });
    /** Lets every timer and answer that is due come, until nothing is. */
    const settle = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) {
        for (const run of timers.splice(0)) run();
        for (let j = 0; j < 8; j++) await Promise.resolve();
      }
    };
    return { settings, settle };
  };
  return { kept, open };
}

const AWAY = new Problem(0, 'unreachable', { detail: 'away' });

test('a change is kept here at once and by the centre soon; another machine finds it', async () => {
  const centre = new FakeCentre();
  const here = browser(centre).open();
  await here.settings.ask();
  const views = here.settings.of(VIEWS);
  views.change([view('a')]);
  expect([views.isBehind(), centre.writes]).toEqual([true, 0]);
  await here.settle();
  expect([views.isBehind(), centre.items['views']?.value]).toEqual([false, [view('a')]]);
  const there = browser(centre).open();
  await there.settings.ask();
  expect(there.settings.of(VIEWS).state.getState().value).toEqual([view('a')]);
});

test('many changes in a breath are one write', async () => {
  const centre = new FakeCentre();
  const { settings, settle } = browser(centre).open();
  await settings.ask();
  for (let rem = 25; rem < 40; rem++)
    settings.of(LAYOUT).change(resized(settings.of(LAYOUT).state.getState().value, 'left', rem));
  await settle();
  expect([centre.writes, settings.of(LAYOUT).isBehind()]).toEqual([1, false]);
});

test('a person who changed nothing writes nothing', async () => {
  const centre = new FakeCentre();
  const { settings, settle } = browser(centre).open();
  settings.of(LAYOUT);
  settings.of(VIEWS);
  await settings.ask();
  await settle();
  expect([centre.writes, settings.of(LAYOUT).isBehind()]).toEqual([0, false]);
});

test('without the centre a change stays here, is told apart, outlives the page and arrives when the centre is back', async () => {
  const centre = new FakeCentre();
  const machine = browser(centre);
  centre.fault = AWAY;
  const first = machine.open();
  await first.settings.ask();
  expect(first.settings.state.getState().centre).toBe('away');
  first.settings.of(VIEWS).change([view('offline')]);
  expect(first.settings.of(VIEWS).isBehind()).toBe(true);
  centre.fault = null;
  centre.items = { views: { revision: ++centre.revision, value: [view('elsewhere')] } };
  const second = machine.open();
  expect(second.settings.of(VIEWS).state.getState().value).toEqual([view('offline')]);
  await second.settings.ask();
  await second.settle();
  expect(centre.items['views']?.value).toEqual([view('elsewhere'), view('offline')]);
  expect(second.settings.of(VIEWS).isBehind()).toBe(false);
});

test('a write that does not arrive is tried again; one that is refused waits for the next change', async () => {
  const centre = new FakeCentre();
  const { settings, settle } = browser(centre).open();
  await settings.ask();
  const views = settings.of(VIEWS);
  centre.fault = new Problem(503, 'busy', { detail: 'busy' });
  views.change([view('a')]);
  await settle();
  expect([views.isBehind(), views.state.getState().problem]).toEqual([true, 'busy']);
  centre.fault = null;
  await settle();
  expect([views.isBehind(), views.state.getState().problem]).toEqual([false, null]);
  centre.fault = new Problem(413, 'settings-too-large', { detail: 'much' });
  views.change([view('b')]);
  await settle();
  centre.fault = null;
  await settle();
  expect([views.isBehind(), views.state.getState().problem]).toEqual([true, 'settings-too-large']);
  views.change([view('c')]);
  await settle();
  expect([views.isBehind(), centre.items['views']?.value]).toEqual([false, [view('c')]]);
});

test('two machines that change at once lose nothing, and both end with the same', async () => {
  const centre = new FakeCentre();
  const [one, two] = [browser(centre).open(), browser(centre).open()];
  await Promise.all([one.settings.ask(), two.settings.ask()]);
  one.settings.of(VIEWS).change([view('a'), view('b')]);
  await one.settle();
  two.settings.of(VIEWS).change([view('c')]);
  await two.settle();
  expect(centre.items['views']?.value).toEqual([view('a'), view('b'), view('c')]);
  one.settings.of(VIEWS).change(withoutView(one.settings.of(VIEWS).state.getState().value, 'a'));
  await one.settle();
  expect(centre.items['views']?.value).toEqual([view('b'), view('c')]);
  expect(one.settings.of(VIEWS).isBehind()).toBe(false);
});

test('two windows of one browser show each other’s change', async () => {
  const centre = new FakeCentre();
  const machine = browser(centre);
  const [one, two] = [machine.open(), machine.open()];
  await Promise.all([one.settings.ask(), two.settings.ask()]);
  const [mine, other] = [one.settings.of(VIEWS), two.settings.of(VIEWS)];
  mine.change([view('a')]);
  expect(other.state.getState().value).toEqual([view('a')]);
  await one.settle();
  other.change(withView(other.state.getState().value, view('b'))!);
  await two.settle();
  await one.settle();
  expect(centre.items['views']?.value).toEqual([view('a'), view('b')]);
  expect(mine.state.getState().value).toEqual([view('a'), view('b')]);
});

test('what is kept in the browser is read with care', async () => {
  for (const text of ['', '{', 'null', '[]', '{"value":7,"base":1,"revision":"x"}']) {
    const machine = browser(new FakeCentre());
    machine.kept.set('layout', text);
    expect(machine.open().settings.of(LAYOUT).state.getState()).toMatchObject({
      value: USUAL_LAYOUT,
      revision: null,
    });
  }
});

test('after the account was locked what this browser has is all there is', async () => {
  const centre = new FakeCentre();
  const machine = browser(centre);
  const first = machine.open();
  await first.settings.ask();
  first.settings.of(VIEWS).change([view('a')]);
  await first.settle();
  centre.items = {};
  const second = machine.open();
  second.settings.of(VIEWS);
  await second.settings.ask();
  await second.settle();
  expect(centre.items).toMatchObject({ views: { value: [view('a')] } });
});

test('what came back from before the lock gives way to what was made after it, and takes nothing with it', async () => {
  const centre = new FakeCentre();
  const machine = browser(centre);
  const first = machine.open();
  await first.settings.ask();
  first.settings.of(LAYOUT).change({ ...USUAL_LAYOUT, left: 30, right: 30 });
  first.settings.of(VIEWS).change([view('before')]);
  await first.settle();
  // Locked and unlocked: the browser hears that nothing is kept, and its own does not arrive.
  centre.items = {};
  const second = machine.open();
  const [layout, views] = [second.settings.of(LAYOUT), second.settings.of(VIEWS)];
  await second.settings.ask();
  centre.fault = AWAY;
  await second.settle();
  expect([layout.isBehind(), views.isBehind()]).toEqual([true, true]);
  // The person works on elsewhere, and here once more without the centre.
  centre.fault = null;
  const other = browser(centre).open();
  await other.settings.ask();
  other.settings.of(LAYOUT).change({ ...USUAL_LAYOUT, left: 40, hidden: ['keys'] });
  other.settings.of(VIEWS).change([view('after')]);
  await other.settle();
  const third = machine.open();
  third.settings
    .of(LAYOUT)
    .change({ ...third.settings.of(LAYOUT).state.getState().value, hidden: ['stats'] });
  third.settings.of(VIEWS);
  await third.settings.ask();
  await third.settle();
  expect(centre.items['layout']?.value).toEqual({ ...USUAL_LAYOUT, left: 40, right: 30, hidden: ['stats'] });
  expect(centre.items['views']?.value).toEqual([view('before'), view('after')]);
  expect(third.settings.of(LAYOUT).isBehind()).toBe(false);
});

test('what the centre has taken again counts as its own', async () => {
  const centre = new FakeCentre();
  const { settings, settle } = browser(centre).open();
  await settings.ask();
  const views = settings.of(VIEWS);
  views.change([view('a')]);
  await settle();
  centre.items = {};
  await settings.ask();
  await settle();
  expect(views.state.getState().lost).toBeNull();
  // Taken away elsewhere since: it does not come back a second time.
  centre.items = { views: { revision: ++centre.revision, value: [] } };
  await settings.ask();
  await settle();
  expect([views.state.getState().value, centre.items['views']?.value]).toEqual([[], []]);
});

test('where the centre keeps nothing for a role it is not asked again', async () => {
  const centre = new FakeCentre();
  centre.fault = new Problem(403, 'forbidden', { detail: 'no' });
  const { settings, settle } = browser(centre).open();
  await settings.ask();
  centre.fault = null;
  await settle();
  expect(settings.state.getState().centre).toBe('refused');
});
