import { Problem } from '../live/centre-port.ts';
import type {
  CentreApi,
  IncidentWithTimeline,
  Session,
  WindowQuery,
  WindowRow,
} from '../live/centre-port.ts';
import type { CityGround } from '../live/city-ground.ts';
import { LIVE, withRealm } from '../live/realm.ts';
import { reloadHolds } from '../live/reload-holds.ts';

/** The centre's HTTP interface of the same origin, in one realm; the session is an HttpOnly cookie. */
export function httpCentreApi(realm: string = LIVE, base = '/api/v1'): CentreApi {
  const inRealm = (path: string): string => withRealm(`${base}${path}`, realm);
  return {
    session: async () => toSession(await ask<SessionAnswer>(`${base}/session`), realm),
    redeem: async (link) => {
      const session = toSession(await ask<SessionAnswer>(`${base}/session`, { link }), realm);
      if (session === null)
        throw new Problem(401, 'no-session', { detail: 'the centre opened no session for this link' });
      return session;
    },
    city: () => ask<CityGround>(inRealm('/city')),
    incident: (id) => ask<IncidentWithTimeline>(inRealm(`/incidents/${encodeURIComponent(id)}`)),
    act: (id, act) => ask<IncidentWithTimeline>(inRealm(`/incidents/${encodeURIComponent(id)}/actions`), act),
    windows: async (query) =>
      (await ask<{ items: WindowRow[] }>(inRealm(`/windows?${windowSearch(query)}`))).items,
    get: <T>(path: string) => ask<T>(inRealm(path)),
    post: <T>(path: string, body: unknown) => ask<T>(inRealm(path), body),
    put: <T>(path: string, body: unknown, method: 'PUT' | 'PATCH' = 'PUT') =>
      ask<T>(inRealm(path), body, method),
    upload: async <T>(path: string, file: File) =>
      (await (await request(inRealm(path), uploadOf(file))).json()) as T,
    remove: async (path) => void (await request(inRealm(path), { method: 'DELETE' })),
    download: async (path) => new Uint8Array(await (await request(inRealm(path))).arrayBuffer()),
  };
}

/** A header takes Latin letters only: the name of a file goes percent-encoded. */
function uploadOf(file: File): RequestInit {
  const type = file.type === '' ? 'application/octet-stream' : file.type;
  return {
    method: 'POST',
    headers: { 'content-type': type, 'x-file-name': encodeURIComponent(file.name) },
    body: file,
  };
}

interface SessionAnswer {
  role: string | null;
  name: string | null;
  account?: string;
  position?: string;
}

function toSession({ role, name, account, position }: SessionAnswer, realm: string): Session | null {
  if (role === null) return null;
  return { role, name: name ?? role, realm, ...(account && { account }), ...(position && { position }) };
}

function windowSearch({ domain, entity, metric, window, fromMs, toMs }: WindowQuery): URLSearchParams {
  const search = new URLSearchParams({ domain, metric, window });
  if (entity !== undefined) search.set('entity', entity);
  search.set('from', new Date(fromMs).toISOString());
  search.set('to', new Date(toMs).toISOString());
  return search;
}

/** GET, or POST (another if said) when there is a body. An answer without content is `undefined`. */
async function ask<T>(url: string, body?: unknown, method: 'POST' | 'PUT' | 'PATCH' = 'POST'): Promise<T> {
  const sent =
    body === undefined
      ? { method: 'GET' }
      : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await request(url, sent);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Rejects with a `Problem` for every answer that is not 2xx. */
async function request(url: string, sent: RequestInit = {}): Promise<Response> {
  const writes = sent.method === undefined || sent.method === 'GET' ? 0 : 1;
  let response: Response;
  writesUnderWay += writes;
  try {
    response = await fetch(url, { ...sent, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  } catch (error) {
    throw new Problem(0, 'unreachable', { detail: error instanceof Error ? error.message : String(error) });
  } finally {
    writesUnderWay -= writes;
  }
  if (response.ok) return response;
  throw await toProblem(response);
}

const ANSWER_WITHIN_MS = 20_000;
/** Asked for and not answered yet: a page that goes now would not know what became of it. */
let writesUnderWay = 0;
reloadHolds.add(() => writesUnderWay > 0);

async function toProblem(response: Response): Promise<Problem> {
  const isProblem = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  if (!isProblem)
    return new Problem(response.status, `http-${response.status}`, { detail: response.statusText });
  const { code, detail, title, ...extra } = (await response.json()) as Record<string, unknown>;
  const text = typeof detail === 'string' ? detail : typeof title === 'string' ? title : response.statusText;
  return new Problem(response.status, typeof code === 'string' ? code : `http-${response.status}`, {
    detail: text,
    extra,
  });
}
