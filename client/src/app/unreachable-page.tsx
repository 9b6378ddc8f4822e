import { Plural, Trans } from '@lingui/react/macro';
import type { Problem } from '../live/centre-port.ts';
import { countKeptActs, readLastHeard } from '../live/last-heard.ts';
import { formatDateTime } from '../ui/format.ts';

/** The centre was reached, and has no such room. */
const ABSENT_REALM = new Set(['unknown-realm', 'realm-ended', 'realms-full', 'realm-failed']);

/**
 * The page without its centre. Nothing of the city is shown, for it would be old: only since when nothing was heard, and what of this desk
 * still waits to be sent.
 */
export function UnreachablePage({ problem, realm }: { problem: Problem; realm: string }) {
  const heard = readLastHeard(realm);
  const acts = countKeptActs(realm);
  return (
    <main className="notice" role="alert">
      <h1>
        {ABSENT_REALM.has(problem.code) ? (
          <Trans>Diễn tập này chưa mở</Trans>
        ) : (
          <Trans>Chưa liên lạc được với trung tâm</Trans>
        )}
      </h1>
      {!ABSENT_REALM.has(problem.code) && (
        <p className="notice-problem num">
          {heard === null ? (
            <Trans>Trình duyệt này chưa từng nghe trung tâm.</Trans>
          ) : (
            <Trans>Lần cuối nghe trung tâm: {formatDateTime(heard.atMs, heard.zone)}</Trans>
          )}
        </p>
      )}
      <p>
        <Trans>Trang sẽ tự thử lại.</Trans>{' '}
        <Trans>Không hiện số liệu nào cho tới lúc đó: số cũ không được trông như số mới.</Trans>
      </p>
      {acts > 0 && (
        <p>
          <Plural
            value={acts}
            one="# thao tác của bàn này chưa gửi, vẫn được giữ và sẽ gửi khi có kết nối."
            other="# thao tác của bàn này chưa gửi, vẫn được giữ và sẽ gửi khi có kết nối."
          />
        </p>
      )}
      <code>
        {problem.code}: {problem.message}
      </code>
    </main>
  );
}
