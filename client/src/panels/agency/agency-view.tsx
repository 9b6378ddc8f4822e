import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { GroupAnswer } from '../area/group-answers.ts';
import { GroupDetail } from '../area/group-detail.tsx';
import { spanQuery } from '../area/period-query.ts';
import { usePeriod } from '../area/use-period.ts';

/** One agency: the incidents that it was given, beside all of the city's. */
export function AgencyView({ id }: { id: string }) {
  const { api, ground } = useCentre();
  const locale = useLocale();
  const at = usePeriod();
  const { fromMs, toMs } = at.period;
  const ask = useCallback(
    () => api.get<GroupAnswer>(`/agencies/${encodeURIComponent(id)}?${spanQuery({ fromMs, toMs })}`),
    [api, id, fromMs, toMs],
  );
  const asked = useAnswer(ask);
  const known = ground.agencies?.find((agency) => agency.id === id);
  const name = known === undefined ? id : inLocale(known.name, locale);
  return <GroupDetail page="agencies" name={name} asked={asked} at={at} />;
}
