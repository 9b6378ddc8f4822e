import type { IncomingMessage, Server } from 'node:http';
import type { Wall } from '@metropane/city-pack';
import type { ActionMessage, ActionReply } from '@metropane/protocol';
import { isRealm, type Principal, type Realm } from './access/principal.ts';
import { agencyScope, mayEmit, mayEnterRealm } from './access/roles.ts';
import { actOnIncident } from './api/act-on-incident.ts';
import type { ApiDeps } from './api/api-deps.ts';
import type { FanoutPrincipal } from './fanout/fanout-options.ts';
import type { ExpectedRoom } from './fanout/screen-board.ts';
import { type FanoutHandle, startFanout } from './fanout/start-fanout.ts';
import type { ActionAnswer } from './pipeline/action-writer.ts';
import { PipelineRefusal } from './pipeline/pipeline-refusal.ts';
import { RealmRefusal } from './realms/realm-refusal.ts';

type LivePrincipal = FanoutPrincipal & { principal: Principal };

/** Opens `/live` on the HTTP server: the same sessions, tokens and rights as the routes. */
export function openLiveDoor(
  httpServer: Server,
  options: {
    deps: ApiDeps;
    epoch: number;
    isAllowed: (request: IncomingMessage) => boolean;
    /** How the walls of the city hang. */
    walls: readonly Wall[];
    report: (text: string) => void;
  },
): FanoutHandle {
  const { deps, epoch } = options;
  return startFanout<LivePrincipal>({
    httpServer,
    clock: deps.clock,
    build: deps.build,
    epoch,
    allowRequest: options.isAllowed,
    expectedScreens: expectedScreens(options.walls),
    authenticate({ headers, token }) {
      const cookie = cookieIn(headers.cookie, deps.access.cookieName);
      const principal =
        (token === undefined ? undefined : deps.access.verifyToken(token)) ??
        (cookie === undefined ? undefined : deps.access.verifySession(cookie));
      return principal && { ...principal, principal, isRevoked: () => !deps.access.isActive(principal) };
    },
    mayEmit: ({ principal }, event) => mayEmit(principal, event),
    mayWatchRealm: ({ principal }, realm) => isRealm(realm) && mayEnterRealm(principal, realm),
    onClosedRealm: (_principal, realm) => isRealm(realm) && startEntering(options, realm),
    onAction: ({ principal }, action, realm) => act(deps, { principal, realm }, action),
    report: ({ part, error }) =>
      options.report(`${part}: ${error instanceof Error ? error.message : String(error)}`),
  });
}

/** The screens of a grid hang on a wall: they are missed. How many screens another room has nobody said. */
function expectedScreens(walls: readonly Wall[]): ExpectedRoom[] {
  return walls.flatMap(({ room, grid }) => {
    if (grid === undefined) return [];
    const screens = Array.from({ length: grid.columns * grid.rows }, (_, i) => String(i + 1));
    return [{ room, grid, screens }];
  });
}

async function act(
  deps: ApiDeps,
  { principal, realm }: { principal: Principal; realm: string },
  action: ActionMessage,
): Promise<ActionReply> {
  try {
    if (!isRealm(realm)) return { ok: false, code: 'realm', message: `there is no realm ${realm}` };
    const room = await deps.realms.enter(realm);
    const target = action.incidentId ?? action.alarmId ?? '';
    const { pipeline } = room;
    if (action.incidentId !== undefined) {
      const { incidentId, ...wanted } = action;
      return toReply(action, await actOnIncident(pipeline, principal, { incidentId, action: wanted }));
    }
    // Alarms are the control room's, as over HTTP.
    if (agencyScope(principal) !== undefined)
      return { ok: false, code: 'not-found', message: `nothing known of ${target}` };
    const { alarmId = '', ...wanted } = action;
    const call = { name: 'alarm-action', alarmId, action: wanted, actor: principal.label } as const;
    return toReply(action, await pipeline.call<ActionAnswer>(call));
  } catch (error) {
    if (!(error instanceof PipelineRefusal || error instanceof RealmRefusal)) throw error;
    return { ok: false, code: error.code, message: error.message };
  }
}

function toReply(
  { incidentId, alarmId }: ActionMessage,
  answer: Awaited<ReturnType<typeof actOnIncident>>,
): ActionReply {
  const current = (answer.alarm ?? answer.incident) as { revision: number } | undefined;
  if (answer.status === 200 && current !== undefined) {
    const target = incidentId === undefined ? { alarmId: alarmId ?? '' } : { incidentId };
    return { ok: true, ...target, revision: current.revision };
  }
  const { code = 'refused', detail = code, allowed } = answer;
  return {
    ok: false,
    code,
    message: detail,
    ...(allowed ? { allowed } : {}),
    ...(current ? { current } : {}),
  };
}

/** A realm that exists is opened for who asks; false for one that cannot be. */
function startEntering(
  { deps, report }: { deps: ApiDeps; report: (text: string) => void },
  realm: Realm,
): boolean {
  const known = deps.realms.list().find((one) => one.realm === realm);
  if (known?.state !== 'closed' && known?.state !== 'opening') return false;
  deps.realms
    .enter(realm)
    .catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
  return true;
}

function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return decodeURIComponent(value);
  }
  return undefined;
}
