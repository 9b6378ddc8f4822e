import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { type Section, sectionsOf } from './account-answers.ts';
import { DevicesSection } from './devices-section.tsx';
import { OwnSection } from './own-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { TokensSection } from './tokens-section.tsx';
import '../../ui/field.css';
import './account-view.css';

/** Who may get in, by kind: people, machines, walls, and the own sessions. A role sees what it may change. */
export function AccountView({ section, code }: { section: string | null; code: string | null }) {
  const { t } = useLingui();
  const { session } = useCentre();
  const sections = sectionsOf(session.role);
  const shown = section === null ? sections[0]! : sections.find((each) => each === section);
  return (
    <main className="account-main">
      <nav className="account-nav" aria-label={t`Ai được vào`}>
        {sections.map((each) => (
          <Link key={each} href={`/desk/accounts/${each}`} aria-current={each === shown ? 'page' : undefined}>
            {SECTION_WORDS[each]}
          </Link>
        ))}
      </nav>
      {shown === undefined ? (
        <section className="panel">
          <p className="empty-note">
            <Trans>Vai của bạn không được xem phần này.</Trans>
          </p>
        </section>
      ) : (
        <Chosen section={shown} code={code} />
      )}
    </main>
  );
}

const SECTION_WORDS: Readonly<Record<Section, ReactNode>> = {
  people: <Trans>Tài khoản</Trans>,
  tokens: <Trans>Mã truy cập</Trans>,
  devices: <Trans>Màn hình tường</Trans>,
  me: <Trans>Phiên của tôi</Trans>,
};

function Chosen({ section, code }: { section: Section; code: string | null }) {
  switch (section) {
    case 'people':
      return <PeopleSection selectedName={code} />;
    case 'tokens':
      return <TokensSection />;
    case 'devices':
      return <DevicesSection code={code} />;
    case 'me':
      return <OwnSection />;
  }
}
