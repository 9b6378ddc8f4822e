import type { Handover, HandoverBrief, ShiftPosition } from '@metropane/incidents';
import type { Text } from '@metropane/live-state';

/** `GET /shift`: every duty position with who has it. */
export interface ShiftAnswer {
  atMs: number;
  positions: ShownPosition[];
}

export interface ShownPosition extends ShiftPosition {
  name: Text;
  /** What it answers for; the one without takes the rest. */
  categories: string[];
}

/** `GET /handovers/{id}`: both signatures are for the brief as it was frozen. */
export type HandoverAnswer = Handover & { brief: Handover['brief'] & { content: HandoverBrief } };

export interface HandoverListAnswer {
  items: Handover[];
  nextCursor?: string;
}

/** The centre's own check decides; this only keeps a form from people who would be refused. */
export function isChief(role: string): boolean {
  return role === 'supervisor' || role === 'admin';
}

export function briefPath(position: string): string {
  return `/shift/brief?position=${encodeURIComponent(position)}`;
}

export function handoverPath(id: string): string {
  return `/handovers/${encodeURIComponent(id)}`;
}

export function handoversPath(position: string, span: { fromMs: number; toMs: number }): string {
  const search = new URLSearchParams({ position, from: String(span.fromMs), to: String(span.toMs) });
  return `/handovers?${search}`;
}
