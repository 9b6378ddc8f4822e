import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { makeRng } from '@metropane/base';
import type { FeedBinding } from '@metropane/feeds';
import type { AccessStore } from './access/access-store.ts';
import { homeRealm, type Principal, type Realm } from './access/principal.ts';
import type { BrokerSink } from './broker/broker-sink.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from './broker/embedded-broker.ts';
import { type ExternalBroker, startExternalBroker } from './broker/external-broker.ts';
import type { MessageBatcher } from './broker/message-batcher.ts';
import type { Config } from './config.ts';
import { DEMO_FEED } from './ingest/load-bindings.ts';
import { onFreePort } from './listen.ts';
import type { Logger } from './operations/logger.ts';

/** Where messages come from: the embedded broker or an external one, and one connection per binding with an address of its own. */
export interface Brokers {
  mqttUrl: string;
  demoToken: string;
  faults(): string[];
  figures(): Record<string, number>;
  /** To the broker that the centre serves, else to the one that it reads from. Rejects while that is not there. */
  publish(topic: string, payload: string, options: { retain: boolean }): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  config: Config;
  access: AccessStore;
  batcher: MessageBatcher;
  /** Where what comes goes: to the room of its sender's realm. */
  sink: BrokerSink;
  /** Whether messages of a realm are taken at present. */
  admitsRealm: (realm: Realm) => boolean;
  bindings: FeedBinding[];
  log: Logger;
}

const PREFIX = 'city/v1/';
const DEMO: Principal = {
  kind: 'token',
  id: DEMO_FEED,
  role: 'feed',
  realm: 'live',
  label: 'demo city',
  feed: DEMO_FEED,
};

export async function startBrokers(parts: Parts): Promise<Brokers> {
  const { config, bindings, log } = parts;
  const demoToken = randomBytes(32).toString('base64url');
  const claims = bindings.flatMap((b) =>
    b.source.kind === 'mqtt' && b.source.url === undefined ? [...b.source.topics] : [],
  );
  const embedded = config.broker === null ? await startEmbedded(parts, { claims, demoToken }) : null;
  const external: ExternalBroker[] = [];
  if (config.broker !== null) {
    external.push(connect(parts, { url: config.broker, topics: [`${PREFIX}#`, ...claims], feed: null }));
  }
  for (const { id, source } of bindings) {
    if (source.kind === 'mqtt' && source.url !== undefined) {
      external.push(connect(parts, { url: source.url, topics: [...source.topics], feed: id }));
    }
  }
  log.debug(
    `brokers: ${embedded === null ? 'external' : `embedded on ${embedded.port}`}, ${external.length} connections out`,
  );
  return {
    mqttUrl:
      embedded === null
        ? splitCredentials(config.broker!).url
        : `${config.tls === null ? 'mqtt' : 'mqtts'}://${config.host}:${embedded.port}`,
    demoToken,
    faults: () => [
      ...(embedded !== null && embedded.health().status !== 'up'
        ? ['the embedded broker misses heartbeats']
        : []),
      ...external.flatMap((broker) => faultOf(broker)),
    ],
    figures: () => ({ ...parts.batcher.health(), isShedding: Number(parts.batcher.health().isShedding) }),
    publish: (topic, payload, { retain }) =>
      (embedded ?? external[0]!).publish(topic, Buffer.from(payload), { qos: 1, retain }),
    async close() {
      await Promise.all(external.map((broker) => broker.close()));
      await embedded?.close();
    },
  };
}

function faultOf(broker: ExternalBroker): string[] {
  const { status, reason, message } = broker.health();
  return status === 'up' || status === 'closed'
    ? []
    : [`external broker ${status}: ${message ?? reason ?? ''}`];
}

function startEmbedded(
  { config, access, sink, admitsRealm, log }: Parts,
  { claims, demoToken }: { claims: string[]; demoToken: string },
): Promise<EmbeddedBroker> {
  const tls =
    config.tls === null
      ? undefined
      : { key: readFileSync(config.tls.keyFile), cert: readFileSync(config.tls.certFile) };
  return onFreePort(config.mqttPort, 'mqtt-port', (port) =>
    startEmbeddedBroker({
      host: config.host,
      port,
      sink,
      prefix: PREFIX,
      claims,
      anonymousIngest: config.anonymousIngest,
      tls,
      // The demo city signs in with a secret that lives only as long as this process.
      access: {
        verifyToken(bearer) {
          if (isSame(bearer, demoToken)) return DEMO;
          const principal = access.verifyToken(bearer);
          return principal !== undefined && admitsRealm(homeRealm(principal)) ? principal : undefined;
        },
        // Asked every second: who feeds an exercise that was ended is sent away.
        isActive: (principal) =>
          principal === DEMO || (access.isActive(principal) && admitsRealm(homeRealm(principal))),
      },
      onEvent: (event) => log.warn(`mqtt: ${JSON.stringify(event)}`),
    }),
  );
}

function connect(
  { batcher, log, access }: Parts,
  to: { url: string; topics: string[]; feed: string | null },
): ExternalBroker {
  const { url, username, password } = splitCredentials(to.url);
  const name = to.feed ?? 'broker';
  return startExternalBroker({
    url,
    ...(username === '' ? {} : { username, password }),
    filters: to.topics,
    // Fixed per centre, so that a reconnect takes the old session over instead of standing beside it.
    clientId: `${access.cookieName}-${name}`,
    sink: batcher,
    rng: makeRng(Date.now()),
    prefix: PREFIX,
    ...(to.feed === null ? {} : { feed: to.feed }),
    onHealth: ({ status, reason, message }) =>
      log.info(`mqtt ${name}: ${status} ${reason ?? ''} ${message ?? ''}`.trimEnd()),
  });
}

/** Credentials may stand in the address; they never stand in a log. */
function splitCredentials(address: string): { url: string; username: string; password: string } {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  return { url: url.href, username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
