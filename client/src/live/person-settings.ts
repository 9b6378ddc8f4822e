import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { Problem } from './centre-port.ts';
import type { CentreApi } from './centre-port.ts';
import { PersonSetting, RETRY_MS } from './person-setting.ts';
import type { KeptAnswer, SettingDeps, SettingKind } from './person-setting.ts';

export interface PersonSettingsDeps extends Pick<SettingDeps, 'after'> {
  readonly api: Pick<CentreApi, 'get' | 'put'>;
  /** Calls back with the key that another window of this browser changed. */
  readonly shelf: SettingDeps['shelf'] & { onChange(tell: (key: string) => void): void };
}

const NEVER_KEPT: KeptAnswer = { revision: 0, value: null };

/** All settings of who is signed in on this page; each is made when it is first wanted. */
export class PersonSettings {
  /** Whether the centre was heard; `refused`: it keeps nothing for this role. */
  readonly state: StoreApi<{ centre: 'asking' | 'heard' | 'away' | 'refused' }> = createStore(() => ({
    centre: 'asking',
  }));
  readonly #deps: PersonSettingsDeps;
  readonly #known = new Map<string, PersonSetting<never>>();
  #items: Readonly<Record<string, KeptAnswer>> | null = null;
  #isAsking = false;
  #callOff: (() => void) | null = null;

  constructor(deps: PersonSettingsDeps) {
    this.#deps = deps;
    deps.shelf.onChange((key) => this.#known.get(key)?.reread());
  }

  of<T>(kind: SettingKind<T>): PersonSetting<T> {
    const known = this.#known.get(kind.key);
    if (known !== undefined) return known as unknown as PersonSetting<T>;
    const { api, shelf, after } = this.#deps;
    const made = new PersonSetting(kind, {
      ...{ shelf, after },
      put: (key, body) => api.put<KeptAnswer>(`/me/settings/${key}`, body),
    });
    this.#known.set(kind.key, made as unknown as PersonSetting<never>);
    if (this.#items !== null) made.hear(this.#items[kind.key] ?? NEVER_KEPT);
    return made;
  }

  /** Asks the centre what it has. Call it at the start and when the link is back. */
  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#callOff?.();
    this.#isAsking = true;
    try {
      const { items } = await this.#deps.api.get<{ items: Record<string, KeptAnswer> }>('/me/settings');
      this.#items = items;
      this.state.setState({ centre: 'heard' });
      for (const [key, setting] of this.#known) setting.hear(items[key] ?? NEVER_KEPT);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const isPassing = error.status === 0 || error.status >= 500 || error.status === 429;
      this.state.setState({ centre: isPassing ? 'away' : 'refused' });
      if (isPassing) this.#callOff = this.#deps.after(RETRY_MS, () => void this.ask());
    } finally {
      this.#isAsking = false;
    }
  }
}
