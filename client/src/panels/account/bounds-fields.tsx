import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { RoleField } from './role-field.tsx';

/** Role, and what goes with it: the agency of an officer, the usual position of the others. */
export function BoundsFields({
  roles,
  role: firstRole,
  agency = '',
  position = '',
}: {
  roles: readonly string[];
  role: string;
  agency?: string;
  position?: string;
}) {
  const { ground } = useCentre();
  const locale = useLocale();
  const [role, setRole] = useState(firstRole);
  return (
    <>
      <RoleField roles={roles} role={role} onRole={setRole} />
      {role === 'agency' ? (
        <label>
          <Trans>Cơ quan</Trans>
          <select className="field" name="agency" defaultValue={agency} required>
            <option value="" />
            {(ground.agencies ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name[locale]}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <label>
          <Trans>Vị trí trực thường ngày (không bắt buộc)</Trans>
          <input className="field" name="position" defaultValue={position} maxLength={64} />
        </label>
      )}
    </>
  );
}

/** What of the fields was filled in. */
export function filledIn(form: HTMLFormElement): Record<string, string> {
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}
