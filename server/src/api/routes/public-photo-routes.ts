import type { Incident } from '@metropane/incidents';
import type { FastifyInstance } from 'fastify';
import { addAttachment, ATTACHMENT_BODY_BYTES } from '../add-attachment.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';
import { AddressBudget } from '../public-report/address-budget.ts';
import { claimedType } from './attachment-routes.ts';

/** Three pictures for each of the five reports that an address may send in ten minutes. */
const PHOTOS_PER_ADDRESS = 15;
const PHOTOS_PER_REPORT = 3;
const REPORTER = 'public';
type Params = { id: string };

/**
 * Photographs for a report of the public form. The id of the report is the reporter's own random secret: nobody else knows it. Whatever
 * the telephone wrote into a picture is taken out before a byte is stored; what is no picture is refused.
 */
export function publicPhotoRoutes(app: Api, deps: ApiDeps): void {
  if (!deps.config.publicReports) return;
  const budget = new AddressBudget(() => deps.clock.nowMs(), PHOTOS_PER_ADDRESS);
  void (app as unknown as FastifyInstance).register(async function photos(scope) {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['image/jpeg', 'image/png', 'image/webp'],
      { parseAs: 'buffer', bodyLimit: ATTACHMENT_BODY_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: Params }>(
      '/api/v1/public/reports/:id/photos',
      {
        bodyLimit: ATTACHMENT_BODY_BYTES,
        // Before a byte of the body is read: a stranger's megabytes are what must be bounded.
        async onRequest(request, reply) {
          const waitMs = budget.take(request.ip);
          if (waitMs === 0) return;
          reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
          throw new Problem(429, 'too-many-requests', {
            detail: 'too many pictures from this address; try again in some minutes',
          });
        },
      },
      async (request, reply) => {
        const { live } = deps.realms;
        const incident = await incidentOf(deps, request.params.id);
        const { isNew } = await addAttachment(live, incident, {
          bytes: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
          claimed: claimedType(request.headers['content-type']),
          // What a telephone calls it is nobody's business.
          name: '',
          actor: REPORTER,
          strip: 'all',
        });
        return reply.code(isNew ? 201 : 200).send({ taken: true });
      },
    );
  });
}

async function incidentOf({ realms: { live } }: ApiDeps, reportId: string): Promise<Incident> {
  const isId = /^[0-9a-f]{32}$/.test(reportId);
  const question = { name: 'incident-of-report', source: REPORTER, id: reportId } as const;
  const id = isId ? await live.pipeline.call<string | null>(question) : null;
  const incident = id === null ? null : await live.pipeline.call<Incident | null>({ name: 'incident', id });
  if (incident === null) throw new Problem(404, 'unknown-report', { detail: 'there is no such report' });
  if (incident.state === 'closed')
    throw new Problem(409, 'incident-closed', { detail: 'this matter is closed; send a new report' });
  const sent = incident.attachments?.filter(({ by }) => by === REPORTER) ?? [];
  // Others may have reported the same: each of them may send theirs.
  if (sent.length >= PHOTOS_PER_REPORT * Math.max(1, incident.reports))
    throw new Problem(413, 'attachments-full', {
      detail: `a report has at most ${PHOTOS_PER_REPORT} pictures`,
    });
  return incident;
}
