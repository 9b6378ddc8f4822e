import { lazy, Suspense, useState } from 'react';
import { useRoute } from 'wouter';
import type { CentreApi, Problem } from '../live/centre-port.ts';
import { loadDetailWords } from './words.ts';
import { LocaleSwitch } from './locale-switch.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** A screen that nobody let in yet. */
const PairingView = lazy(async () => {
  const [{ PairingView: view }] = await Promise.all([
    import('../panels/account/pairing-view.tsx'),
    loadDetailWords(),
  ]);
  return { default: view };
});

const reload = (): void => location.reload();

/**
 * A page without a session: a screen of a wall shows the code with which somebody lets it in, for nobody stands there with a
 * keyboard; everything else asks who is there.
 */
export function SignedOut({
  problem,
  api,
}: {
  problem: Problem | null;
  api: Pick<CentreApi, 'get' | 'post'>;
}) {
  const [isWall, place] = useRoute('/wall/:room/:screen');
  const [wantsForm, setWantsForm] = useState(false);
  if (!isWall || wantsForm || problem !== null) return <SignInPage problem={problem} api={api} />;
  return (
    <Suspense fallback={<main className="notice" aria-busy="true" />}>
      <PairingView
        api={api}
        room={place.room}
        screen={place.screen}
        onLetIn={reload}
        onSignIn={() => setWantsForm(true)}
      >
        <LocaleSwitch />
      </PairingView>
    </Suspense>
  );
}
