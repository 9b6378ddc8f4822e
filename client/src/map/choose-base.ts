import type { BaseMapNotice } from '../live/city-ground.ts';
import type { BaseStyle } from './base-style.ts';
import { loadForeignMap } from './foreign-map.ts';
import { ownMap } from './own-map.ts';

/** What a person must know about the ground that the figures stand on. */
export interface BaseMapState {
  /** The city's own map is drawn, not another one. */
  isOwn: boolean;
  /** The other map could not be had: the own one stands in for it. */
  foreignFault: string | null;
  /** Tiles do not come at present: streets and water may be missing. */
  tileFault: string | null;
  attribution: string | null;
}

/** The map that the city names, else its own one. Never rejects; `onState` hears how it stands, now and later. */
export async function chooseBase(
  { tiles, external }: BaseMapNotice,
  onState: (state: BaseMapState) => void,
): Promise<BaseStyle> {
  let state: BaseMapState = { isOwn: true, foreignFault: null, tileFault: null, attribution: null };
  const tell = (change: Partial<BaseMapState>): void => {
    state = { ...state, ...change };
    onState(state);
  };
  const onTileFault = (fault: Error | null): void => {
    const tileFault = fault?.message ?? null;
    if (tileFault !== state.tileFault) tell({ tileFault });
  };
  if (external !== undefined) {
    try {
      const base = await loadForeignMap(external, onTileFault);
      tell({ isOwn: false, attribution: base.attribution });
      return base;
    } catch (error) {
      tell({ foreignFault: error instanceof Error ? error.message : String(error), tileFault: null });
    }
  }
  return ownMap(tiles, onTileFault);
}
