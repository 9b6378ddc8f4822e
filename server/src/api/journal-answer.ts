import { PipelineRefusal } from '../pipeline/pipeline-refusal.ts';

type Answer<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

/** What the journal answered; its refusal becomes that of the route. */
export function requireAnswer<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new PipelineRefusal(answer.code, answer.message);
  return answer.value;
}
