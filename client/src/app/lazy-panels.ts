import { lazy } from 'react';

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
