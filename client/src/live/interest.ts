/**
 * What this page wants of the centre's layers, as claims of its parts: the map claims what it shows, a panel what it reads besides. The
 * connection asks for the union. A part that claims nothing finds nothing in `LiveStore.state`: rows are there only while somebody claims
 * them, so that nothing is left that looks fresh and is not.
 */
import { isCellChannel, withoutCoveredCells } from '@metropane/live-state';
import type { Channel, MapCell } from '@metropane/live-state';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CityGround } from './city-ground.ts';

/** Channels of layers per page: what the centre allows, less the record tables. Beyond it whole layers are cheaper anyway. */
const MOST_CHANNELS = 480;
/** Roads and vehicles: thousands, whatever stations the city names of their domains. All other layers are made of stations. */
const CROWDED: ReadonlySet<string> = new Set(['traffic', 'transit']);
/** A layer of so few fixed stations is smaller than the list of its cells. */
const FEW_STATIONS = 200;

export class InterestClaims {
  /** All that is claimed, ascending. */
  readonly channels: StoreApi<readonly Channel[]> = createStore((): readonly Channel[] => []);
  readonly #claims = new Map<string, readonly Channel[]>();

  /** Replaces what `owner` claimed before. */
  claim(owner: string, channels: readonly Channel[]): void {
    this.#claims.set(owner, channels);
    this.#unite();
  }

  release(owner: string): void {
    this.#claims.delete(owner);
    this.#unite();
  }

  #unite(): void {
    const channels = withinLimit(withoutCoveredCells([...this.#claims.values()].flat())).sort();
    const before = this.channels.getState();
    const isSame = channels.length === before.length && channels.every((each, i) => each === before[i]);
    if (!isSame) this.channels.setState(channels, true);
  }
}

/** The channels by which a layer is asked for where only `cells` matter; few fixed stations come as a whole. */
export function layerChannels(ground: CityGround, layerId: string, cells: Iterable<MapCell>): Channel[] {
  if (isServedWhole(ground, layerId)) return [`layer:${layerId}`];
  const all = new Set<MapCell>(cells).add('none');
  return Array.from(all, (cell): Channel => `layer:${layerId}@${cell}`);
}

function isServedWhole({ stations }: CityGround, layerId: string): boolean {
  if (CROWDED.has(layerId)) return false;
  let count = 0;
  for (const { domain } of stations) if (domain === layerId) count += 1;
  return count > 0 && count <= FEW_STATIONS;
}

/** Layers of the most cells become whole until the list is short enough. */
function withinLimit(channels: readonly Channel[]): Channel[] {
  if (channels.length <= MOST_CHANNELS) return [...channels];
  const counts = new Map<Channel, number>();
  for (const channel of channels) {
    if (!isCellChannel(channel)) continue;
    const layer = channel.slice(0, channel.indexOf('@')) as Channel;
    counts.set(layer, (counts.get(layer) ?? 0) + 1);
  }
  const [largest] = [...counts].sort(([, a], [, b]) => b - a);
  return largest === undefined ? [...channels] : withinLimit(withoutCoveredCells([...channels, largest[0]]));
}
