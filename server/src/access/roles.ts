/**
 * Who may do what: ONE table, read by the broker, the HTTP routes and the sockets, printed in the README, enumerated by a test.
 * What is not a row is refused: a new route works for nobody until it has one. `anonymous` rows need no sign-in at all.
 * Bounds inside a right (an agency sees its own incidents, a wall its own screen) are `agencyScope` and `screenScope`.
 */
import { homeRealm } from './principal.ts';
import type { Principal, Realm, Role } from './principal.ts';
import type { TopicKind } from './topic-space.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type SocketEvent = 'hello' | 'interest' | 'credit' | 'action' | 'presence';
export type Grantee = Role | 'anonymous';

export type Right =
  | { readonly kind: 'publish'; readonly topic: TopicKind; readonly roles: readonly Grantee[] }
  | {
      readonly kind: 'subscribe';
      readonly filters: 'observations' | 'everything';
      readonly roles: readonly Grantee[];
    }
  | {
      readonly kind: 'http';
      readonly method: HttpMethod;
      readonly route: string;
      readonly roles: readonly Grantee[];
    }
  | { readonly kind: 'socket'; readonly event: SocketEvent; readonly roles: readonly Grantee[] };

const EVERYONE = [
  'anonymous',
  'viewer',
  'wall',
  'operator',
  'supervisor',
  'agency',
  'simulator',
  'feed',
  'admin',
] as const;
const SIGNED_IN = [
  'viewer',
  'wall',
  'operator',
  'supervisor',
  'agency',
  'simulator',
  'feed',
  'admin',
] as const;
const SOURCES = ['simulator', 'feed', 'admin'] as const;
const SCREENS = ['viewer', 'wall', 'operator', 'supervisor', 'agency', 'admin'] as const;
const DESKS = ['operator', 'supervisor', 'agency', 'admin'] as const;
const CONTROL_ROOM = ['operator', 'supervisor', 'admin'] as const;
const CHIEFS = ['supervisor', 'admin'] as const;
const ADMIN = ['admin'] as const;
const PEOPLE = ['viewer', 'operator', 'supervisor', 'agency', 'admin'] as const;

const publish = (topic: TopicKind, roles: readonly Grantee[]): Right => ({ kind: 'publish', topic, roles });
const route = (method: HttpMethod, path: string, roles: readonly Grantee[]): Right => ({
  kind: 'http',
  method,
  route: path,
  roles,
});
const socket = (event: SocketEvent, roles: readonly Grantee[]): Right => ({ kind: 'socket', event, roles });

