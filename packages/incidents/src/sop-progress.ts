import type { SopProgress, SopStepProgress } from './incident-parts.ts';
import type { ActContext, Incident } from './incident.ts';

/** A standard operating procedure as the city pack has it. Minutes run from when the centre knew. */
export interface Sop {
  id: string;
  name: { vi: string; en: string };
  categories: readonly string[];
  steps: readonly {
    id: string;
    text: { vi: string; en: string };
    role: 'operator' | 'supervisor' | 'agency';
    agency?: string;
    withinMin?: number;
    isTwoPerson?: boolean;
  }[];
}

/** The checklist that an incident begins with; a later edition of the procedure does not change it. */
export function startSop(sop: Sop, fromMs: number): SopProgress {
  return {
    sop: sop.id,
    name: sop.name,
    steps: sop.steps.map((step): SopStepProgress => ({
      id: step.id,
      text: step.text,
      role: step.role,
      isTwoPerson: step.isTwoPerson === true,
      state: 'open',
      confirmed: [],
      ...(step.agency === undefined ? {} : { agency: step.agency }),
      ...(step.withinMin === undefined ? {} : { dueMs: fromMs + step.withinMin * 60_000 }),
    })),
  };
}

export function openSteps(incident: Incident): SopStepProgress[] {
  return (incident.sop?.steps ?? []).filter(({ state }) => state === 'open');
}

/** Why this person may not do this step now; undefined = may. */
export function stepRefusal(
  incident: Incident,
  act: { step?: string | undefined; outcome?: string | undefined },
  actor: string,
): string | undefined {
  const step = incident.sop?.steps.find(({ id }) => id === act.step);
  if (step === undefined) return `there is no step ${JSON.stringify(act.step)} in its procedure`;
  if (step.state !== 'open') return `the step ${step.id} is ${step.state} already`;
  if (act.outcome === 'done' && step.isTwoPerson && step.confirmed.some(({ by }) => by === actor)) {
    return `the step ${step.id} needs a second person; ${actor} has confirmed it already`;
  }
  return undefined;
}

/** The checklist after `stepRefusal` found nothing against it. */
export function doStep(
  progress: SopProgress,
  act: { step: string; outcome: 'done' | 'skip'; reason?: string | undefined },
  ctx: ActContext,
): SopProgress {
  const steps = progress.steps.map((step): SopStepProgress => {
    if (step.id !== act.step) return step;
    const confirmed = [...step.confirmed, { by: ctx.actor, atMs: ctx.atMs }];
    if (act.outcome === 'skip') return { ...step, confirmed, state: 'skipped', reason: act.reason ?? '' };
    const isDone = !step.isTwoPerson || confirmed.length >= 2;
    return { ...step, confirmed, state: isDone ? 'done' : 'open' };
  });
  return { ...progress, steps };
}
