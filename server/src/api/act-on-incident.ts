import { type Incident, isGivenTo } from '@metropane/incidents';
import { agencyAct } from '../access/agency-acts.ts';
import type { Principal } from '../access/principal.ts';
import { agencyScope } from '../access/roles.ts';
import type { ActionAnswer } from '../pipeline/action-writer.ts';
import type { PipelinePort } from './api-deps.ts';

type Answer = Omit<ActionAnswer, 'status'> & { status: ActionAnswer['status'] | 403 };

/** An act on an incident, by a socket or a route. An agency's is taken within its bounds (`agencyAct`). */
export async function actOnIncident(
  pipeline: PipelinePort,
  principal: Principal | undefined,
  { incidentId, action }: { incidentId: string; action: Readonly<Record<string, unknown>> },
): Promise<Answer> {
  if (action['action'] === 'attach') return FILES_ARE_SENT;
  const actor = principal?.label ?? 'unknown';
  const agency = principal && agencyScope(principal);
  if (agency === undefined) return pipeline.call<ActionAnswer>({ name: 'action', incidentId, action, actor });
  const found = await pipeline.call<Incident | null>({ name: 'incident', id: incidentId });
  const verdict = agencyAct(agency, found, action);
  if (verdict.kind === 'unknown') return unknown(incidentId);
  if (verdict.kind === 'forbidden') return { status: 403, code: 'forbidden', detail: verdict.message };
  const answer = await pipeline.call<ActionAnswer>({
    name: 'action',
    incidentId,
    action: verdict.action,
    actor,
  });
  // It may have been taken back meanwhile: then a refusal would show what is no longer the agency's to see.
  const shown = answer.incident as Incident | undefined;
  return shown !== undefined && !isGivenTo(shown, agency) ? unknown(incidentId) : answer;
}

/** What an attachment is, the store finds in the bytes; nobody may claim one. */
const FILES_ARE_SENT: Answer = {
  status: 422,
  code: 'bad-action',
  detail: 'a file is attached by sending it',
};

function unknown(incidentId: string): Answer {
  return { status: 404, code: 'not-found', detail: `no incident ${incidentId}` };
}
