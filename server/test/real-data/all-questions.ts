import { aarhusQuestions } from './aarhus-questions.ts';
import { airvisualQuestions } from './airvisual-questions.ts';
import { camauQuestions } from './camau-questions.ts';
import { hcmcTrafficQuestions } from './hcmc-traffic-questions.ts';
import { healthyairQuestions } from './healthyair-questions.ts';
import { hfpQuestions } from './hfp-questions.ts';
import { nabQuestions } from './nab-questions.ts';
import type { OracleQuestion } from './oracle-question.ts';
import { parkingQuestions } from './parking-questions.ts';
import { singaporeQuestions } from './singapore-questions.ts';

/** Every question of every set that files can bring; none where the sets are absent. */
export function allQuestions(isAbsent: boolean): OracleQuestion[] {
  return [
    ...aarhusQuestions(isAbsent),
    ...camauQuestions(isAbsent),
    ...healthyairQuestions(isAbsent),
    ...singaporeQuestions(isAbsent),
    ...hfpQuestions(isAbsent),
    ...hcmcTrafficQuestions(isAbsent),
    ...parkingQuestions(isAbsent),
    ...nabQuestions(isAbsent),
    ...airvisualQuestions(isAbsent),
  ];
}
