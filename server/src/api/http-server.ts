import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { DeliveryUnavailable } from '../delivery/delivery-handle.ts';
import { OfficesUnavailable } from '../offices/offices-handle.ts';
import { PipelineRefusal } from '../pipeline/pipeline-refusal.ts';
import { type RealmCode, RealmRefusal } from '../realms/realm-refusal.ts';
import type { ApiDeps } from './api-deps.ts';
import { Problem } from './problem.ts';
import { installRooms, withRealm } from './request-room.ts';
import { installRateLimit } from './rate-limit.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { acknowledgeRoutes } from './routes/acknowledge-routes.ts';
import { alarmRoutes } from './routes/alarm-routes.ts';
import { attachmentRoutes } from './routes/attachment-routes.ts';
import { backtestRoutes } from './routes/backtest-routes.ts';
import { baselineRoutes } from './routes/baseline-routes.ts';
import { areaRoutes } from './routes/area-routes.ts';
import { baseMapRoutes } from './routes/base-map-routes.ts';
import { capRoutes } from './routes/cap-routes.ts';
import { cityRoutes } from './routes/city-routes.ts';
import { compareRoutes } from './routes/compare-routes.ts';
import { deadLetterRoutes } from './routes/dead-letter-routes.ts';
import { deviceRoutes } from './routes/device-routes.ts';
import { deliveryRoutes } from './routes/delivery-routes.ts';
import { feedRoutes } from './routes/feed-routes.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { incidentRoutes } from './routes/incident-routes.ts';
import { ingestRoutes } from './routes/ingest-routes.ts';
import { insightRoutes } from './routes/insight-routes.ts';
import { journalRoutes } from './routes/journal-routes.ts';
import { oidcRoutes } from './routes/oidc-routes.ts';
import { payloadRoutes } from './routes/payload-routes.ts';
import { personalRoutes } from './routes/personal-routes.ts';
import { previewRoutes } from './routes/preview-routes.ts';
import { publicReportRoutes } from './routes/public-report-routes.ts';
import { publicPhotoRoutes } from './routes/public-photo-routes.ts';
import { realmRoutes } from './routes/realm-routes.ts';
import { receiptRoutes } from './routes/receipt-routes.ts';
import { performanceRoutes } from './routes/performance-routes.ts';
import { documentRoutes } from './routes/document-routes.ts';
import { ruleRoutes } from './routes/rule-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { settingsRoutes } from './routes/settings-routes.ts';
import { ruleActivityRoutes } from './routes/rule-activity-routes.ts';
import { shiftRoutes } from './routes/shift-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { systemRoutes } from './routes/system-routes.ts';
import { geofenceRoutes } from './routes/geofence-routes.ts';
import { wallRoutes } from './routes/wall-routes.ts';
import { trendRoutes } from './routes/trend-routes.ts';
import { windowRoutes } from './routes/window-routes.ts';
import { installSecurity } from './security.ts';

export type Api = ReturnType<typeof makeFastify>;
/** One body or message at most (CONTRACT); what is longer is refused as `oversize`. */
export const BODY_LIMIT_BYTES = 1024 * 1024;

function makeFastify(deps: ApiDeps) {
  const trustProxy = deps.config.trustProxy.length > 0 ? deps.config.trustProxy : false;
  const https = deps.config.tls === null ? null : readTls(deps.config.tls);
  return Fastify({ logger: false, trustProxy, bodyLimit: BODY_LIMIT_BYTES, ...(https ? { https } : {}) })
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<ZodTypeProvider>();
}

const ROUTES: readonly ((app: Api, deps: ApiDeps) => void)[] = [
  healthRoutes,
  sessionRoutes,
  settingsRoutes,
  accountRoutes,
  tokenRoutes,
  deviceRoutes,
  oidcRoutes,
  ingestRoutes,
  feedRoutes,
  windowRoutes,
  trendRoutes,
  receiptRoutes,
  incidentRoutes,
  alarmRoutes,
  acknowledgeRoutes,
  performanceRoutes,
  documentRoutes,
  ruleRoutes,
  backtestRoutes,
  baselineRoutes,
  previewRoutes,
  personalRoutes,
  deadLetterRoutes,
  payloadRoutes,
  journalRoutes,
  cityRoutes,
  systemRoutes,
  geofenceRoutes,
  wallRoutes,
  baseMapRoutes,
  realmRoutes,
  shiftRoutes,
  ruleActivityRoutes,
  deliveryRoutes,
  capRoutes,
  attachmentRoutes,
  insightRoutes,
  areaRoutes,
  compareRoutes,
  publicReportRoutes,
  publicPhotoRoutes,
];

