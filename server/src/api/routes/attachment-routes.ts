import { type AttachmentRef, type Incident, isGivenTo } from '@metropane/incidents';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { agencyScope } from '../../access/roles.ts';
import { addAttachment, ATTACHMENT_BODY_BYTES } from '../add-attachment.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

/** What is opened from here can run nothing and load nothing, even if a browser were to show it. */
const CSP = "default-src 'none'; sandbox; frame-ancestors 'none'";

type Params = { id: string; attachment: string };

/** Files of an incident: raw body in, stream out. Never for walls and viewers: pictures show people. */
export function attachmentRoutes(app: Api): void {
  void (app as unknown as FastifyInstance).register(async function attachments(scope) {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: ATTACHMENT_BODY_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: Params; Querystring: { metadata?: string } }>(
      '/api/v1/incidents/:id/attachments',
      { bodyLimit: ATTACHMENT_BODY_BYTES },
      async (request, reply) => {
        const { attachment, isNew } = await attach(request);
        return reply.code(isNew ? 201 : 200).send(attachment);
      },
    );
    scope.get<{ Params: Params }>('/api/v1/incidents/:id/attachments/:attachment', sendAttachment);
  });
}

/** What comes from outside the control room loses what its telephone wrote into it; a colleague's file does when they ask. */
async function attach(
  request: FastifyRequest<{ Params: Params; Querystring: { metadata?: string } }>,
): Promise<{ attachment: AttachmentRef; isNew: boolean }> {
  const { room, headers, principal, query } = request;
  if (query.metadata !== undefined && query.metadata !== 'strip')
    throw new Problem(400, 'bad-request', {
      detail: 'metadata: expected strip, or nothing',
      extra: { parameter: 'metadata' },
    });
  const isFromOutside = principal === undefined || agencyScope(principal) !== undefined;
  return addAttachment(room, await incidentOf(request), {
    bytes: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
    claimed: claimedType(headers['content-type']),
    name: fileNameOf(headers['x-file-name']),
    actor: principal?.label ?? 'unknown',
    strip: query.metadata === 'strip' ? 'all' : isFromOutside ? 'pictures' : 'none',
  });
}

/** A media type without its parameters. */
export function claimedType(header: string | undefined): string {
  return (header ?? '').split(';')[0]!.trim().toLowerCase();
}

/** Header values are bytes: other letters come percent-encoded. */
function fileNameOf(header: string | string[] | undefined): string {
  const text = (Array.isArray(header) ? header[0] : header) ?? '';
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

async function sendAttachment(
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { attachments = [] } = await incidentOf(request);
  const found = attachments.find(({ id }) => id === request.params.attachment);
  const file = found === undefined ? null : await request.room.attachments.read(found.sha256);
  if (found === undefined || file === null)
    throw new Problem(404, 'not-found', { detail: `no attachment ${request.params.attachment}` });
  return reply
    .headers({
      'content-type': found.type,
      'content-length': file.bytes,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': CSP,
      'cache-control': 'private, no-store',
    })
    .send(file.stream);
}

/** The incident, for somebody who may see it: an agency sees those that it was asked to act on. */
async function incidentOf({
  room,
  params,
  principal,
}: FastifyRequest<{ Params: Params }>): Promise<Incident> {
  const incident = await room.pipeline.call<Incident | null>({ name: 'incident', id: params.id });
  const agency = principal === undefined ? undefined : agencyScope(principal);
  const isTheirs = agency === undefined || (incident !== null && isGivenTo(incident, agency));
  if (incident === null || !isTheirs)
    throw new Problem(404, 'not-found', { detail: `no incident ${params.id}` });
  return incident;
}
