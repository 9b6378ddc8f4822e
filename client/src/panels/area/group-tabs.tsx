import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';

export type ComparePage = 'areas' | 'agencies' | 'compare';

/** The three ways to compare. */
export function GroupTabs({ page }: { page: ComparePage }) {
  const { t } = useLingui();
  return (
    <nav className="group-tabs" aria-label={t`Cách đối chiếu`}>
      <Link href="/desk/areas" aria-current={page === 'areas' ? 'page' : undefined}>
        <Trans>Phường, xã</Trans>
      </Link>
      <Link href="/desk/agencies" aria-current={page === 'agencies' ? 'page' : undefined}>
        <Trans>Đơn vị</Trans>
      </Link>
      <Link href="/desk/compare" aria-current={page === 'compare' ? 'page' : undefined}>
        <Trans>Hai kỳ</Trans>
      </Link>
    </nav>
  );
}
