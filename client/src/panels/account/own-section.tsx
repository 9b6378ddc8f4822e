import { Trans } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import type { FormEvent } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { Panel } from '../../ui/panel.tsx';
import type { SessionAnswer } from './account-answers.ts';
import { ActProblem } from './act-problem.tsx';
import { isOfService } from './sign-out.ts';
import { SessionTable } from './session-table.tsx';
import { useAccountAct } from './use-account-act.ts';

const EVERY_MS = 15_000;

/** Where one is signed in, and the own password. */
export function OwnSection() {
  const { api, session } = useCentre();
  const question = useCallback(() => api.get<{ items: SessionAnswer[] }>('/sessions'), [api]);
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  // An admin is answered all sessions; here only the own ones belong.
  const own = value?.items.filter(({ account, isOwn }) => isOwn || (account ?? '') === session.account) ?? [];
  return (
    <div className="account-pair">
      <Panel title={<Trans>Phiên của tôi</Trans>} subtitle={value === null ? '' : own.length}>
        <ActProblem problem={problem} />
        <SessionTable items={own} onEnded={ask} />
      </Panel>
      <Panel title={<Trans>Mật khẩu của tôi</Trans>}>
        {session.account === undefined ? (
          <p className="empty-note">
            <Trans>Phiên này mở bằng liên kết hoặc mã truy cập: không có mật khẩu.</Trans>
          </p>
        ) : isOfService(session) ? (
          <p className="empty-note">
            <Trans>Mật khẩu của tài khoản cơ quan đổi ở dịch vụ đăng nhập của cơ quan.</Trans>
          </p>
        ) : (
          <PasswordForm onChanged={ask} />
        )}
      </Panel>
    </div>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const { api } = useCentre();
  const act = useAccountAct();
  const [isDone, setDone] = useState(false);
  const change = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setDone(false);
    act.run(
      () => api.put('/session/password', { password: given.get('password'), newPassword: given.get('new') }),
      () => {
        form.reset();
        setDone(true);
        onChanged();
      },
    );
  };
  return (
    <form className="account-form" onSubmit={change}>
      <label>
        <Trans>Mật khẩu hiện tại</Trans>
        <input className="field" type="password" name="password" autoComplete="current-password" required />
      </label>
      <label>
        <Trans>Mật khẩu mới</Trans>
        <input className="field" type="password" name="new" autoComplete="new-password" required />
      </label>
      <ActProblem problem={act.problem} />
      {isDone && (
        <p role="status">
          <Trans>Đã đổi mật khẩu; các phiên khác của bạn đã kết thúc.</Trans>
        </p>
      )}
      <button className="button button-primary" type="submit" disabled={act.isBusy}>
        <Trans>Đổi mật khẩu</Trans>
      </button>
    </form>
  );
}
