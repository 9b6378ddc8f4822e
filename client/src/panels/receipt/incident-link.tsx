import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

/** The way to an incident from a desk; on a wall only its name, since a wall must not be led away from its scene. */
export function IncidentLink({ id, children }: { id: string; children: ReactNode }) {
  const [path] = useLocation();
  return path.startsWith('/wall') ? <span>{children}</span> : <Link href={`/desk/${id}`}>{children}</Link>;
}
