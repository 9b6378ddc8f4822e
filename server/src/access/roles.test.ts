import { expect, test } from 'vitest';
import { ANONYMOUS_INGEST, ROLES } from './principal.ts';
import type { Principal, Role } from './principal.ts';
import { printRights } from './rights-markdown.ts';
import {
  agencyScope,
  mayCall,
  mayEmit,
  mayEnterRealm,
  mayPublish,
  maySubscribe,
  RIGHTS,
  screenScope,
} from './roles.ts';
import { TOPIC_KINDS } from './topic-space.ts';

const as = (role: Role): Principal => ({ kind: 'token', id: 'x', role, realm: 'live', label: role });

test('every cell of the table is what the four questions answer', () => {
  for (const right of RIGHTS) {
    for (const role of ROLES) {
      const principal = as(role);
      const isGranted = right.roles.includes(role);
      if (right.kind === 'publish') expect(mayPublish(principal, right.topic)).toBe(isGranted);
      if (right.kind === 'http') expect(mayCall(principal, right.method, right.route)).toBe(isGranted);
      if (right.kind === 'socket') expect(mayEmit(principal, right.event)).toBe(isGranted);
      if (right.kind === 'subscribe') {
        const filter = right.filters === 'observations' ? 'city/v1/obs/air/#' : '#';
        expect(maySubscribe(principal, filter)).toBe(isGranted);
      }
    }
  }
});

test('no right is given twice, so that no row hides another', () => {
  const keys = RIGHTS.map(({ roles: _roles, ...right }) => JSON.stringify(right));
  expect(new Set(keys).size).toBe(keys.length);
});

test('the rights of each role, told by hand', () => {
  const httpOf = (role: Role, method: string) =>
    RIGHTS.filter((right) => right.kind === 'http' && right.method === method && right.roles.includes(role))
      .length;
  for (const role of ['viewer', 'wall'] as const) {
    // The exceptions to "GET only" sign in and out, ask for a wall to be let in, and tell what anybody may tell; a person may also change the own password and settings and end an own session.
    const own = role === 'viewer' ? 1 : 0;
    expect([httpOf(role, 'POST'), httpOf(role, 'PUT'), httpOf(role, 'DELETE')]).toEqual([
      6,
      2 * own,
      1 + own,
    ]);
    expect(mayEmit(as(role), 'action')).toBe(false);
    expect(TOPIC_KINDS.filter((kind) => mayPublish(as(role), kind))).toEqual([]);
  }
  for (const role of ['feed', 'simulator'] as const) {
    expect(TOPIC_KINDS.filter((kind) => mayPublish(as(role), kind))).toEqual([
      ...['observation', 'entity', 'report', 'case', 'indicator', 'feed-status', 'claimed'],
    ]);
    expect(mayCall(as(role), 'POST', '/api/v1/incidents/:id/actions')).toBe(false);
    expect(mayEmit(as(role), 'hello')).toBe(false);
  }
  expect(mayCall(as('operator'), 'PUT', '/api/v1/rules/:id')).toBe(false);
  expect(mayCall(as('supervisor'), 'PUT', '/api/v1/rules/:id')).toBe(true);
  expect(mayCall(as('supervisor'), 'PUT', '/api/v1/bindings/:id')).toBe(false);
  expect(RIGHTS.filter((right) => !right.roles.includes('admin'))).toEqual([]);
});

test('what has no row is refused for everybody', () => {
  for (const role of ROLES) {
    const principal = as(role);
    expect(mayCall(principal, 'GET', '/api/v1/unheard-of')).toBe(false);
    expect(mayCall(principal, 'PATCH', '/api/v1/alarms/:id')).toBe(false);
    for (const event of ['error', 'disconnect', '__proto__', 'constructor', ''])
      expect(mayEmit(principal, event)).toBe(false);
    for (const kind of ['malformed', 'system'] as const) expect(mayPublish(principal, kind)).toBe(false);
    expect(maySubscribe(principal, '$SYS/#')).toBe(false);
  }
});

