import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DeviceGrants, POLL_EVERY_MS } from '../../access/device-grants.ts';
import type { GrantRequest, PollRefusal } from '../../access/device-grants.ts';
import type { WallRoom } from '../../fold/walls/wall-room.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';
import { endCookie, setSessionCookie } from './session-routes.ts';

const WAITING: ReadonlySet<PollRefusal> = new Set(['authorization_pending', 'slow_down']);
const NAME = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'expected 1 to 32 letters, digits, - or _');
const Place = z.object({ room: NAME, screen: NAME });
const Code = z.object({ code: z.string().max(20) });
/** A wall that waits asks every 3 s, and a room of them may stand behind one address. */
const POLLS_PER_MINUTE = 2_000;
const CODES_PER_MINUTE = 120;
/** Guessing one of 20^8 codes at this rate finds nothing within its ten minutes. */
const LOOKS_PER_MINUTE = 30;

interface Parts {
  readonly deps: ApiDeps;
  readonly grants: DeviceGrants;
  /** Resolves when the journal has it. */
  readonly note: (request: FastifyRequest, body: object) => Promise<unknown>;
}

/** Letting walls in by the code that they show (RFC 8628), and the walls that are in. */
export function deviceRoutes(app: Api, deps: ApiDeps): void {
  const { pipeline } = deps.realms.live;
  const parts: Parts = {
    deps,
    grants: new DeviceGrants(deps.clock),
    note: ({ principal }, body) =>
      pipeline.call({ name: 'note', kind: 'device', actor: principal?.label ?? 'unknown', body }),
  };
  askRoutes(app, parts);
  decideRoutes(app, parts);
  listRoutes(app, parts);
}

/** What a screen without a session may call. */
function askRoutes(app: Api, { deps, grants }: Parts): void {
  app.post(
    '/api/v1/devices/codes',
    { schema: { body: Place }, config: { rateLimit: { max: CODES_PER_MINUTE, timeWindow: 60_000 } } },
    async (request, reply) => {
      const { room, screen } = request.body;
      const rooms = await deps.realms.live.pipeline.call<WallRoom[]>({ name: 'walls' });
      if (!rooms.some(({ id }) => id === room))
        throw new Problem(404, 'unknown-room', { detail: `the city has no wall ${room} (scenes.yaml)` });
      const begun = grants.begin({ room, screen }, request.ip);
      if (!begun.ok) {
        reply.header('retry-after', '60');
        throw new Problem(429, begun.code, { detail: begun.message });
      }
      const { deviceSecret, userCode, expiresMs } = begun.value;
      return noStore(reply)
        .code(201)
        .send({
          deviceCode: deviceSecret,
          userCode,
          path: `/desk/accounts/devices/${userCode}`,
          expiresInMs: expiresMs - deps.clock.nowMs(),
          pollEveryMs: POLL_EVERY_MS,
        });
    },
  );
  app.post(
    '/api/v1/devices/session',
    {
      schema: { body: z.object({ deviceCode: z.string().max(100) }) },
      config: { rateLimit: { max: POLLS_PER_MINUTE, timeWindow: 60_000 } },
    },
    (request, reply) => {
      const polled = grants.poll(request.body.deviceCode);
      noStore(reply);
      // Waiting is no error: a screen that waits all night must not fill a browser's console with them.
      if (!polled.ok && WAITING.has(polled.code)) return reply.code(202).send({ code: polled.code });
      if (!polled.ok) throw new Problem(400, polled.code, { detail: polled.message });
      const { room, screen, approvedBy } = polled.value;
      endCookie(request, deps);
      setSessionCookie(reply, deps.access.openDevice({ room, screen }, approvedBy), deps);
      return reply.send({ code: 'approved', room, screen });
    },
  );
}

/** What a person does who decides. */
function decideRoutes(app: Api, { grants, note }: Parts): void {
  const config = { rateLimit: { max: LOOKS_PER_MINUTE, timeWindow: 60_000 } };
  app.get('/api/v1/devices/codes/:code', { schema: { params: Code }, config }, ({ params }, reply) => {
    noStore(reply);
    return toJson(required(grants.find(params.code)));
  });
  app.post(
    '/api/v1/devices/codes/:code',
    { schema: { params: Code, body: z.object({ decision: z.enum(['approve', 'deny']) }) }, config },
    async (request) => {
      const { params, body, principal } = request;
      const asked = required(grants.find(params.code));
      const { room, screen, address } = asked;
      // The journal first: who let a screen in must be known, also when the next moment is a power cut.
      await note(request, { act: body.decision, room, screen, address });
      const approvedBy = principal?.label ?? 'unknown';
      required(grants.decide(params.code, body.decision === 'deny' ? 'deny' : { approvedBy }));
      return toJson(asked);
    },
  );
}

function listRoutes(app: Api, { deps: { access }, note }: Parts): void {
  app.get('/api/v1/devices', {}, () => ({
    items: access.sessions.listWalls().map(({ createdMs, seenMs, expiresMs, ...rest }) => ({
      ...rest,
      created: isoTime(createdMs),
      seen: isoTime(seenMs),
      expires: isoTime(expiresMs),
    })),
  }));
  app.delete(
    '/api/v1/devices/:id',
    { schema: { params: z.object({ id: z.string() }) } },
    async (request, reply) => {
      const { id } = request.params;
      const known = access.sessions.listWalls().find((wall) => wall.id === id);
      if (known === undefined || !access.sessions.endById(id))
        throw new Problem(404, 'not-found', { detail: `no wall is signed in as ${id}` });
      await note(request, { act: 'revoke', session: id, room: known.room, screen: known.screen });
      return reply.code(204).send();
    },
  );
}

function required(request: GrantRequest | undefined): GrantRequest {
  if (request === undefined)
    throw new Problem(404, 'unknown-code', {
      detail:
        'no screen shows this code: it was typed wrong, it ended (10 minutes), or it is decided already',
    });
  return request;
}

function toJson({ askedMs, expiresMs, ...request }: GrantRequest): Record<string, unknown> {
  return { ...request, asked: isoTime(askedMs), expires: isoTime(expiresMs) };
}

function noStore(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}
