import type { Clock } from '@metropane/base';
import { homeRealm, type Realm } from './access/principal.ts';
import type { RealmsPort, Room } from './api/api-deps.ts';
import type { BrokerSink } from './broker/broker-sink.ts';
import type { ExerciseRealms, RealmSummary } from './realms/exercise-realms.ts';

/** The live room beside the exercises, as routes and sockets ask for them. */
export function realmsPort(parts: {
  live: Room;
  exercises: ExerciseRealms<Room>;
  clock: Clock;
  liveWatchers: () => number;
}): RealmsPort {
  const { live, exercises, clock, liveWatchers } = parts;
  const sinceMs = clock.nowMs();
  const note = (realm: Realm, act: 'open' | 'end', actor: string): Promise<unknown> =>
    live.pipeline.call({ name: 'realm', realm, act, actor });
  const liveSummary = (): RealmSummary => ({
    realm: 'live',
    state: 'open',
    sinceMs,
    clockMs: clock.nowMs(),
    speed: 1,
    watchers: liveWatchers(),
    refused: 0,
    detail: '',
  });
  return {
    live,
    enter: (realm) => (realm === 'live' ? Promise.resolve(live) : exercises.enter(realm)),
    home: (realm) => (realm === 'live' ? Promise.resolve(live) : exercises.home(realm)),
    list: () => [liveSummary(), ...exercises.list()],
    async open(realm, actor) {
      await exercises.open(realm);
      await note(realm, 'open', actor);
    },
    // Written down before anything is lost.
    async end(realm, actor) {
      exercises.assertKnown(realm);
      await note(realm, 'end', actor);
      await exercises.end(realm);
    },
  };
}

/**
 * Takes each message to the realm of its sender's token. What belongs to an exercise that may not be open is not taken and not
 * answered: its sender still owns it, and its connection is cut within a second.
 */
export function realmSink(live: BrokerSink, exercises: ExerciseRealms<Room>): BrokerSink {
  return {
    onPublish(publish) {
      // Asked first: of a million messages a second none is a simulator's.
      if (publish.principal.role !== 'simulator') return live.onPublish(publish);
      return exercises.sinkOf(homeRealm(publish.principal))?.onPublish(publish) ?? true;
    },
    onDrain(listener) {
      const stops = [live.onDrain(listener), exercises.onDrain(listener)];
      return () => stops.forEach((stop) => stop());
    },
  };
}
