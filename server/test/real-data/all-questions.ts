import { aarhusQuestions } from './aarhus-questions.ts';
import { camauQuestions } from './camau-questions.ts';
import { hcmcTrafficQuestions } from './hcmc-traffic-questions.ts';
import { healthyairQuestions } from './healthyair-questions.ts';
import { hfpQuestions } from './hfp-questions.ts';
import type { OracleQuestion } from './oracle-question.ts';
import { singaporeQuestions } from './singapore-questions.ts';

/** Every question of every set; none where the sets are absent. */
export function allQuestions(isAbsent: boolean): OracleQuestion[] {
  return [
    ...aarhusQuestions(isAbsent),
    ...camauQuestions(isAbsent),
    ...healthyairQuestions(isAbsent),
    ...singaporeQuestions(isAbsent),
    ...hfpQuestions(isAbsent),
    ...hcmcTrafficQuestions(isAbsent),
  ];
}
