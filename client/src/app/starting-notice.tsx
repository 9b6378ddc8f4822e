import { Trans } from '@lingui/react/macro';

/** Nothing of the city is known yet, and nothing has failed. */
export function StartingNotice() {
  return (
    <main className="notice" aria-busy="true">
      <p>
        <Trans>Đang mở trung tâm…</Trans>
      </p>
    </main>
  );
}
