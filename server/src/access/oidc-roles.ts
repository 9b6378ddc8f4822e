/**
 * `oidc.yaml`: which people of the issuer may come in, as whom. The first rule that fits decides; whoever fits none is refused.
 *
 *     name: preferred_username        # the claim that the journal shows
 *     sessionHours: 8                 # at most; a shift (13 h) without it
 *     roles:
 *       - { claim: groups, has: control-room, role: operator }
 *       - { claim: department, has: pccc, role: agency, agency: fire }
 */
import type { Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { refuseBounds } from './account-store.ts';
import { ROLES } from './principal.ts';
import type { Role } from './principal.ts';

const Rule = z.strictObject({
  claim: z.string().min(1),
  /** The claim is this text, or a list that has it. */
  has: z.string().min(1),
  role: z.enum(ROLES as [Role, ...Role[]]),
  agency: z.string().min(1).optional(),
  position: z.string().min(1).optional(),
});
const Roles = z.strictObject({
  name: z.string().min(1).default('preferred_username'),
  scope: z.string().default('openid profile email'),
  sessionHours: z.number().positive().max(13).optional(),
  roles: z.array(Rule).default([]),
});

/** How people of the issuer become people of the centre. */
export type OidcRoles = z.infer<typeof Roles>;
export interface KnownPerson {
  readonly role: Role;
  readonly name: string;
  readonly agency?: string;
  readonly position?: string;
}

/** Without a file nobody of the issuer is known. */
export const NOBODY: OidcRoles = Roles.parse({});

/** Reads the text of a file; the message names what is wrong and where, in one sentence. */
export function parseOidcRoles(text: string): Result<OidcRoles, 'bad-roles'> {
  const document = parseDocument(text, { prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) return err('bad-roles', fault.message.split('\n')[0]!);
  const parsed = Roles.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err('bad-roles', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
  }
  for (const [i, rule] of parsed.data.roles.entries()) {
    const refusal = refuseBounds(rule);
    if (refusal !== undefined && !refusal.ok) return err('bad-roles', `roles.${i}: ${refusal.message}`);
  }
  return ok(parsed.data);
}

/** Who somebody is in the centre, or undefined: not known. `claims` as the issuer proved them. */
export function personOf(
  claims: Readonly<Record<string, unknown>>,
  { name, roles }: OidcRoles,
): KnownPerson | undefined {
  const rule = roles.find(({ claim, has }) => hasValue(claims[claim], has));
  if (rule === undefined) return undefined;
  const { role, agency, position } = rule;
  const shown = claims[name];
  return {
    role,
    name: typeof shown === 'string' && shown !== '' ? shown.slice(0, 64) : String(claims['sub']),
    ...(agency === undefined ? {} : { agency }),
    ...(position === undefined ? {} : { position }),
  };
}

function hasValue(claim: unknown, wanted: string): boolean {
  return Array.isArray(claim) ? claim.includes(wanted) : claim === wanted;
}
