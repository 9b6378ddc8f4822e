import type { Assignment } from './incident-parts.ts';
import type { ActContext, AgencyAnswer, Incident, Priority } from './incident.ts';
import { ANSWER_WITHIN_MIN } from './service-levels.ts';

/** Who was asked for help. Each is asked once: asking again while the first call stands would send two crews to one place. */
const NEXT: Readonly<Record<Assignment['state'], readonly AgencyAnswer[]>> = {
  waiting: ['accepted', 'declined', 'on-scene', 'done'],
  accepted: ['on-scene', 'done', 'declined'],
  'on-scene': ['done'],
  declined: [],
  done: [],
  withdrawn: [],
};

export interface Assignee {
  assignee?: string | undefined;
  post?: string | undefined;
}

/** True while the assignee has not ended its part. */
export function isOpenAssignment({ state }: Assignment): boolean {
  return NEXT[state].length > 0;
}

export function openAssignments(incident: Incident): Assignment[] {
  return (incident.assignments ?? []).filter(isOpenAssignment);
}

/** The standing request to this assignee (and post), if there is one. */
export function findOpen(incident: Incident, who: Assignee): Assignment | undefined {
  return openAssignments(incident).find(
    ({ assignee, post }) => assignee === who.assignee && post === who.post,
  );
}

export function mayAnswer(assignment: Assignment, answer: AgencyAnswer): boolean {
  return NEXT[assignment.state].includes(answer);
}

/** What an assignee may still answer, as allowed acts. */
export function answersOf(assignment: Assignment): readonly AgencyAnswer[] {
  return NEXT[assignment.state];
}

/** One more assignee asked. */
export function ask(
  incident: Incident,
  who: { assignee: string; post?: string | undefined; text?: string | undefined },
  ctx: ActContext,
): Assignment[] {
  const { assignee, post, text } = who;
  const asked: Assignment = {
    assignee,
    state: 'waiting',
    by: ctx.actor,
    askedAtMs: ctx.atMs,
    changedAtMs: ctx.atMs,
    dueMs: ctx.atMs + answerWithinMs(incident.priority),
    ...(post === undefined ? {} : { post }),
    ...(text === undefined ? {} : { text }),
  };
  return [...(incident.assignments ?? []), asked];
}

/** All assignments with one changed. */
export function withState(
  incident: Incident,
  assignment: Assignment,
  change: { state: Assignment['state']; atMs: number },
): Assignment[] {
  return (incident.assignments ?? []).map((each) =>
    each === assignment ? { ...each, state: change.state, changedAtMs: change.atMs } : each,
  );
}

/** Those `which` picks are no longer wanted. */
export function withdrawAll(
  assignments: readonly Assignment[],
  atMs: number,
  which: (assignment: Assignment) => boolean = isOpenAssignment,
): Assignment[] {
  return assignments.map((each) => (which(each) ? { ...each, state: 'withdrawn', changedAtMs: atMs } : each));
}

function answerWithinMs(priority: Priority): number {
  return ANSWER_WITHIN_MIN[priority] * 60_000;
}