export const RIGHTS: readonly Right[] = [
  publish('observation', SOURCES),
  publish('entity', SOURCES),
  publish('report', [...SOURCES, 'operator', 'supervisor']),
  publish('case', SOURCES),
  publish('indicator', SOURCES),
  publish('feed-status', SOURCES),
  publish('claimed', SOURCES),
  publish('foreign', ADMIN),
  // 'malformed' and 'system' have no row: refused for everybody.

  { kind: 'subscribe', filters: 'observations', roles: CHIEFS },
  { kind: 'subscribe', filters: 'everything', roles: ADMIN },

  route('GET', '/healthz', EVERYONE),
  route('GET', '/readyz', EVERYONE),
  route('GET', '/metrics', ADMIN), // loopback may always read it: decided by the route
  route('GET', '/opendata/*', EVERYONE),
  route('GET', '/api/v1/openapi.json', EVERYONE),
  route('GET', '/api/v1/asyncapi.json', EVERYONE),

  route('POST', '/api/v1/session', EVERYONE), // redeems a sign-in link or a bearer token
  route('GET', '/api/v1/session', EVERYONE), // says who one is, also "nobody"
  route('DELETE', '/api/v1/session', SIGNED_IN),
  // To and from the sign-in service; who is nobody yet calls them.
  route('GET', '/api/v1/oidc/start', EVERYONE),
  route('GET', '/api/v1/oidc/callback', EVERYONE),
  route('GET', '/api/v1/oidc/sign-out', EVERYONE),
  route('PUT', '/api/v1/session/password', PEOPLE), // one's own
  route('POST', '/api/v1/session/password-link', EVERYONE), // a new password by the link that an admin gave
  route('GET', '/api/v1/sessions', PEOPLE), // one's own; an admin sees all
  route('DELETE', '/api/v1/sessions/:id', PEOPLE),
  route('GET', '/api/v1/me/settings', PEOPLE), // one's own; there is no way to those of others
  route('PUT', '/api/v1/me/settings/:key', PEOPLE),

  route('POST', '/api/v1/observations', SOURCES),
  route('POST', '/api/v1/reports', [...SOURCES, 'operator', 'supervisor', 'agency']),
  route('POST', '/api/v1/cases', SOURCES),
  route('POST', '/api/v1/indicators', SOURCES),

  route('GET', '/api/v1/city', SCREENS),
  route('GET', '/api/v1/city/*', SCREENS),
  route('GET', '/api/v1/base-map/:file', SCREENS),
  route('GET', '/api/v1/feeds', [...SCREENS, 'simulator', 'feed']),
  route('GET', '/api/v1/feeds/:id', [...SCREENS, 'simulator', 'feed']),
  route('GET', '/api/v1/entities', SCREENS),
  route('GET', '/api/v1/entities/:id', SCREENS),
  route('GET', '/api/v1/windows', SCREENS),
  route('GET', '/api/v1/trends', SCREENS),
  route('GET', '/api/v1/trends/windows', SCREENS),
  route('GET', '/api/v1/trends/usual', SCREENS),
  route('GET', '/api/v1/observations', SCREENS),
  route('GET', '/api/v1/receipts', SCREENS),
  route('GET', '/api/v1/receipts/rows', SCREENS),
  route('GET', '/api/v1/receipts/figure', SCREENS),
  route('GET', '/api/v1/systems', SCREENS),
  route('GET', '/api/v1/systems/:code', SCREENS),
  route('GET', '/api/v1/indicators', SCREENS),
  route('GET', '/api/v1/cases', SCREENS),
  route('GET', '/api/v1/state', SCREENS),

  route('GET', '/api/v1/alarms', SCREENS),
  route('GET', '/api/v1/alarms/performance', CONTROL_ROOM),
  route('GET', '/api/v1/alarms/:id', SCREENS),
  route('POST', '/api/v1/alarms/:id/actions', CONTROL_ROOM),
  route('POST', '/api/v1/alarms/actions', CONTROL_ROOM),
  route('POST', '/api/v1/acknowledgements', CONTROL_ROOM),
  route('GET', '/api/v1/incidents', SCREENS),
  route('GET', '/api/v1/incidents/:id', SCREENS),
  route('GET', '/api/v1/incidents/:id/related', CONTROL_ROOM),
  route('GET', '/api/v1/incidents/:id/documents/:form', CONTROL_ROOM),
  // What the whole city did, with titles of all incidents: not for one agency.
  route('GET', '/api/v1/incidents/:id/insight', CONTROL_ROOM),
  route('GET', '/api/v1/areas', CONTROL_ROOM),
  route('GET', '/api/v1/areas/:code', CONTROL_ROOM),
  route('GET', '/api/v1/agencies', CONTROL_ROOM),
  route('GET', '/api/v1/agencies/:id', CONTROL_ROOM),
  route('GET', '/api/v1/compare', PEOPLE),
  route('POST', '/api/v1/incidents', CONTROL_ROOM),
  route('POST', '/api/v1/incidents/:id/personal', CONTROL_ROOM), // with a reason, which is journalled
  route('POST', '/api/v1/incidents/:id/actions', DESKS),

  route('POST', '/api/v1/incidents/:id/attachments', DESKS),
  route('GET', '/api/v1/incidents/:id/attachments/:attachment', DESKS),
  route('GET', '/api/v1/incidents/:id/cap', CONTROL_ROOM),
  route('POST', '/api/v1/incidents/:id/cap', CHIEFS),
  route('GET', '/api/v1/deliveries', CONTROL_ROOM),
  route('POST', '/api/v1/deliveries/:id/retry', CHIEFS),
  route('POST', '/api/v1/deliveries/:id/cancel', CHIEFS),
  route('POST', '/api/v1/public/reports', EVERYONE), // only there with --public-reports
  route('POST', '/api/v1/public/reports/:id/photos', EVERYONE), // likewise; the id is the reporter's secret

  route('GET', '/api/v1/walls', SCREENS),
  route('POST', '/api/v1/walls/:wall/actions', CONTROL_ROOM),

  // A wall gets shapes and names (route).
  route('GET', '/api/v1/geofences', SCREENS),
  route('POST', '/api/v1/geofences', CONTROL_ROOM),
  route('POST', '/api/v1/geofences/:id/actions', CONTROL_ROOM),

  route('GET', '/api/v1/realms', SCREENS),
  route('POST', '/api/v1/realms', CONTROL_ROOM),
  route('DELETE', '/api/v1/realms/:realm', CHIEFS), // ends and wipes it

  // Reports and dead letters carry personal fields: not for viewers and walls.
  route('GET', '/api/v1/journal', CONTROL_ROOM),
  route('GET', '/api/v1/dead-letters', CONTROL_ROOM),
  route('GET', '/api/v1/dead-letters/:id', CONTROL_ROOM),
  route('POST', '/api/v1/dead-letters/:id/replay', CHIEFS),
  route('GET', '/api/v1/payloads/:offset', CONTROL_ROOM),

  route('GET', '/api/v1/rules', [...CONTROL_ROOM, 'viewer', 'agency']),
  route('GET', '/api/v1/rules/:id', [...CONTROL_ROOM, 'viewer', 'agency']),
  route('GET', '/api/v1/rules/:id/history', [...CONTROL_ROOM, 'viewer', 'agency']),
  route('GET', '/api/v1/rule-activity', [...CONTROL_ROOM, 'viewer', 'agency']),
  route('GET', '/api/v1/rule-choices', CHIEFS),
  route('PUT', '/api/v1/rules/:id', CHIEFS),
  route('POST', '/api/v1/rules/:id/backtest', CHIEFS),
  route('POST', '/api/v1/rules/:id/preview', CHIEFS),
  route('GET', '/api/v1/baselines', [...CONTROL_ROOM, 'viewer', 'agency']),
  route('POST', '/api/v1/baselines/fit', CHIEFS),

  // Who has which position, and what was handed over: persons' names, so the control room's alone. Planning is for chiefs (route).
  route('GET', '/api/v1/shift', CONTROL_ROOM),
  route('GET', '/api/v1/shift/brief', CONTROL_ROOM),
  route('POST', '/api/v1/shift/actions', CONTROL_ROOM),
  route('GET', '/api/v1/handovers', CONTROL_ROOM),
  route('GET', '/api/v1/handovers/:id', CONTROL_ROOM),

  route('GET', '/api/v1/bindings', CHIEFS),
  route('PUT', '/api/v1/bindings/:id', ADMIN),
  route('DELETE', '/api/v1/bindings/:id', ADMIN),
  route('GET', '/api/v1/accounts', ADMIN),
  route('POST', '/api/v1/accounts', ADMIN),
  route('PATCH', '/api/v1/accounts/:name', ADMIN),
  route('PUT', '/api/v1/accounts/:name/password', ADMIN),
  route('POST', '/api/v1/accounts/:name/password-link', ADMIN),
  route('GET', '/api/v1/tokens', ADMIN),
  route('POST', '/api/v1/tokens', ADMIN),
  route('DELETE', '/api/v1/tokens/:id', ADMIN),

  // A wall asks to be let in, showing a code; who decides is signed in.
  route('POST', '/api/v1/devices/codes', EVERYONE),
  route('POST', '/api/v1/devices/session', EVERYONE),
  route('GET', '/api/v1/devices/codes/:code', CHIEFS),
  route('POST', '/api/v1/devices/codes/:code', CHIEFS),
  route('GET', '/api/v1/devices', CHIEFS),
  route('DELETE', '/api/v1/devices/:id', CHIEFS),

  socket('hello', SCREENS),
  socket('interest', SCREENS),
  socket('credit', SCREENS),
  socket('action', DESKS),
  // Who looks at which incident: colleagues of the control room only.
  socket('presence', CONTROL_ROOM),
];

