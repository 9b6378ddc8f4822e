import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Automation is never slowed below 1,000 a second (CONTRACT); twice that, since a burst may fall into one counting second. */
const AUTOMATION_PER_S = 2_000;
/** No person and no screen asks more often. */
const PEOPLE_PER_S = 60;
/** One opening of a wall fetches some forty files, and several walls may stand behind one address. */
const FILES_PER_S = 600;

/** Counts per caller and second: tokens by themselves, people by session, strangers by address; files of the client apart. */
export async function installRateLimit(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    timeWindow: 1_000,
    keyGenerator: (request) => `${kindOf(request)}\0${request.principal?.id ?? request.ip}`,
    max: (request) => MAX_PER_S[kindOf(request)],
  });
}

type CallerKind = 'automation' | 'people' | 'files';
const MAX_PER_S: Record<CallerKind, number> = {
  automation: AUTOMATION_PER_S,
  people: PEOPLE_PER_S,
  files: FILES_PER_S,
};

function kindOf(request: FastifyRequest): CallerKind {
  const kind = request.principal?.kind;
  if (kind === 'token' || kind === 'anonymous-ingest') return 'automation';
  const pattern = request.routeOptions.url;
  const isFile = pattern !== undefined && !pattern.startsWith('/api/') && !ROOT_ROUTES.has(pattern);
  return isFile ? 'files' : 'people';
}

const ROOT_ROUTES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);
