import type { PresenceList, PresenceMessage } from '@metropane/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

/** A colleague who looks at an incident. */
export type Colleague = PresenceList['people'][number];

const NOWHERE: PresenceMessage = { incidentId: null, isTyping: false };

/** Who looks at what, and what this desk tells of itself. The link carries both; a lost link shows nobody. */
export class Presence {
  readonly people: StoreApi<{ self: string | null; people: readonly Colleague[] }> = createStore(() => ({
    self: null,
    people: [],
  }));
  readonly here: StoreApi<PresenceMessage> = createStore(() => NOWHERE);

  /** Says where this desk is; the same again costs nothing. */
  stand(here: PresenceMessage): void {
    const before = this.here.getState();
    if (before.incidentId !== here.incidentId || before.isTyping !== here.isTyping)
      this.here.setState(here, true);
  }

  leave(): void {
    this.stand(NOWHERE);
  }

  /** Under which id this desk appears itself. */
  meet(self: string | undefined): void {
    this.people.setState({ self: self ?? null, people: [] }, true);
  }

  learn({ people }: PresenceList): void {
    this.people.setState({ people });
  }

  /** Who was there may have left: nobody knows. */
  forget(): void {
    this.people.setState({ people: [] });
  }
}

/** The others at one incident. */
export function colleaguesAt(
  incidentId: string,
  { self, people }: { self: string | null; people: readonly Colleague[] },
): Colleague[] {
  return people.filter((one) => one.incidentId === incidentId && one.id !== self);
}
