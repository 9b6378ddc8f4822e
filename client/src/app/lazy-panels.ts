import { lazy } from 'react';
import { loadDetailWords } from './detail-words.ts';

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
/** It brings the table of all units, and is wanted only once an incident is chosen. */
export const NearbyReadings = lazy(async () => ({
  default: (await import('../panels/nearby-readings.tsx')).NearbyReadings,
}));
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
export const AlarmsPage = lazy(async () => {
  const [{ AlarmsPage: page }] = await Promise.all([import('./alarms-page.tsx'), loadDetailWords()]);
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