test('a subscription that reaches beyond observations is for admins only', () => {
  for (const filter of ['#', '+/+/#', 'city/v1/#', 'city/v1/+/air/x', 'city/v1/obs', 'other/obs/#']) {
    expect(maySubscribe(as('supervisor'), filter)).toBe(false);
    expect(maySubscribe(as('admin'), filter)).toBe(true);
  }
  expect(maySubscribe(as('supervisor'), 'town/obs/#', 'town/')).toBe(true);
});

test('without sign-in only public rows are open; unsigned ingest may post observations and reports', () => {
  const open = RIGHTS.filter(
    (right) => right.kind === 'http' && mayCall(undefined, right.method, right.route),
  );
  expect(open.map((right) => (right.kind === 'http' ? `${right.method} ${right.route}` : ''))).toEqual([
    ...[
      'GET /healthz',
      'GET /readyz',
      'GET /opendata/*',
      'GET /api/v1/openapi.json',
      'GET /api/v1/asyncapi.json',
    ],
    ...['POST /api/v1/session', 'GET /api/v1/session'],
    ...['GET /api/v1/oidc/start', 'GET /api/v1/oidc/callback', 'GET /api/v1/oidc/sign-out'],
    'POST /api/v1/session/password-link',
    'POST /api/v1/public/reports',
    'POST /api/v1/public/reports/:id/photos',
    ...['POST /api/v1/devices/codes', 'POST /api/v1/devices/session'],
  ]);
  expect(TOPIC_KINDS.filter((kind) => mayPublish(ANONYMOUS_INGEST, kind))).toEqual(['observation', 'report']);
  expect(mayCall(ANONYMOUS_INGEST, 'POST', '/api/v1/observations')).toBe(true);
  expect(mayCall(ANONYMOUS_INGEST, 'POST', '/api/v1/reports')).toBe(true);
  expect(mayCall(ANONYMOUS_INGEST, 'POST', '/api/v1/cases')).toBe(false);
  expect(mayCall(ANONYMOUS_INGEST, 'GET', '/api/v1/feeds')).toBe(false);
  expect([maySubscribe(ANONYMOUS_INGEST, 'city/v1/obs/#'), mayEmit(ANONYMOUS_INGEST, 'hello')]).toEqual([
    false,
    false,
  ]);
});

test('HEAD is GET, and only agencies and walls are bounded', () => {
  expect(mayCall(as('viewer'), 'HEAD', '/api/v1/alarms')).toBe(true);
  expect(agencyScope({ ...as('agency'), agency: 'fire' })).toBe('fire');
  expect(agencyScope(as('agency'))).toBe('');
  expect(agencyScope(as('operator'))).toBeUndefined();
  expect(screenScope({ ...as('wall'), room: 'main', screen: '2' })).toEqual({ room: 'main', screen: '2' });
  expect(screenScope(as('viewer'))).toBeUndefined();
});

test('the printed table has one row per right and one tick per grant', () => {
  const lines = printRights().trimEnd().split('\n');
  expect(lines).toHaveLength(RIGHTS.length + 2);
  for (const [at, right] of RIGHTS.entries()) {
    expect(lines[at + 2]?.match(/✓/g)?.length ?? 0).toBe(right.roles.length);
  }
  expect(lines[2]).toBe('| MQTT publish | `observation` |  |  |  |  |  |  | ✓ | ✓ | ✓ |');
});

test('screens and desks may go to any realm; what sends messages stays in its own, so a simulator never reads what is live', () => {
  for (const role of ROLES) {
    const isSource = role === 'simulator' || role === 'feed';
    expect([role, mayEnterRealm(as(role), 'exercise:drill')]).toEqual([role, !isSource]);
    expect([role, mayEnterRealm(as(role), 'live')]).toEqual([role, role !== 'simulator']);
  }
  expect(mayEnterRealm({ ...as('simulator'), realm: 'exercise:drill' }, 'exercise:drill')).toBe(true);
});
