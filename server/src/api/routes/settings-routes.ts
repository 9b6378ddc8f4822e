import { z } from 'zod';
import type { Principal } from '../../access/principal.ts';
import { SETTINGS_LIMIT_BYTES } from '../../access/settings-store.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const MOST_VIEWS = 50;
const Width = z.number().min(22).max(44);
const Id = z.string().min(1).max(64);
/** A page below the desk of this site, in whatever realm it is opened: never a way out of it. */
const DESK_HREF = /^\/desk([/?][^#\\\s]*)?$/;

const Column = z.enum(['queue', 'map', 'detail']);
const Extra = z.enum(['map', 'nearby', 'keys', 'load', 'stats']);
const hasNoTwin = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

/** How the desk is laid out: column widths in rem, the order of its columns, and the parts that are not shown. */
const Layout = z.strictObject({
  left: Width,
  right: Width,
  order: z.array(Column).length(3).refine(hasNoTwin, 'each column once'),
  hidden: z.array(Extra).refine(hasNoTwin, 'each part once'),
});
const View = z.strictObject({
  name: z.string().trim().min(1).max(80),
  href: z.string().max(2_000).regex(DESK_HREF),
});
const Views = z
  .array(View)
  .max(MOST_VIEWS)
  .refine((views) => hasNoTwin(views.map(({ name }) => name)), 'each name once');
/** What a person shows on the map; opacities are shares of full strength by domain or area. */
const MapChoice = z.strictObject({
  hidden: z.array(Id).max(100),
  opacity: z
    .record(Id, z.number().min(0.1).max(1))
    .refine((shares) => Object.keys(shares).length <= 100, 'at most 100 layers'),
  area: Id.nullable(),
  hasTails: z.boolean(),
  /** Layers that are hidden unless asked for; absent: none, as older pages say it. */
  fixed: z
    .array(z.enum(['metro-lines', 'bus-routes', 'cameras']))
    .max(3)
    .optional(),
});

/** What may be kept of a person, and of what shape. */
const SETTINGS = { layout: Layout, views: Views, map: MapChoice } as const;
const Key = z.enum(Object.keys(SETTINGS) as [keyof typeof SETTINGS, ...(keyof typeof SETTINGS)[]]);

/** What who is signed in keeps of the own desk: read at once, written key by key on the revision that was read. */
export function settingsRoutes(app: Api, { access: { settings } }: ApiDeps): void {
  app.get('/api/v1/me/settings', {}, ({ principal }, reply) => {
    reply.header('cache-control', 'no-store');
    return { items: settings.read(settings.personOf(signedIn(principal))) };
  });
  app.put(
    '/api/v1/me/settings/:key',
    {
      schema: {
        params: z.object({ key: Key }),
        body: z.strictObject({ expectedRevision: z.number().int().min(0), value: z.unknown() }),
      },
      config: { rateLimit: { max: 120, timeWindow: 60_000 } },
    },
    ({ principal, params: { key }, body: { expectedRevision, value: sent } }) => {
      const person = settings.personOf(signedIn(principal));
      const written = settings.write(person, { key, value: checked(key, sent), expectedRevision });
      if (written.ok) return written.value;
      if (written.code === 'settings-too-large')
        throw new Problem(413, written.code, {
          detail: `all settings of a person have at most ${SETTINGS_LIMIT_BYTES} bytes`,
        });
      // With what is kept now: whoever asked can merge without asking again.
      const { revision, value } = settings.read(person)[key] ?? { revision: 0, value: null };
      throw new Problem(409, written.code, {
        detail: `${key} was changed by another window: it is at revision ${revision}, not ${expectedRevision}`,
        extra: { revision, value },
      });
    },
  );
}

function signedIn(principal: Principal | undefined): Principal {
  if (principal === undefined) throw new Problem(401, 'unauthenticated', { detail: 'sign in first' });
  return principal;
}

/** The value as it is kept. Throws what is wrong where, like every other part of a request. */
function checked(key: keyof typeof SETTINGS, value: unknown): unknown {
  const read = SETTINGS[key].safeParse(value);
  if (read.success) return read.data;
  const [fault] = read.error.issues;
  const parameter = ['value', ...(fault?.path ?? [])].map(String).join('.');
  throw new Problem(400, 'bad-request', {
    detail: `${parameter}: ${fault?.message ?? 'not as expected'}`,
    extra: { parameter },
  });
}
