import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useCentre } from './centre-context.ts';
import { colleaguesAt } from './presence.ts';
import type { Colleague } from './presence.ts';

/** Tells the others that this desk looks at an incident, as long as the caller is mounted; answers who else does. */
export function usePresence(incidentId: string, isTyping = false): Colleague[] {
  const { presence } = useCentre().live;
  useEffect(() => presence.stand({ incidentId, isTyping }), [presence, incidentId, isTyping]);
  useEffect(() => () => presence.leave(), [presence]);
  return colleaguesAt(incidentId, useStore(presence.people));
}
