import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANONYMOUS_INGEST, type Principal } from '../access/principal.ts';
import { mayCall } from '../access/roles.ts';
import { isLoopback } from '../config.ts';
import type { ApiDeps } from './api-deps.ts';
import { Problem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined = nobody signed in. Set before any handler runs. */
    principal: Principal | undefined;
  }
}

/** No inline script or style, nothing from elsewhere but the city's own map, no framing: what MapLibre and ECharts need and no more. */
const csp = (mapOrigin: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "style-src-attr 'none'",
    "img-src 'self' data:",
    `connect-src 'self'${mapOrigin === null ? '' : ` ${mapOrigin}`}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};
const MUTATIONS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Puts the door in front of every route: host, origin, who it is, what the role may call. */
export function installSecurity(app: FastifyInstance, deps: ApiDeps): void {
  const headers = { ...SECURITY_HEADERS, 'content-security-policy': csp(deps.baseMap.origin) };
  app.decorateRequest('principal', undefined);
  app.addHook('onRequest', async function guardRequest(request, reply) {
    reply.headers(headers);
    if (!isAllowedHost(request.headers.host, deps)) {
      throw new Problem(421, 'unknown-host', { detail: 'this host name is not one of this centre' });
    }
    if (MUTATIONS.has(request.method) && !isOwnOrigin(request.headers.origin, request.headers.host, deps)) {
      throw new Problem(403, 'foreign-origin', {
        detail: 'a page of another origin may not change anything here',
      });
    }
    request.principal = principalOf(request, deps);
    authorise(request, reply);
  });
}

function authorise(request: FastifyRequest, reply: FastifyReply): void {
  const pattern = request.routeOptions.url;
  const isApi = pattern?.startsWith('/api/') === true || pattern === '/metrics';
  if (!isApi) return;
  if (pattern === '/metrics' && isFromThisMachine(request)) return;
  if (mayCall(request.principal, request.method, pattern)) return;
  if (request.principal === undefined) {
    reply.header('www-authenticate', 'Bearer');
    throw new Problem(401, 'sign-in-needed', { detail: 'sign in, or give a bearer token' });
  }
  throw new Problem(403, 'forbidden', {
    detail: `the role ${request.principal.role} may not ${request.method} this`,
  });
}

function principalOf(request: FastifyRequest, deps: ApiDeps): Principal | undefined {
  const bearer = bearerIn(request.headers.authorization);
  if (bearer !== null) {
    const principal = deps.access.verifyToken(bearer);
    if (principal === undefined)
      throw new Problem(401, 'bad-token', { detail: 'this token is unknown or revoked' });
    return principal;
  }
  const cookie = request.cookies[deps.access.cookieName];
  const session = cookie === undefined ? undefined : deps.access.verifySession(cookie);
  if (session !== undefined) return session;
  return deps.config.anonymousIngest && isFromThisMachine(request) ? ANONYMOUS_INGEST : undefined;
}

/** A proxy on this machine that nobody told us to trust brings strangers under a loopback address, and says so in a header. */
function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers } = request;
  return (
    isLoopback(request.ip) && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined
  );
}

function bearerIn(header: string | undefined): string | null {
  return header !== undefined && /^bearer /i.test(header) ? header.slice('bearer '.length).trim() : null;
}

/** A DNS name that an attacker points at 127.0.0.1 is not ours: only loopback names, the bound host and the public one are. */
export function isAllowedHost(header: string | undefined, deps: Pick<ApiDeps, 'config'>): boolean {
  if (header === undefined) return false;
  const host = hostName(header);
  if (isLoopback(host) || host === deps.config.host) return true;
  if (deps.config.publicUrl !== null && host === new URL(deps.config.publicUrl).hostname) return true;
  // Bound to every address of the machine: any address may be ours, no name is.
  const isEverywhere = deps.config.host === '0.0.0.0' || deps.config.host === '::';
  return isEverywhere && (/^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith('['));
}

/** True for no Origin (not a browser) and for our own; `null` and others are foreign. */
export function isOwnOrigin(
  origin: string | undefined,
  hostHeader: string | undefined,
  deps: Pick<ApiDeps, 'config'>,
): boolean {
  if (origin === undefined) return true;
  if (deps.config.publicUrl !== null && origin === new URL(deps.config.publicUrl).origin) return true;
  return origin === `${deps.config.tls === null ? 'http' : 'https'}://${hostHeader ?? ''}`;
}

function hostName(header: string): string {
  try {
    return new URL(`http://${header}`).hostname;
  } catch (error) {
    if (error instanceof TypeError) return '';
    throw error;
  }
}
