import type { Realm } from '../../access/principal.ts';

/**
 * What an alert of a realm may call itself. An exercise can say nothing but `Exercise`: there is no value of this type with which it
 * could say `Actual`. In the live realm what rests on simulated reports alone is a `Test`, which no receiver acts upon.
 */
export type CapStatusOf<R extends Realm> = R extends 'live' ? 'Actual' | 'Test' : 'Exercise';

export function capStatusOf<R extends Realm>(realm: R, isSimulated: boolean): CapStatusOf<R>;
export function capStatusOf(realm: Realm, isSimulated: boolean): CapStatusOf<Realm> {
  if (realm !== 'live') return 'Exercise';
  return isSimulated ? 'Test' : 'Actual';
}
