import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Problem } from '../live/centre-port.ts';
import type { CentreApi } from '../live/centre-port.ts';
import { BrandMark } from './brand.tsx';
import { LocaleSwitch } from './locale-switch.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** What a browser without a session sees: name and password, the sign-in service if there is one, and where links are printed. */
export function SignInPage({
  problem,
  api,
}: {
  problem: Problem | null;
  api: Pick<CentreApi, 'get' | 'post'>;
}) {
  const hasService = useHasService(api);
  return (
    <main className="notice">
      <BrandMark />
      <h1>
        <Trans>Cần đăng nhập</Trans>
      </h1>
      {problem !== null && (
        <p className="notice-problem" role="alert">
          <ProblemWords code={problem.code} /> <code>{problem.code}</code>
        </p>
      )}
      {/* A page that starts anew: nothing of who was here before stays in it. */}
      <SignInForm api={api} onSignedIn={() => location.reload()} />
      {hasService && (
        <a className="sign-in-service" href={`/api/v1/oidc/start?returnTo=${here()}`}>
          <Trans>Đăng nhập bằng tài khoản cơ quan</Trans>
        </a>
      )}
      <div className="sign-in-help">
        <p>
          <Trans>
            Trung tâm in một liên kết đăng nhập ở cửa sổ dòng lệnh đã khởi động nó, ngay sau dòng “Metropane
            ready”. Mở liên kết đó bằng trình duyệt này.
          </Trans>
        </p>
        <p>
          <Trans>Hết hạn? Người quản trị tạo liên kết mới bằng lệnh:</Trans>
        </p>
        <code className="notice-command">npm run admin -- user link</code>
      </div>
      <LocaleSwitch />
    </main>
  );
}

function ProblemWords({ code }: { code: string }) {
  switch (code) {
    case 'oidc-unknown-person':
      return (
        <Trans>
          Tài khoản cơ quan của bạn đúng, nhưng trung tâm chưa cấp quyền cho bạn: hãy báo người quản trị.
        </Trans>
      );
    case 'oidc-issuer-down':
      return <Trans>Dịch vụ đăng nhập của cơ quan không trả lời: dùng tài khoản tại trung tâm.</Trans>;
    case 'oidc-refused':
      return <Trans>Dịch vụ đăng nhập của cơ quan đã từ chối.</Trans>;
    case 'oidc-invalid':
      return <Trans>Lần đăng nhập này đã quá hạn hoặc không khớp: hãy bắt đầu lại.</Trans>;
    default:
      return (
        <Trans>
          Liên kết đăng nhập này không dùng được nữa: mỗi liên kết chỉ mở được một lần, trong 15 phút.
        </Trans>
      );
  }
}

/** Whether the centre knows a sign-in service; until it has answered, and when it does not, none is offered. */
function useHasService(api: Pick<CentreApi, 'get'>): boolean {
  const [hasService, setHasService] = useState(false);
  useEffect(
    function askMethods() {
      let isGone = false;
      api.get<{ methods?: string[] }>('/session').then(
        ({ methods = [] }) => !isGone && setHasService(methods.includes('oidc')),
        (error: unknown) => {
          if (!(error instanceof Problem)) throw error;
        },
      );
      return () => {
        isGone = true;
      };
    },
    [api],
  );
  return hasService;
}

function here(): string {
  return encodeURIComponent(location.pathname + location.search);
}
