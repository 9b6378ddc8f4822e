import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { AreaMeasures } from './area-measures.tsx';
import type { GroupAnswer } from './group-answers.ts';
import { GroupDetail } from './group-detail.tsx';
import { spanQuery } from './period-query.ts';
import { usePeriod } from './use-period.ts';

/** One ward: its incidents beside the city's, and what is measured in it. */
export function AreaView({ code }: { code: string }) {
  const { api, ground } = useCentre();
  const at = usePeriod();
  const { fromMs, toMs } = at.period;
  const ask = useCallback(
    () => api.get<GroupAnswer>(`/areas/${encodeURIComponent(code)}?${spanQuery({ fromMs, toMs })}`),
    [api, code, fromMs, toMs],
  );
  const asked = useAnswer(ask);
  const name = ground.units.find((unit) => unit.code === code)?.name ?? code;
  return (
    <GroupDetail page="areas" name={name} asked={asked} at={at}>
      {asked.value !== null && <AreaMeasures answer={asked.value} />}
    </GroupDetail>
  );
}