const PUBLISH = new Map<TopicKind, ReadonlySet<Grantee>>();
const HTTP = new Map<string, ReadonlySet<Grantee>>();
const SOCKET = new Map<SocketEvent, ReadonlySet<Grantee>>();
for (const right of RIGHTS) {
  const roles = new Set(right.roles);
  if (right.kind === 'publish') PUBLISH.set(right.topic, roles);
  else if (right.kind === 'http') HTTP.set(`${right.method} ${right.route}`, roles);
  else if (right.kind === 'socket') SOCKET.set(right.event, roles);
}

/** Whether messages of this kind of topic are taken from the principal. Unsigned ingest is bound to observations and reports. */
export function mayPublish(principal: Principal, topic: TopicKind): boolean {
  if (principal.kind === 'anonymous-ingest' && topic !== 'observation' && topic !== 'report') return false;
  return PUBLISH.get(topic)?.has(principal.role) ?? false;
}

/** Whether an MQTT subscription is granted; `prefix` as in `makeTopicSpace`. `$SYS` is nobody's. */
export function maySubscribe(principal: Principal, filter: string, prefix = 'city/v1/'): boolean {
  if (principal.kind === 'anonymous-ingest' || filter.startsWith('$')) return false;
  const wanted = filter.startsWith(`${prefix}obs/`) ? ['observations', 'everything'] : ['everything'];
  return RIGHTS.some(
    (right) =>
      right.kind === 'subscribe' && wanted.includes(right.filters) && right.roles.includes(principal.role),
  );
}

