import { Trans } from '@lingui/react/macro';
import { Suspense, useCallback, useMemo } from 'react';
import type { CityState, IncidentRecord, TimelineItem } from '@metropane/live-state';
import { useLocation } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { useAnswer } from '../live/use-answer.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { useLive } from '../live/use-live.ts';
import { useTimeline } from '../panels/incident-detail.tsx';
import { DeliveriesPanel } from '../panels/incident-page/deliveries-panel.tsx';
import { FilesPanel } from '../panels/incident-page/files-panel.tsx';
import { IncidentHead } from '../panels/incident-page/incident-head.tsx';
import { LinksLine } from '../panels/incident-page/links-panel.tsx';
import { PeoplePanel } from '../panels/incident-page/people-panel.tsx';
import { InsightPanels } from '../panels/insight/insight-panels.tsx';
import { PersonalPanel } from '../panels/account/personal-panel.tsx';
import { TimePanel } from '../panels/incident-page/time-panel.tsx';
import { IncidentTimeline } from '../panels/incident-timeline.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { DeskBar } from './desk-bar.tsx';
import { CityMap } from './lazy-panels.ts';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';
import './incident-page.css';
import '../panels/incident-page/time-panel.css';
import '../panels/incident-page/causal-panel.css';
import '../panels/incident-page/series-panel.css';
import './incident-page-narrow.css';

/** One incident from above: what began after what, what was measured around it, who has it, and what was sent and kept. */
export function IncidentPage({ incidentId }: { incidentId: string }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  const { incident, isAsking } = useIncident(incidentId);
  return (
    <div className={`desk incident-page ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="incidents" onBack={() => navigate(`/desk/${incidentId}`)} />
      {incident === null ? (
        <main className="notice">
          <p>
            {isAsking ? (
              <Trans>Đang hỏi trung tâm…</Trans>
            ) : (
              <Trans>Không có sự cố {incidentId} trong phòng này.</Trans>
            )}
          </p>
        </main>
      ) : (
        <IncidentBody incident={incident} />
      )}
    </div>
  );
}

/** From the room; one that left it long ago is asked for. */
function useIncident(id: string): { incident: IncidentRecord | null; isAsking: boolean } {
  const { api } = useCentre();
  const select = useCallback(({ records }: CityState) => records.incident.get(id) ?? null, [id]);
  const live = useLive(select, INCIDENTS);
  const ask = useCallback(() => api.incident(id), [api, id]);
  const asked = useAnswer(ask);
  return { incident: live ?? asked.value, isAsking: asked.isLoading };
}

function IncidentBody({ incident }: { incident: IncidentRecord }) {
  const [, navigate] = useLocation();
  const { id } = incident;
  const selectTimeline = useCallback(
    ({ records }: CityState): TimelineItem[] | null => records.timeline.get(id)?.items ?? null,
    [id],
  );
  const timeline = useTimeline(incident, useLive(selectTimeline, TIMELINES));
  const selectAlarms = useCallback(
    ({ records }: CityState) => new Map([...records.alarm].filter(([, alarm]) => alarm.incidentId === id)),
    [id],
  );
  const alarms = useLive(selectAlarms, ALARMS);
  const focus = useMemo(() => incident.loc ?? null, [incident.loc]);
  return (
    <>
      <IncidentHead incident={incident} />
      <main className="incident-main">
        <PanelBoundary>
          <TimePanel incident={incident} alarms={alarms} />
        </PanelBoundary>
        <div className="incident-side-column">
          <section className="panel incident-map">
            <PanelBoundary>
              <Suspense fallback={null}>
                <CityMap
                  mode="desk"
                  focus={focus}
                  selectedId={id}
                  onSelect={(other) => navigate(`/desk/${other}`)}
                />
              </Suspense>
            </PanelBoundary>
          </section>
          <LinksLine incident={incident} />
          <PeoplePanel incident={incident} />
          <InsightPanels incident={incident} />
          <FilesPanel incident={incident} />
          <PersonalPanel incidentId={id} />
          <DeliveriesPanel incidentId={id} />
          <section className="panel incident-log">
            <IncidentTimeline timeline={timeline} sop={incident.sop} />
          </section>
        </div>
      </main>
    </>
  );
}

const INCIDENTS = { tables: ['incident'], maxHz: 2 } as const;
const TIMELINES = { tables: ['timeline'], maxHz: 2 } as const;
const ALARMS = { tables: ['alarm'], maxHz: 2 } as const;
