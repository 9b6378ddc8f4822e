/**
 * What a person chose to see on the map, kept in this browser per person and city: an operator's layers do not follow the colleague who
 * takes the seat. What is kept and cannot be read, or names layers that the city has no more, is as if it had not been chosen.
 */
import { useCallback, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { keepText, keptText } from '../../live/kept-text.ts';

/** Layers that are worked out from others. Of the areas only one is shown at a time: two would colour each other. */
export const AREA_IDS = ['band-air', 'band-rain', 'ward-speed', 'ward-incidents', 'heat-incidents'] as const;
export type AreaId = (typeof AREA_IDS)[number];

export interface LayerChoice {
  /** Domains that are not shown. */
  readonly hidden: readonly string[];
  /** Share of full strength by domain or area, 0.1..1; absent = 1. */
  readonly opacity: Readonly<Record<string, number>>;
  readonly area: AreaId | null;
  readonly hasTails: boolean;
}

export const NO_CHOICE: LayerChoice = { hidden: [], opacity: {}, area: null, hasTails: false };
export const LEAST_OPACITY = 0.1;

/** The choice that `text` keeps; what of it is not understood is left out. */
export function parseChoice(text: string | null): LayerChoice {
  if (text === null) return NO_CHOICE;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    // Somebody else's words under our name: nothing was chosen.
    return NO_CHOICE;
  }
  if (typeof kept !== 'object' || kept === null) return NO_CHOICE;
  const { hidden, opacity, area, hasTails } = kept as Record<string, unknown>;
  return {
    hidden: Array.isArray(hidden) ? hidden.filter((id) => typeof id === 'string') : [],
    opacity: sharesOf(opacity),
    area: AREA_IDS.find((id) => id === area) ?? null,
    hasTails: hasTails === true,
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
  const { ground, session } = useCentre();
  const key = `metropane.map.${ground.id}.${session.name}`;
  const [choice, setChoice] = useState(() => parseChoice(keptText(key)));
  const change = useCallback(
    (part: Partial<LayerChoice>) =>
      setChoice((before) => {
        const next = { ...before, ...part };
        keepText(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );
  return [choice, change];
}
