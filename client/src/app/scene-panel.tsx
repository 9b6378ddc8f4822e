import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import type { CityGround } from '../live/city-ground.ts';
import { AlarmList } from '../panels/alarm-list.tsx';
import { FeedPanel } from '../panels/feed-panel.tsx';
import { IncidentList } from '../panels/incident-list.tsx';
import { SystemsPanel } from '../panels/systems-panel.tsx';
import { WallIncident } from '../panels/wall-incident.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { BarsPanel, CorridorPanel, HeatPanel, TidePanel } from './lazy-panels.ts';

/** Design heights; a panel without one takes what is left. */
const HEIGHT_REM: Readonly<Record<string, number>> = {
  feeds: 13.625,
  bars: 7.5,
  corridors: 18.625,
  level: 13.625,
};

/** Grid rows of a column: of panels that all have a height the last takes what is left, or the wall would end in a hole. */
export function rowsOf(ids: readonly string[], ground: CityGround): string {
  const kinds = ids.map((id) => kindOf(id, ground));
  const fills = kinds.some((kind) => HEIGHT_REM[kind] === undefined);
  return kinds
    .map((kind, i) => {
      const height = HEIGHT_REM[kind];
      const isLast = i === kinds.length - 1;
      return height === undefined || (!fills && isLast) ? 'minmax(0, 1fr)' : `${height}rem`;
    })
    .join(' ');
}

/** Grid rows of a column on one tile of a large picture, where letters are large and room is short: all give way alike. */
export function rowsOfTile(ids: readonly string[], ground: CityGround): string {
  return ids.map((id) => `minmax(0, ${HEIGHT_REM[kindOf(id, ground)] ?? FREE_SHARE}fr)`).join(' ');
}

/** What a panel without a height gets beside those that have one. */
const FREE_SHARE = 16;

/** `panels.yaml` names the panel and its kind; the centre's own panels are their kind. */
function kindOf(id: string, ground: CityGround): string {
  return ground.panels?.find((panel) => panel.id === id)?.kind ?? id;
}

/** One panel of a wall by its id. One that this page does not know leaves its place empty: a newer pack is no reason to fail. */
export function ScenePanel({ id, incident }: { id: string; incident: IncidentRecord | null }) {
  const { ground } = useCentre();
  switch (kindOf(id, ground)) {
    case 'incidents':
      return <IncidentList heldId={incident?.id ?? null} />;
    case 'alarms':
      return <AlarmList />;
    case 'feeds':
      return <FeedPanel />;
    case 'systems':
      return <SystemsPanel />;
    case 'incident':
      return incident === null ? null : <WallIncident incident={incident} />;
    case 'bars':
      return (
        <Part>
          <BarsPanel />
        </Part>
      );
    case 'corridors':
      return (
        <Part>
          <CorridorPanel id={id} />
        </Part>
      );
    case 'level':
      return (
        <Part>
          <TidePanel id={id} />
        </Part>
      );
    case 'heat':
      return (
        <Part>
          <HeatPanel id={id} />
        </Part>
      );
    default:
      return <section className="panel" />;
  }
}

/** A lazily loaded part: an empty frame while its code is on the way, and its own boundary when that fails. */
export function Part({ children }: { children: ReactNode }) {
  return (
    <PanelBoundary>
      <Suspense fallback={<section className="panel" aria-busy="true" />}>{children}</Suspense>
    </PanelBoundary>
  );
}
