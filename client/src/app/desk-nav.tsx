import { useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { DeskNavMore } from './desk-nav-more.tsx';
import { DESK_PAGES } from './desk-pages.ts';
import { HelpButton } from './help-button.tsx';

/** The pages of a desk. */
export type DeskPageName =
  | 'desk'
  | 'incidents'
  | 'sources'
  | 'shift'
  | 'alarms'
  | 'rules'
  | 'trends'
  | 'systems'
  | 'accounts'
  | 'walls'
  | 'compare';

/** Where else one can go from a desk: what every shift uses in the bar, the rest behind one button. */
export function DeskNav({ page }: { page: DeskPageName }) {
  const { t, i18n } = useLingui();
  return (
    <nav aria-label={t`Trang`}>
      {DESK_PAGES.filter(({ isEveryShift }) => isEveryShift).map(({ name, href, words }) => (
        <Link key={name} href={href} aria-current={page === name ? 'page' : undefined}>
          {i18n._(words)}
        </Link>
      ))}
      <DeskNavMore page={page} />
      <HelpButton page={page} />
    </nav>
  );
}
