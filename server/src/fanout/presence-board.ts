import type { PresenceList } from '@metropane/protocol';

/** Somebody at a desk, as the others may know them. */
interface Person {
  readonly id: string;
  readonly label?: string;
  readonly role: string;
}

interface Place {
  readonly person: Person;
  readonly incidentId: string;
  readonly isTyping: boolean;
}

/**
 * Who looks at which incident, by connection. Not kept and not part of the state: it ends with the connection, so nobody is shown who
 * has left. A person with two windows on one incident is there once. [P20]
 */
export class PresenceBoard {
  readonly #places = new Map<object, Place>();
  #hasChanged = false;

  /** `place` null: looks at no incident. */
  put(connection: object, person: Person, place: { incidentId: string | null; isTyping: boolean }): void {
    const { incidentId, isTyping } = place;
    if (incidentId === null) return this.remove(connection);
    const known = this.#places.get(connection);
    if (known?.incidentId === incidentId && known.isTyping === isTyping) return;
    this.#places.set(connection, { person, incidentId, isTyping });
    this.#hasChanged = true;
  }

  remove(connection: object): void {
    if (this.#places.delete(connection)) this.#hasChanged = true;
  }

  /** The list when it has changed since the last call. */
  takeChange(): PresenceList | undefined {
    if (!this.#hasChanged) return undefined;
    this.#hasChanged = false;
    return this.list();
  }

  list(): PresenceList {
    const people = new Map<string, PresenceList['people'][number]>();
    for (const { person, incidentId, isTyping } of this.#places.values()) {
      const key = `${person.id}\0${incidentId}`;
      const known = people.get(key);
      people.set(key, {
        id: person.id,
        name: person.label ?? person.role,
        role: person.role,
        incidentId,
        isTyping: isTyping || (known?.isTyping ?? false),
      });
    }
    return { people: [...people.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) };
  }
}
