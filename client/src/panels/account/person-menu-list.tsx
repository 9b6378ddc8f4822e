import { Trans, useLingui } from '@lingui/react/macro';
import type { CityState } from '@metropane/live-state';
import { LogOut } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { LayoutChoice } from '../views/layout-choice.tsx';
import { SavedViewsList } from '../views/saved-views-list.tsx';
import { sectionsOf } from './account-answers.ts';
import { ActProblem, useRoleName } from './act-problem.tsx';
import { signOut } from './sign-out.ts';
import { SureButton } from './sure-button.tsx';
import { useAccountAct } from './use-account-act.ts';
import './person-menu-list.css';

const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

/** Who one is, where one is signed in, and the way out. */
export function PersonMenuList({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { session, api } = useCentre();
  const roleName = useRoleName();
  const locale = useLocale();
  const act = useAccountAct();
  const first = useRef<HTMLAnchorElement>(null);
  useEffect(function startHere() {
    first.current?.focus();
  }, []);
  const find = useCallback(
    ({ records }: CityState) =>
      [...records.position.values()].find(({ holder }) => holder?.person === session.name)?.name ?? null,
    [session.name],
  );
  const position = useLive(find, POSITIONS);
  return (
    <div
      className="realm-list panel person-list"
      role="dialog"
      aria-label={t`Người đang đăng nhập`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <dl>
        <dt>
          <Trans>Tên</Trans>
        </dt>
        <dd>{session.name}</dd>
        <dt>
          <Trans>Vai</Trans>
        </dt>
        <dd>{roleName(session.role)}</dd>
        <dt>
          <Trans>Vị trí trực</Trans>
        </dt>
        <dd>{position === null ? <Trans>chưa nhận vị trí</Trans> : position[locale]}</dd>
      </dl>
      <Link ref={first} className="button" href="/desk/accounts/me" onClick={onClose}>
        <Trans>Phiên và mật khẩu của tôi</Trans>
      </Link>
      {sectionsOf(session.role).length > 1 && (
        <Link className="button" href="/desk/accounts" onClick={onClose}>
          <Trans>Quyền vào của người khác</Trans>
        </Link>
      )}
      <SavedViewsList onClose={onClose} />
      <LayoutChoice />
      <ActProblem problem={act.problem} />
      <SureButton
        isBusy={act.isBusy}
        sure={<Trans>Đăng xuất, chắc chắn?</Trans>}
        onSure={() => act.run(() => signOut(api, session))}
      >
        <LogOut className="icon" aria-hidden="true" /> <Trans>Đăng xuất</Trans>
      </SureButton>
    </div>
  );
}
