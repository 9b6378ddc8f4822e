import { Trans } from '@lingui/react/macro';
import { useRoleName } from './act-problem.tsx';

/** The role of a form, by its name in the reader's language. */
export function RoleField({
  roles,
  role,
  onRole,
}: {
  roles: readonly string[];
  role: string;
  onRole: (role: string) => void;
}) {
  const roleName = useRoleName();
  return (
    <label>
      <Trans>Vai</Trans>
      <select className="field" name="role" value={role} onChange={(event) => onRole(event.target.value)}>
        {roles.map((each) => (
          <option key={each} value={each}>
            {roleName(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
