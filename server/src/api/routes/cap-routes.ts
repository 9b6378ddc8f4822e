import { CAP_CERTAINTIES, CAP_URGENCIES } from '@metropane/feeds';
import { z } from 'zod';
import {
  CapDesk,
  type CapOrder,
  type CapOutcome,
  type CapRefusal,
  type IssuedCap,
} from '../../delivery/cap/cap-desk.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

const Words = (most: number) =>
  z.strictObject({ vi: z.string().trim().min(1).max(most), en: z.string().trim().min(1).max(most) });
const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const Order = z.strictObject({
  headline: Words(160),
  description: Words(4_000),
  instruction: Words(4_000).optional(),
  area: z.strictObject({
    name: Words(300),
    polygon: z.array(Position).max(500).optional(),
    circle: z.strictObject({ centre: Position, radiusKm: z.number().min(0).max(500) }).optional(),
  }),
  certainty: z.enum(CAP_CERTAINTIES).default('Likely'),
  urgency: z.enum(CAP_URGENCIES).optional(),
  expiresAt: z.string(),
  cancel: z.boolean().default(false),
});
const Confirmation = z.strictObject({ confirm: z.string().max(64) });
const Id = z.object({ id: z.string().max(64) });

const STATUS: Record<CapRefusal, number> = {
  'not-found': 404,
  'nothing-to-cancel': 409,
  'bad-wording': 400,
  'no-clock': 409,
  'no-proposal': 404,
  'same-person': 403,
};
const PAGE = 1_000;

/** Alerts to the public (CAP 1.2) of an incident: a supervisor issues them, with a second one where the SOP asks for two. */
export function capRoutes(app: Api, deps: ApiDeps): void {
  const desks = new WeakMap<Room, CapDesk>();
  const deskOf = (room: Room): CapDesk => {
    const known = desks.get(room) ?? makeDesk(room, deps);
    desks.set(room, known);
    return known;
  };
  app.get('/api/v1/incidents/:id/cap', { schema: { params: Id } }, async (request) => ({
    items: (await deskOf(request.room).issued(request.params.id)).map(toJson),
  }));
  app.post(
    '/api/v1/incidents/:id/cap',
    { schema: { params: Id, body: z.union([Confirmation, Order]) } },
    async (request, reply) => {
      const { params, body, room } = request;
      const actor = request.principal?.label ?? 'unknown';
      const desk = deskOf(room);
      const outcome =
        'confirm' in body
          ? await desk.confirm(params.id, body.confirm, actor)
          : await desk.issue(params.id, toOrder(body), actor);
      if (!outcome.ok) throw new Problem(STATUS[outcome.code], outcome.code, { detail: outcome.message });
      return reply.code(outcome.value.state === 'issued' ? 201 : 202).send(outcomeJson(outcome.value));
    },
  );
}

function makeDesk(room: Room, { capSender }: ApiDeps): CapDesk {
  return new CapDesk({
    realm: room.realm,
    from: capSender,
    nowMs: () => room.clock.nowMs(),
    incident: (id) => room.pipeline.call({ name: 'incident', id }),
    async entries(kind) {
      const all = [];
      for (let from = 1; ;) {
        const page = requireAnswer(await room.journal.read(from, PAGE, { kind }));
        all.push(...page);
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return all;
        from = last.seq + 1;
      }
    },
    note: (kind, of) => room.pipeline.call({ name: 'note', kind, ...of }),
  });
}

function toOrder({
  cancel,
  expiresAt,
  certainty,
  urgency,
  area,
  headline,
  description,
  instruction,
}: z.output<typeof Order>): CapOrder {
  const { name, polygon, circle } = area;
  return {
    isCancel: cancel,
    wording: {
      ...{ headline, description, certainty },
      ...(instruction === undefined ? {} : { instruction }),
      ...(urgency === undefined ? {} : { urgency }),
      area: {
        name,
        ...(polygon === undefined ? {} : { polygon }),
        ...(circle === undefined ? {} : { circle }),
      },
      expiresMs: parseTime('expiresAt', expiresAt),
    },
  };
}

function outcomeJson(outcome: CapOutcome): Record<string, unknown> {
  if (outcome.state === 'issued') return { state: 'issued', ...toJson(outcome.cap) };
  const { proposalId, by, atMs } = outcome.proposal;
  return { state: 'proposed', proposalId, by, at: isoTime(atMs) };
}

function toJson({ sentMs, ...rest }: IssuedCap): Record<string, unknown> {
  return { ...rest, sent: isoTime(sentMs) };
}
