import { Trans } from '@lingui/react/macro';
import type { Problem } from '../live/centre-port.ts';
import { BrandMark } from './brand.tsx';
import { LocaleSwitch } from './locale-switch.tsx';

/** What a browser without a session sees: where the sign-in link is printed. There is nothing to type here. */
export function SignInPage({ problem }: { problem: Problem | null }) {
  return (
    <main className="notice">
      <BrandMark />
      <h1>
        <Trans>Cần đăng nhập</Trans>
      </h1>
      {problem !== null && (
        <p className="notice-problem" role="alert">
          <Trans>
            Liên kết đăng nhập này không dùng được nữa: mỗi liên kết chỉ mở được một lần, trong 15 phút.
          </Trans>{' '}
          <code>{problem.code}</code>
        </p>
      )}
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
      <LocaleSwitch />
    </main>
  );
}
