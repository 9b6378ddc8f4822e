import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { withRealm } from '../live/realm.ts';

/** The pages of a desk. */
export type DeskPageName = 'desk' | 'sources' | 'shift' | 'alarms' | 'rules';

/** Where else one can go from a desk. */
export function DeskNav({ page }: { page: DeskPageName }) {
  const { t } = useLingui();
  const { session } = useCentre();
  return (
    <nav aria-label={t`Trang`}>
      {PAGES.map(({ name, href, words }) => (
        <Link key={name} href={href} aria-current={page === name ? 'page' : undefined}>
          {words}
        </Link>
      ))}
      <a href={withRealm('/wall/main/1', session.realm)}>
        <Trans>Màn hình tường</Trans>
      </a>
    </nav>
  );
}

const PAGES: readonly { name: DeskPageName; href: string; words: ReactNode }[] = [
  { name: 'desk', href: '/desk', words: <Trans>Bàn trực</Trans> },
  { name: 'shift', href: '/desk/shift', words: <Trans>Ca trực</Trans> },
  { name: 'alarms', href: '/desk/alarms', words: <Trans>Báo động</Trans> },
  { name: 'rules', href: '/desk/rules', words: <Trans>Luật</Trans> },
  { name: 'sources', href: '/desk/sources', words: <Trans>Nguồn dữ liệu</Trans> },
];