/**
 * Whether a route may be called. `route` is the pattern as registered (`/api/v1/alarms/:id`), never the address that came.
 * Without a principal only `anonymous` rows are granted; unsigned ingest may also post observations and reports.
 */
export function mayCall(principal: Principal | undefined, method: string, routePattern: string): boolean {
  const roles = HTTP.get(`${method === 'HEAD' ? 'GET' : method} ${routePattern}`);
  if (roles === undefined) return false;
  if (roles.has('anonymous')) return true;
  if (principal === undefined) return false;
  if (principal.kind === 'anonymous-ingest') {
    return (
      method === 'POST' && (routePattern === '/api/v1/observations' || routePattern === '/api/v1/reports')
    );
  }
  return roles.has(principal.role);
}

/** Whether a Socket.IO event is taken from the principal. Unknown event names are refused. */
export function mayEmit(principal: Principal, event: string): boolean {
  if (principal.kind === 'anonymous-ingest') return false;
  return SOCKET.get(event as SocketEvent)?.has(principal.role) ?? false;
}

/**
 * The agency whose incidents alone may be seen and acted on, or `undefined` for no such bound.
 * A principal of role agency without an agency is bound to the empty name, which no incident has.
 */
export function agencyScope(principal: Principal): string | undefined {
  return principal.role === 'agency' ? (principal.agency ?? '') : undefined;
}

/** The one screen that a wall may show, or `undefined` for everybody else. */
export function screenScope(
  principal: Principal,
): { readonly room: string; readonly screen: string } | undefined {
  if (principal.role !== 'wall') return undefined;
  return { room: principal.room ?? '', screen: principal.screen ?? '' };
}

/**
 * Whether somebody may read a realm and act in it. Screens and desks may go to any; what sends messages stays in the realm that it
 * writes to, so a simulator never reads what is live.
 */
export function mayEnterRealm(principal: Principal, realm: Realm): boolean {
  const isSource = principal.role === 'simulator' || principal.role === 'feed';
  return !isSource || realm === homeRealm(principal);
}
