import type { ReactNode } from 'react';
import {
  AccountPage,
  AgenciesPage,
  AlarmsPage,
  AreasPage,
  ComparePage,
  DeskPage,
  HandoverPage,
  IncidentPage,
  IncidentsPage,
  PaperPage,
  RulesPage,
  ShiftPage,
  SourcesPage,
  SystemsPage,
  TrendsPage,
  WallsPage,
} from './lazy-panels.ts';

/** A named part of the address, null where it has none. */
type PartOf = (name: string) => string | null;

/** Every page of a desk by its address; the first that fits is shown. A part that a page cannot do without is marked so in the path. */
export const DESK_ROUTES: readonly { path: string; page: (part: PartOf) => ReactNode }[] = [
  { path: '/desk/sources/:feed?', page: (part) => <SourcesPage feedId={part('feed')} /> },
  { path: '/desk/shift/:position?', page: (part) => <ShiftPage positionId={part('position')} /> },
  { path: '/desk/rules/:rule?', page: (part) => <RulesPage ruleId={part('rule')} /> },
  { path: '/desk/systems/:code?', page: (part) => <SystemsPage code={part('code')} /> },
  { path: '/desk/trends/:figure?', page: (part) => <TrendsPage figureId={decoded(part('figure'))} /> },
  { path: '/desk/walls', page: () => <WallsPage /> },
  { path: '/desk/areas/:code?', page: (part) => <AreasPage code={part('code')} /> },
  { path: '/desk/agencies/:id?', page: (part) => <AgenciesPage id={part('id')} /> },
  { path: '/desk/compare', page: () => <ComparePage /> },
  { path: '/desk/alarms', page: () => <AlarmsPage /> },
  { path: '/desk/handover/:id', page: (part) => <HandoverPage id={part('id') ?? ''} /> },
  {
    path: '/desk/accounts/:section?/:code?',
    page: (part) => <AccountPage section={part('section')} code={part('code')} />,
  },
  { path: '/desk/incidents', page: () => <IncidentsPage /> },
  {
    path: '/desk/incidents/:id',
    page: (part) => <IncidentPage key={part('id')} incidentId={part('id') ?? ''} />,
  },
  {
    path: '/desk/incidents/:id/:paper',
    page: (part) => <PaperPage incidentId={part('id') ?? ''} kind={part('paper') ?? ''} />,
  },
  { path: '/desk/:subject?', page: (part) => <DeskPage subjectId={part('subject')} /> },
];

function decoded(part: string | null): string | null {
  return part === null ? null : decodeURIComponent(part);
}
