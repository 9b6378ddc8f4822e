import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Problem } from '../live/centre-port.ts';
import type { CentreApi } from '../live/centre-port.ts';
import './sign-in-form.css';

type Step = { step: 'ready' } | { step: 'asking' } | { step: 'refused'; problem: Problem };

/** Name and password of a local account. The words of a refusal never tell whether the name exists. */
export function SignInForm({ api, onSignedIn }: { api: Pick<CentreApi, 'post'>; onSignedIn: () => void }) {
  const { t } = useLingui();
  const [state, setState] = useState<Step>({ step: 'ready' });
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState({ step: 'asking' });
    try {
      await api.post('/session', { user, password });
      onSignedIn();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setPassword('');
      setState({ step: 'refused', problem: error });
    }
  };
  const isAsking = state.step === 'asking';
  return (
    <form className="sign-in-form" onSubmit={(event) => void signIn(event)}>
      <label>
        <span>
          <Trans>Tên đăng nhập</Trans>
        </span>
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          maxLength={100}
          value={user}
          onChange={(event) => setUser(event.target.value)}
        />
      </label>
      <label>
        <span>
          <Trans>Mật khẩu</Trans>
        </span>
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <button type="submit" disabled={isAsking}>
        {isAsking ? t`Đang đăng nhập…` : t`Đăng nhập`}
      </button>
      <p className="sign-in-refusal" role="alert">
        {state.step === 'refused' && <RefusalWords problem={state.problem} />}
      </p>
    </form>
  );
}

function RefusalWords({ problem: { code, extra, message } }: { problem: Problem }) {
  const { retryAfterMs } = extra;
  const seconds = typeof retryAfterMs === 'number' ? Math.ceil(retryAfterMs / 1_000) : null;
  if (code === 'bad-credentials') return <Trans>Tên hoặc mật khẩu không đúng.</Trans>;
  if (code === 'too-many-attempts' && seconds !== null)
    return <Trans>Thử sai quá nhiều lần: chờ {seconds} giây rồi thử lại.</Trans>;
  if (code === 'too-many-requests' || code === 'busy')
    return <Trans>Quá nhiều người đang đăng nhập: thử lại sau ít giây.</Trans>;
  if (code === 'unreachable') return <Trans>Không nối được tới trung tâm: thử lại sau ít giây.</Trans>;
  return (
    <>
      {message} <code>{code}</code>
    </>
  );
}
