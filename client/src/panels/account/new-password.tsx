import { Trans } from '@lingui/react/macro';
import type { CentreApi } from '../../live/centre-port.ts';
import { ActProblem } from './act-problem.tsx';
import { useAccountAct } from './use-account-act.ts';
import '../../ui/panel.css';
import '../../ui/field.css';
import './account-view.css';

/** A person chooses a password by the link that an admin handed over, and is signed in. */
export function NewPassword({ link, api }: { link: string; api: Pick<CentreApi, 'post'> }) {
  const act = useAccountAct();
  return (
    <main className="notice">
      <h1>
        <Trans>Chọn mật khẩu mới</Trans>
      </h1>
      <p>
        <Trans>Liên kết này dùng một lần. Mọi phiên khác của tài khoản sẽ kết thúc.</Trans>
      </p>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          const newPassword = String(new FormData(event.currentTarget).get('new'));
          act.run(
            () => api.post('/session/password-link', { link, newPassword }),
            () => location.assign('/desk'),
          );
        }}
      >
        <label>
          <Trans>Mật khẩu mới</Trans>
          <input
            className="field"
            type="password"
            name="new"
            autoComplete="new-password"
            ref={(element) => element?.focus()}
            required
          />
        </label>
        <ActProblem problem={act.problem} />
        <button className="button button-primary" type="submit" disabled={act.isBusy}>
          <Trans>Đặt mật khẩu và vào</Trans>
        </button>
      </form>
    </main>
  );
}
