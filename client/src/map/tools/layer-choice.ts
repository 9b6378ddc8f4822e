/**
 * What a person chose to see on the map, kept by the centre for each person: an operator's layers do not follow the colleague who takes
 * the seat. What is kept and cannot be read, or names layers that the city has no more, is as if it had not been chosen.
 */
import { useCallback } from 'react';
import { mergeFields } from '../../live/person-setting.ts';
import type { SettingKind } from '../../live/person-setting.ts';
import { usePersonSetting } from '../../live/use-person-setting.ts';

/** Layers that are worked out from others. Of the areas only one is shown at a time: two would colour each other. */
export const AREA_IDS = ['band-air', 'band-rain', 'ward-speed', 'ward-incidents', 'heat-incidents'] as const;
export type AreaId = (typeof AREA_IDS)[number];

/** What stands still and comes with the city's own map: shown only where somebody asks for it. */
export const FIXED_IDS = ['metro-lines', 'bus-routes', 'cameras'] as const;
export type FixedId = (typeof FIXED_IDS)[number];

/** Fences among what can be hidden; no domain has this name. */
export const FENCES_ID = 'fences';

export interface LayerChoice {
  /** Domains that are not shown, and `FENCES_ID`. */
  readonly hidden: readonly string[];
  /** Share of full strength by domain or area, 0.1..1; absent = 1. */
  readonly opacity: Readonly<Record<string, number>>;
  readonly area: AreaId | null;
  readonly hasTails: boolean;
  /** Of the layers that are hidden unless they are asked for. */
  readonly fixed: readonly FixedId[];
}

export const NO_CHOICE: LayerChoice = { hidden: [], opacity: {}, area: null, hasTails: false, fixed: [] };
export const LEAST_OPACITY = 0.1;

export const MAP_CHOICE: SettingKind<LayerChoice> = {
  key: 'map',
  usual: NO_CHOICE,
  read: readChoice,
  merge: mergeFields,
  sent: (choice) => choice,
};

/** The choice that was kept; what of it is not understood is left out. */
function readChoice(kept: unknown): LayerChoice {
  const { hidden, opacity, area, hasTails, fixed } = (kept ?? {}) as Record<string, unknown>;
  return {
    hidden: Array.isArray(hidden) ? hidden.filter((id) => typeof id === 'string') : [],
    opacity: sharesOf(opacity),
    area: AREA_IDS.find((id) => id === area) ?? null,
    hasTails: hasTails === true,
    fixed: Array.isArray(fixed) ? FIXED_IDS.filter((id) => fixed.includes(id)) : [],
  };
}

function sharesOf(kept: unknown): Record<string, number> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter(
      ([, share]) => typeof share === 'number' && share >= LEAST_OPACITY && share <= 1,
    ) as [string, number][],
  );
}

/** The person's choice and how to change it; a change is kept at once. */
export function useLayerChoice(): [LayerChoice, (change: Partial<LayerChoice>) => void] {
  const { value, change } = usePersonSetting(MAP_CHOICE);
  return [value, useCallback((part) => change((before) => ({ ...before, ...part })), [change])];
}
