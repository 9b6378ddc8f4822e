import { Problem } from '../problem.ts';

/** What the pipeline answered to an act: done, or refused with what is so now. */
export interface ActAnswer {
  status: 200 | 403 | 404 | 409 | 422;
  code?: string;
  detail?: string;
  allowed?: string[];
  [shown: string]: unknown;
}

/** Throws the refusal as a problem that carries the present state (`shown`) and the acts that are allowed. */
export function requireDone<T>(answer: ActAnswer, shown: string): T {
  const state = answer[shown];
  if (answer.status === 200) return state as T;
  throw new Problem(answer.status, answer.code ?? 'refused', {
    detail: answer.detail ?? answer.code ?? 'refused',
    extra: {
      ...(state === undefined ? {} : { [shown]: state }),
      ...(answer.allowed ? { allowed: answer.allowed } : {}),
    },
  });
}
