import { type AttachmentRef, type Incident, isGivenTo } from '@metropane/incidents';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { agencyScope } from '../../access/roles.ts';
import { AttachmentsFull } from '../../delivery/attachments/attachment-store.ts';
import {
  checkAttachment,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  MAX_INCIDENT_BYTES,
  safeFileName,
} from '../../delivery/attachments/attachment-type.ts';
import type { ActionAnswer } from '../../pipeline/action-writer.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

/** Somebody else may act on the incident between our look and our act; an attachment conflicts with nothing. */
const ATTEMPTS = 8;
/** What is opened from here can run nothing and load nothing, even if a browser were to show it. */
const CSP = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** A little more than a file may have: who is just above it is told so, instead of finding the connection cut. */
const BODY_LIMIT_BYTES = MAX_ATTACHMENT_BYTES + 256 * 1024;

type Params = { id: string; attachment: string };

/** Files of an incident: raw body in, stream out. Never for walls and viewers: pictures show people. */
export function attachmentRoutes(app: Api): void {
  void (app as unknown as FastifyInstance).register(async function attachments(scope) {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: Params }>(
      '/api/v1/incidents/:id/attachments',
      { bodyLimit: BODY_LIMIT_BYTES },
      async (request, reply) => {
        const { attachment, isNew } = await attach(request);
        return reply.code(isNew ? 201 : 200).send(attachment);
      },
    );
    scope.get<{ Params: Params }>('/api/v1/incidents/:id/attachments/:attachment', sendAttachment);
  });
}

async function attach(
  request: FastifyRequest<{ Params: Params }>,
): Promise<{ attachment: AttachmentRef; isNew: boolean }> {
  const { room, params, headers } = request;
  const incident = await incidentOf(request);
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  const claimed = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const checked = await checkAttachment(bytes, claimed);
  if (!checked.ok) throw new Problem(STATUS[checked.code], checked.code, { detail: checked.message });
  assertRoomFor(incident, bytes.length);
  const sha256 = await put(request, bytes);
  const known = incident.attachments?.find((one) => one.sha256 === sha256);
  if (known !== undefined) return { attachment: known, isNew: false };
  const name = safeFileName(fileNameOf(headers['x-file-name']), checked.value);
  const attachment = { id: sha256.slice(0, 16), name, type: checked.value, bytes: bytes.length, sha256 };
  const actor = request.principal?.label ?? 'unknown';
  for (let attempt = 1, revision = incident.revision; ; attempt++) {
    const action = { action: 'attach', actionId: `attach-${sha256}`, expectedRevision: revision, attachment };
    const answer = await room.pipeline.call<ActionAnswer>({
      name: 'action',
      incidentId: params.id,
      action,
      actor,
    });
    const now = answer.incident as Incident | undefined;
    if (answer.status === 200) {
      const kept = now?.attachments?.find((one) => one.sha256 === sha256);
      return { attachment: kept ?? { ...attachment, by: actor, atMs: room.clock.nowMs() }, isNew: true };
    }
    if (answer.status !== 409 || now === undefined || attempt === ATTEMPTS)
      throw new Problem(answer.status, answer.code ?? 'refused', { detail: answer.detail ?? 'refused' });
    revision = now.revision;
  }
}

const STATUS = {
  'attachment-type': 415,
  'attachment-disguised': 415,
  'attachment-empty': 400,
  oversize: 413,
} as const;

function assertRoomFor({ id, attachments = [] }: Incident, bytes: number): void {
  const sum = attachments.reduce((total, one) => total + one.bytes, bytes);
  if (attachments.length >= MAX_ATTACHMENTS || sum > MAX_INCIDENT_BYTES) {
    throw new Problem(413, 'attachments-full', {
      detail: `${id} takes at most ${MAX_ATTACHMENTS} files and ${MAX_INCIDENT_BYTES} bytes`,
    });
  }
}

async function put({ room }: FastifyRequest, bytes: Uint8Array): Promise<string> {
  try {
    return await room.attachments.put(bytes);
  } catch (error) {
    if (error instanceof AttachmentsFull)
      throw new Problem(507, 'attachments-full', { detail: error.message });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new Problem(507, 'insufficient-storage', { detail: 'the disk is full' });
    throw error;
  }
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
