import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { type AccountAnswer, PERSON_ROLES, type SessionAnswer } from './account-answers.ts';
import { ActProblem, useRoleName } from './act-problem.tsx';
import { BoundsFields, filledIn } from './bounds-fields.tsx';
import { OneTimeSecret } from './one-time-secret.tsx';
import { SessionTable } from './session-table.tsx';
import { SureButton } from './sure-button.tsx';
import { useAccountAct } from './use-account-act.ts';

/** One account: rights, lock, a link for a new password, and where it is signed in. */
export function AccountPanel({
  account,
  sessions,
  onChanged,
}: {
  account: AccountAnswer;
  sessions: readonly SessionAnswer[];
  onChanged: () => void;
}) {
  const { api } = useCentre();
  const roleName = useRoleName();
  const act = useAccountAct();
  const { name, role, agency, position, disabled } = account;
  const path = `/accounts/${encodeURIComponent(name)}`;
  const change = (body: object): void => act.run(() => api.put(path, body, 'PATCH'), onChanged);
  return (
    <Panel
      title={name}
      subtitle={roleName(role)}
      marks={
        <Link className="button" href="/desk/accounts/people">
          <Trans>Tạo người khác</Trans>
        </Link>
      }
    >
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          change(filledIn(event.currentTarget));
        }}
      >
        <BoundsFields
          roles={PERSON_ROLES}
          role={role}
          {...(agency && { agency })}
          {...(position && { position })}
        />
        <ActProblem problem={act.problem} />
        <span className="account-row">
          <button className="button button-primary" type="submit" disabled={act.isBusy}>
            <Trans>Lưu quyền</Trans>
          </button>
          {disabled === undefined ? (
            <SureButton
              isBusy={act.isBusy}
              sure={<Trans>Khoá {name}, chắc chắn?</Trans>}
              onSure={() => change({ disabled: true })}
            >
              <Trans>Khoá tài khoản</Trans>
            </SureButton>
          ) : (
            <button
              className="button"
              type="button"
              disabled={act.isBusy}
              onClick={() => change({ disabled: false })}
            >
              <Trans>Mở khoá</Trans>
            </button>
          )}
        </span>
        <p className="account-note">
          <Trans>Đổi quyền hay khoá thì mọi phiên của người này kết thúc trong vài giây.</Trans>
        </p>
      </form>
      <PasswordLink name={name} path={path} />
      <div className="account-part">
        <h3>
          <Trans>Phiên đang mở</Trans>
        </h3>
        {sessions.length === 0 ? (
          <p className="account-note">
            <Trans>Không có phiên nào.</Trans>
          </p>
        ) : (
          <SessionTable items={sessions} onEnded={onChanged} />
        )}
      </div>
    </Panel>
  );
}

function PasswordLink({ name, path }: { name: string; path: string }) {
  const { api } = useCentre();
  const act = useAccountAct();
  const [link, setLink] = useState<string | null>(null);
  return (
    <div className="account-part">
      <h3>
        <Trans>Mật khẩu</Trans>
      </h3>
      <p className="account-note">
        <Trans>Liên kết dùng một lần, trong 24 giờ: người đó tự chọn mật khẩu mới, không ai khác biết.</Trans>
      </p>
      <ActProblem problem={act.problem} />
      {link === null ? (
        <span className="account-row">
          <button
            className="button"
            type="button"
            disabled={act.isBusy}
            onClick={() =>
              act.run(
                () => api.post<{ path: string }>(`${path}/password-link`, {}),
                (made) => setLink(new URL(made.path, location.origin).href),
              )
            }
          >
            <Trans>Tạo liên kết đặt mật khẩu</Trans>
          </button>
        </span>
      ) : (
        <OneTimeSecret
          title={<Trans>Đưa liên kết này cho {name}; chỉ hiện một lần.</Trans>}
          text={link}
          onClose={() => setLink(null)}
        />
      )}
    </div>
  );
}