/** The HTTP surface of CONTRACT "HTTP", not yet listening. */
export async function makeHttpServer(deps: ApiDeps): Promise<FastifyInstance> {
  const app = makeFastify(deps);
  installErrors(app, deps);
  installBodyParser(app);
  await app.register(cookie);
  await installRateLimit(app as unknown as FastifyInstance);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Metropane', version: '1' } },
    transform: withRealm,
  });
  installSecurity(app as unknown as FastifyInstance, deps);
  installRooms(app as unknown as FastifyInstance, deps);
  installNotFound(app);
  for (const routes of ROUTES) routes(app, deps);
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await installClient(app as unknown as FastifyInstance, deps);
  return app as unknown as FastifyInstance;
}

function readTls({ certFile, keyFile }: { certFile: string; keyFile: string }): {
  cert: Buffer;
  key: Buffer;
} {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

/** Ingest bodies go to the pipeline as bytes; the routes that want JSON parse it themselves. Only JSON is taken at all. */
function installBodyParser(app: Api): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.routeOptions.config.rawBody === true) return done(null, body);
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString('utf8')));
    } catch (error) {
      done(
        new Problem(400, 'malformed', { detail: `the body is not JSON: ${(error as Error).message}` }),
        undefined,
      );
    }
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler takes the body as bytes. */
    rawBody?: boolean;
  }
}

function installErrors(app: Api, deps: ApiDeps): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = toProblem(error);
    // What the caller may not see stands in the log; the address goes without its question, which may hold names.
    if (problem.status === 500)
      deps.report(`${request.method} ${pathOf(request)}: ${error.stack ?? error.message}`);
    return sendProblem(reply, problem);
  });
}

/** Also for strangers who only try addresses: they are counted like any other caller. */
function installNotFound(app: Api): void {
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(
      reply,
      new Problem(404, 'not-found', { detail: `nothing at ${request.method} ${pathOf(request)}` }),
    ),
  );
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}

function toProblem(error: FastifyError | Problem | Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof PipelineRefusal && error.code !== 'internal')
    return new Problem(statusOfRefusal(error.code), error.code, { detail: error.message });
  if (error instanceof RealmRefusal)
    return new Problem(REALM_STATUS[error.code], error.code, { detail: error.message });
  if (error instanceof OfficesUnavailable)
    return new Problem(503, 'offices-unavailable', { detail: error.message });
  if (error instanceof DeliveryUnavailable)
    return new Problem(503, 'delivery-unavailable', { detail: error.message });
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 413)
    return new Problem(413, 'oversize', { detail: `a body has at most ${BODY_LIMIT_BYTES} bytes` });
  if (status === 415)
    return new Problem(415, 'not-json', { detail: 'the content type must be application/json' });
  if (status === 429) return new Problem(429, 'too-many-requests', { detail: error.message });
  if (hasZodFastifySchemaValidationErrors(error))
    return badParameter(error.validationContext, error.validation);
  if (status < 500) return new Problem(status, 'bad-request', { detail: error.message });
  return new Problem(500, 'internal', { detail: 'an error inside the centre; it is in the log' });
}

/** Names what is wrong where: `window: Invalid option`. */
function badParameter(
  context: string | undefined,
  faults: readonly { instancePath: string; message?: string | undefined }[],
): Problem {
  const [first] = faults;
  const parameter = first?.instancePath.replace(/^\//, '').replaceAll('/', '.') ?? '';
  const place = parameter === '' ? (context ?? 'request') : parameter;
  return new Problem(400, 'bad-request', {
    detail: `${place}: ${first?.message ?? 'not as expected'}`,
    extra: { parameter },
  });
}

const REFUSAL_STATUS: Record<string, number> = {
  'not-found': 404,
  'stale-revision': 409,
  'illegal-transition': 422,
  'bad-action': 422,
  'insufficient-storage': 507,
  'bad-entry': 413,
  'payload-damaged': 410,
  'history-expired': 410,
  'journal-read-only': 507,
  internal: 500,
};

const REALM_STATUS: Record<RealmCode, number> = {
  'unknown-realm': 404,
  'realm-ended': 410,
  'realms-full': 409,
  'realm-failed': 503,
};

/** What the pipeline, the journal or history refuse for a while (`journal-busy`, `history-unavailable`, …) is 503. */
function statusOfRefusal(code: string): number {
  return REFUSAL_STATUS[code] ?? 503;
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) reply.header('retry-after', '1');
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem.toJson());
}

/** The built client: hashed assets for ever, the shell never cached; every page of the app is the shell. */
async function installClient(app: FastifyInstance, deps: ApiDeps): Promise<void> {
  await app.register(fastifyStatic, {
    root: deps.clientDir,
    index: false,
    wildcard: true,
    setHeaders(reply, path) {
      // Routes that send files of their own say themselves how long they may be kept.
      if (!path.startsWith(deps.clientDir)) return;
      const isHashed = path.startsWith(join(deps.clientDir, 'assets'));
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const page of ['/', '/desk', '/desk/*', '/wall/*', '/signin', '/gallery']) {
    app.get(page, { schema: { hide: true } as object }, (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html'),
    );
  }
}
