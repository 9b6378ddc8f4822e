import { lazy } from 'react';
import { loadDetailWords } from './words.ts';
import { loadDesk, loadWall } from './first-pages.ts';

/** Map and charts come after the shell: the incident list must not wait for half a megabyte of drawing code. */
export const CityMap = lazy(async () => ({ default: (await import('../map/city-map.tsx')).CityMap }));
export const CorridorPanel = lazy(async () => ({
  default: (await import('../charts/corridor-panel.tsx')).CorridorPanel,
}));
export const TidePanel = lazy(async () => ({
  default: (await import('../charts/tide-panel.tsx')).TidePanel,
}));
export const HeatPanel = lazy(async () => ({
  default: (await import('../charts/heat-panel.tsx')).HeatPanel,
}));
export const BarsPanel = lazy(async () => ({
  default: (await import('../charts/bars-panel.tsx')).BarsPanel,
}));
export const WallPage = lazy(loadWall);
export const DeskPage = lazy(loadDesk);
/** What a person at a desk does to the map; walls never load it. */
export const MapTools = lazy(async () => {
  const [{ MapTools: tools }] = await Promise.all([import('../map/tools/map-tools.tsx'), loadDetailWords()]);
  return { default: tools };
});
/** What the scene of a wall draws over whole areas. */
export const WallArea = lazy(async () => {
  const [{ WallArea: area }] = await Promise.all([import('../map/tools/wall-area.tsx'), loadDetailWords()]);
  return { default: area };
});
/** It brings the table of all units, and is wanted only once an incident is chosen. */
export const NearbyReadings = lazy(async () => ({
  default: (await import('../panels/nearby-readings.tsx')).NearbyReadings,
}));
/** All incidents there are, open and closed. */
export const IncidentsPage = lazy(async () => {
  const [{ IncidentsPage: page }] = await Promise.all([import('./incidents-page.tsx'), loadDetailWords()]);
  return { default: page };
});
/** A page that operators open now and then: no part of what a wall or a desk must load first. */
export const SourcesPage = lazy(async () => {
  const [{ SourcesPage: page }] = await Promise.all([import('./sources-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const ShiftPage = lazy(async () => {
  const [{ ShiftPage: page }] = await Promise.all([import('./shift-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const HandoverPage = lazy(async () => {
  const [{ HandoverPage: page }] = await Promise.all([import('./shift-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const RulesPage = lazy(async () => {
  const [{ RulesPage: page }] = await Promise.all([import('./rules-page.tsx'), loadDetailWords()]);
  return { default: page };
});
/** The walls: what they show and whether they paint. */
export const WallsPage = lazy(async () => {
  const [{ WallsPage: page }] = await Promise.all([import('./walls-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const AlarmsPage = lazy(async () => {
  const [{ AlarmsPage: page }] = await Promise.all([import('./alarms-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const SystemsPage = lazy(async () => {
  const [{ SystemsPage: page }] = await Promise.all([import('./systems-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const TrendsPage = lazy(async () => {
  const [{ TrendsPage: page }] = await Promise.all([import('./trends-page.tsx'), loadDetailWords()]);
  return { default: page };
});
/** Where a figure comes from: nothing of it before somebody asks. */
export const ReceiptDialog = lazy(async () => {
  const [{ ReceiptDialog: dialog }] = await Promise.all([
    import('../panels/receipt/receipt-dialog.tsx'),
    loadDetailWords(),
  ]);
  return { default: dialog };
});
/** An incident from above, and its papers. */
export const IncidentPage = lazy(async () => {
  const [{ IncidentPage: page }] = await Promise.all([import('./incident-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const PaperPage = lazy(async () => {
  const [{ PaperPage: page }] = await Promise.all([import('./paper-page.tsx'), loadDetailWords()]);
  return { default: page };
});
/** Who may get in: accounts, tokens, walls, one's own sessions. */
export const AccountPage = lazy(async () => {
  const [{ AccountPage: page }] = await Promise.all([import('./account-page.tsx'), loadDetailWords()]);
  return { default: page };
});
export const PersonMenuList = lazy(async () => {
  const [{ PersonMenuList: list }] = await Promise.all([
    import('../panels/account/person-menu-list.tsx'),
    loadDetailWords(),
  ]);
  return { default: list };
});
/** Wards, agencies and periods beside each other. */
export const AreasPage = lazy(async () => {
  const [{ AreasPage: page }] = await Promise.all([import('./compare-pages.tsx'), loadDetailWords()]);
  return { default: page };
});
export const AgenciesPage = lazy(async () => {
  const [{ AgenciesPage: page }] = await Promise.all([import('./compare-pages.tsx'), loadDetailWords()]);
  return { default: page };
});
export const ComparePage = lazy(async () => {
  const [{ ComparePage: page }] = await Promise.all([import('./compare-pages.tsx'), loadDetailWords()]);
  return { default: page };
});
/** Help for the page that is shown, when it is asked for. */
export const HelpDialog = lazy(async () => {
  const [{ HelpDialog: dialog }] = await Promise.all([
    import('../panels/help/help-dialog.tsx'),
    loadDetailWords(),
  ]);
  return { default: dialog };
});
