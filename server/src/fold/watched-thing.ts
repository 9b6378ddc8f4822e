import type { ControlRoom } from './control-room.ts';
import type { KeyWatch } from './key-watch.ts';

/** Where the watched entity said that it is. */
export function heardAt({ entities }: ControlRoom, watch: KeyWatch): readonly [number, number] | undefined {
  const entity = entities.find(watch.rule.active.rule.domain, watch.entity);
  if (entity === undefined || Number.isNaN(entities.lon[entity]!)) return undefined;
  return [entities.lon[entity]!, entities.lat[entity]!];
}

/** Everything that the watch is made of came from simulators. */
export function isSimulated({ entities, ledger }: ControlRoom, watch: KeyWatch): boolean {
  const own = entities.find(watch.rule.active.rule.domain, watch.entity);
  const numbers = [...watch.members.values()].flat();
  if (own !== undefined) numbers.push(own);
  return (
    numbers.length > 0 &&
    numbers.every((entity) => ledger.config(entities.feedOf[entity]!)?.simulated === true)
  );
}
