import { useCallback } from 'react';
import { useStore } from 'zustand';
import { useCentre } from './centre-context.ts';
import type { Centre } from './centre-context.ts';
import { keepText, keptText } from './kept-text.ts';
import type { SettingKind } from './person-setting.ts';
import { PersonSettings } from './person-settings.ts';

const made = new WeakMap<Centre, PersonSettings>();

/** The settings of a page; they live as long as the page does. */
export function settingsOf(centre: Centre): PersonSettings {
  const known = made.get(centre);
  if (known !== undefined) return known;
  const { api, live, ground, session } = centre;
  // Names are what people are called; accounts are who they are.
  const prefix = `metropane.setting.${ground.id}.${session.account ?? session.name}.`;
  const settings = new PersonSettings({
    api,
    shelf: {
      get: (key) => keptText(prefix + key),
      set: (key, text) => keepText(prefix + key, text),
      onChange(tell) {
        globalThis.addEventListener('storage', ({ key }) => {
          if (key?.startsWith(prefix) === true) tell(key.slice(prefix.length));
        });
      },
    },
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });
  made.set(centre, settings);
  live.link.subscribe(({ phase }, before) => {
    if (phase === 'live' && before.phase !== 'live') void settings.ask();
  });
  void settings.ask();
  return settings;
}

export interface UsedSetting<T> {
  readonly value: T;
  readonly change: (make: (before: T) => T) => void;
  /** As the centre was last heard to have it; null: not heard yet. */
  readonly base: T | null;
  /** The centre lacks something of it, and for the code of this reason; undefined while it has all, null while no reason is known. */
  readonly lacks: string | null | undefined;
}

/** One setting of who sits here, on every machine where they sign in. */
export function usePersonSetting<T>(kind: SettingKind<T>): UsedSetting<T> {
  const setting = settingsOf(useCentre()).of(kind);
  const { value, base, problem } = useStore(setting.state);
  const change = useCallback(
    (make: (before: T) => T) => setting.change(make(setting.state.getState().value)),
    [setting],
  );
  return { value, base, change, lacks: setting.isBehind() ? problem : undefined };
}
