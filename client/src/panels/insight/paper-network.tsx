import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import type { InsightAnswer } from './insight-answers.ts';
import { NetworkDiagram } from './network-diagram.tsx';

/** The network around an incident, drawn in its after-action report. */
export function PaperNetwork({ incidentId }: { incidentId: string }) {
  const { api } = useCentre();
  const ask = useCallback(
    () => api.get<InsightAnswer>(`/incidents/${encodeURIComponent(incidentId)}/insight`),
    [api, incidentId],
  );
  const { value, problem } = useAnswer(ask);
  return (
    <>
      <h3>
        <Trans>Mạng lưới liên quan</Trans>
      </h3>
      {problem !== null && (
        <p role="alert">
          <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
        </p>
      )}
      {value !== null && <NetworkDiagram answer={value} />}
    </>
  );
}
