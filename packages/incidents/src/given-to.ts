import type { Incident } from './incident.ts';

/** Whether an agency works on an incident: it was asked, and nobody took that back. Who declined may still see what it declined. */
export function isGivenTo({ assignments = [] }: Pick<Incident, 'assignments'>, agency: string): boolean {
  return (
    agency !== '' && assignments.some(({ assignee, state }) => assignee === agency && state !== 'withdrawn')
  );
}
