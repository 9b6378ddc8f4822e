import { Trans } from '@lingui/react/macro';
import type { IncidentRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { AroundPanel } from './around-panel.tsx';
import type { InsightAnswer } from './insight-answers.ts';
import { SimilarPastPanel } from './similar-past-panel.tsx';
import { SurprisePanel } from './surprise-panel.tsx';
import './insight.css';

const ASK_EVERY_MS = 300_000;
/** While it goes on, the half hour after its beginning still fills. */
const ASK_YOUNG_MS = 60_000;
const YOUNG_MS = 40 * 60_000;

/** What a supervisor asks beside the course of events: what was unusual, what lies around, when it was like this before. */
export function InsightPanels({ incident }: { incident: IncidentRecord }) {
  const { api, live } = useCentre();
  const { id, openedAtMs } = incident;
  const ask = useCallback(
    () => api.get<InsightAnswer>(`/incidents/${encodeURIComponent(id)}/insight`),
    [api, id],
  );
  const isYoung = live.clock.nowMs() - openedAtMs < YOUNG_MS;
  const { value, problem } = useAnswer(ask, isYoung ? ASK_YOUNG_MS : ASK_EVERY_MS);
  if (value === null)
    return (
      <section className="panel insight-panel" aria-busy={problem === null}>
        <header className="panel-head">
          <h2>
            <Trans>Bất thường quanh sự cố</Trans>
          </h2>
        </header>
        <p className="muted">
          {problem === null ? (
            <Trans>Đang đối chiếu với cùng giờ các tuần trước…</Trans>
          ) : (
            <span role="alert">
              <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
            </span>
          )}
        </p>
      </section>
    );
  return (
    <>
      <PanelBoundary>
        <SurprisePanel answer={value} incident={incident} />
      </PanelBoundary>
      <PanelBoundary>
        <AroundPanel answer={value} />
      </PanelBoundary>
      <PanelBoundary>
        <SimilarPastPanel answer={value} />
      </PanelBoundary>
    </>
  );
}
