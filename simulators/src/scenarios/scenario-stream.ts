import type { CityPack } from '@metropane/city-pack';
import type { SimMessage } from '../message.ts';
import { CitySimulation } from '../systems/city-simulation.ts';
import type { CityOptions } from '../systems/city-simulation.ts';

/** Descriptions of a city, then everything that it says from `fromMs` until before `toMs`, in the order of sending. */
export function* streamCity(
  pack: CityPack,
  options: CityOptions,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Generator<SimMessage> {
  const simulation = new CitySimulation(pack, options, fromMs);
  yield* simulation.descriptions();
  while (simulation.nextAtMs < toMs) {
    const message = simulation.next();
    if (message !== undefined) yield message;
  }
}
