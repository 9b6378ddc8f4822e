import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { homeRealm, isRealm, type Realm } from '../access/principal.ts';
import { mayEnterRealm } from '../access/roles.ts';
import type { ApiDeps, Room } from './api-deps.ts';
import { Problem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The room of the realm that is asked for (`?realm=`, default `live`). Set before any handler below `/api/v1` runs. */
    room: Room;
  }
}

/** Finds the room of each request. What a caller sends goes to the realm of its token, whatever the address says. */
export function installRooms(app: FastifyInstance, deps: ApiDeps): void {
  app.decorateRequest('room', null as unknown as Room);
  app.addHook('onRequest', async function findRoom(request) {
    request.room = deps.realms.live;
    const { principal } = request;
    const asked = (request.query as Record<string, unknown>)['realm'];
    const isApi = request.routeOptions.url?.startsWith('/api/v1/') === true;
    if (!isApi || (asked === undefined && principal?.role !== 'simulator')) return;
    const realm = toRealm(asked ?? (principal === undefined ? 'live' : homeRealm(principal)));
    if (principal === undefined) {
      if (realm !== 'live') throw unknownRealm(realm);
      return;
    }
    if (!mayEnterRealm(principal, realm)) {
      throw new Problem(403, 'forbidden', { detail: `the role ${principal.role} has no part in ${realm}` });
    }
    if (realm === 'live' || isSending(request.method, request.routeOptions.url)) return;
    request.room = await deps.realms.enter(realm);
  });
}

const SENDING = new Set(['observations', 'reports', 'cases', 'indicators'].map((name) => `/api/v1/${name}`));

/** Routes that bring something in find the room of the sender themselves: it may not be there yet. */
function isSending(method: string, pattern: string | undefined): boolean {
  return method === 'POST' && pattern !== undefined && SENDING.has(pattern);
}

/** Throws `unknown-realm` for what cannot be the name of one. */
export function toRealm(text: unknown): Realm {
  if (typeof text === 'string' && isRealm(text)) return text;
  throw unknownRealm(typeof text === 'string' ? text : '(given twice)');
}

function unknownRealm(name: string): Problem {
  return new Problem(404, 'unknown-realm', { detail: `there is no realm ${name}` });
}

const REALM_PARAMETER = {
  type: 'string',
  description: 'live (default) or exercise:<id>; 404 unknown-realm',
} as const;
const OF_NO_ROOM = ['/api/v1/realms', '/api/v1/realms/:realm'];
const ABOUT_PEOPLE = /^\/api\/v1\/(me|session|sessions|accounts|tokens|devices|oidc)(\/|$)/;

/** The parameter that every route of a room takes, in the description of the interface. */
export function withRealm(input: Parameters<typeof jsonSchemaTransform>[0]): {
  schema: Record<string, unknown>;
  url: string;
} {
  const transformed = jsonSchemaTransform(input);
  const { url } = transformed;
  // A route without a schema has none here either, whatever the type says.
  const schema = (transformed.schema ?? {}) as Record<string, unknown>;
  const isOfRoom =
    url.startsWith('/api/v1/') &&
    !OF_NO_ROOM.includes(url) &&
    !ABOUT_PEOPLE.test(url) &&
    schema['hide'] !== true;
  if (!isOfRoom) return { schema, url };
  const query = (schema['querystring'] ?? { type: 'object' }) as { properties?: Record<string, unknown> };
  const properties = { ...query.properties, realm: REALM_PARAMETER };
  return { schema: { ...schema, querystring: { ...query, properties } }, url };
}
