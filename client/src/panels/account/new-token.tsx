import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { TOKEN_ROLES } from './account-answers.ts';
import { ActProblem } from './act-problem.tsx';
import { filledIn } from './bounds-fields.tsx';
import { RoleField } from './role-field.tsx';
import { useAccountAct } from './use-account-act.ts';

/** A token for a machine: as little as it needs, and not for ever unless somebody says so. */
export function NewToken({ onMade }: { onMade: (made: { label: string; secret: string }) => void }) {
  const { api } = useCentre();
  const act = useAccountAct();
  const [role, setRole] = useState<string>('feed');
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        const { days, ...given } = filledIn(event.currentTarget);
        const body = { ...given, ...(days === undefined ? {} : { days: Number(days) }) };
        act.run(() => api.post<{ label: string; secret: string }>('/tokens', body), onMade);
      }}
    >
      <label>
        <Trans>Tên gọi (máy nào dùng)</Trans>
        <input className="field" name="label" maxLength={100} autoComplete="off" required />
      </label>
      <RoleField roles={TOKEN_ROLES} role={role} onRole={setRole} />
      <ScopeFields role={role} />
      <label>
        <Trans>Hết hạn</Trans>
        <select className="field" name="days" defaultValue="365">
          <option value="30">
            <Trans>30 ngày</Trans>
          </option>
          <option value="365">
            <Trans>một năm</Trans>
          </option>
          <option value="">
            <Trans>không hết hạn</Trans>
          </option>
        </select>
      </label>
      <ActProblem problem={act.problem} />
      <button className="button button-primary" type="submit" disabled={act.isBusy}>
        <Trans>Tạo mã</Trans>
      </button>
    </form>
  );
}

/** What binds a token of this role. */
function ScopeFields({ role }: { role: string }) {
  const { ground } = useCentre();
  const locale = useLocale();
  if (role === 'wall')
    return (
      <>
        <label>
          <Trans>Phòng</Trans>
          <input className="field" name="room" defaultValue="main" maxLength={32} required />
        </label>
        <label>
          <Trans>Màn hình</Trans>
          <input className="field" name="screen" defaultValue="1" maxLength={32} required />
        </label>
      </>
    );
  if (role === 'agency')
    return (
      <label>
        <Trans>Cơ quan</Trans>
        <select className="field" name="agency" required>
          <option value="" />
          {(ground.agencies ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name[locale]}
            </option>
          ))}
        </select>
      </label>
    );
  if (role !== 'simulator') return null;
  return (
    <label>
      <Trans>Diễn tập mà nó nuôi (để trống: một diễn tập riêng)</Trans>
      <input className="field" name="realm" placeholder="exercise:drill" maxLength={50} />
    </label>
  );
}
