import { Trans, useLingui } from '@lingui/react/macro';
import { BookmarkPlus, HardDrive, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { withRealm } from '../../live/realm.ts';
import { isKept, LONGEST_NAME } from '../../live/saved-views.ts';
import type { SavedView } from '../../live/saved-views.ts';
import { useSavedViews } from '../../live/use-saved-views.ts';
import type { SavedViews } from '../../live/use-saved-views.ts';
import '../../ui/field.css';
import './saved-views.css';

/** The page as it is now, kept under a name; and those kept before, to open, to send on, to forget. */
export function SavedViewsList({ onClose }: { onClose: () => void }) {
  const saved = useSavedViews();
  const { views, base, lacks, isAway } = saved;
  const isBehind = views.some((view) => !isKept(view, base));
  return (
    <section className="saved-views">
      <h3>
        <Trans>Cảnh nhìn đã lưu</Trans>
      </h3>
      <SaveForm save={saved.save} />
      {views.length > 0 && (
        <ul>
          {views.map((view) => (
            <ViewRow
              key={view.name}
              view={view}
              isOnlyHere={!isKept(view, base)}
              forget={saved.forget}
              onClose={onClose}
            />
          ))}
        </ul>
      )}
      {isBehind && (isAway || typeof lacks === 'string') && (
        <p role="status">
          {isAway ? (
            <Trans>Trung tâm chưa giữ được: cảnh có dấu chỉ nằm trong trình duyệt này.</Trans>
          ) : (
            <Trans>
              Trung tâm không nhận <code>{lacks}</code>: cảnh có dấu chỉ nằm trong trình duyệt này.
            </Trans>
          )}
        </p>
      )}
      <p className="muted">
        <Trans>Theo bạn tới mọi máy. Gửi đường dẫn để đồng nghiệp thấy cùng cảnh, trong quyền của họ.</Trans>
      </p>
    </section>
  );
}

function SaveForm({ save }: Pick<SavedViews, 'save'>) {
  const { t } = useLingui();
  const [path] = useLocation();
  const search = useSearch();
  const [name, setName] = useState('');
  const [isRefused, setRefused] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const isTaken = save({ name, href: search === '' ? path : `${path}?${search}` });
        setRefused(!isTaken);
        if (isTaken) setName('');
      }}
    >
      <input
        className="field"
        aria-label={t`Tên cảnh nhìn`}
        placeholder={t`Tên cho trang đang xem`}
        maxLength={LONGEST_NAME}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button className="button" type="submit" disabled={name.trim() === ''}>
        <BookmarkPlus className="icon" aria-hidden="true" /> <Trans>Lưu cảnh nhìn</Trans>
      </button>
      {isRefused && (
        <p role="alert">
          <Trans>Chưa lưu được: đã đủ 50 cảnh nhìn, hãy bỏ bớt.</Trans>
        </p>
      )}
    </form>
  );
}

function ViewRow({
  view: { name, href },
  isOnlyHere,
  forget,
  onClose,
}: Pick<SavedViews, 'forget'> & { view: SavedView; isOnlyHere: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { session } = useCentre();
  const [copied, setCopied] = useState<'no' | 'yes' | 'by-hand'>('no');
  const address = new URL(withRealm(href, session.realm), location.origin).href;
  const copy = (): void => {
    // Not offered on plain HTTP, and a person may refuse it: then the address is shown.
    if (navigator.clipboard === undefined) return setCopied('by-hand');
    return void navigator.clipboard.writeText(address).then(
      () => setCopied('yes'),
      () => setCopied('by-hand'),
    );
  };
  return (
    <li>
      <Link className="clip" href={href} onClick={onClose}>
        {name}
      </Link>
      <button className="button" type="button" aria-label={t`Chép đường dẫn của ${name}`} onClick={copy}>
        <Link2 className="icon" aria-hidden="true" />
      </button>
      <button
        className="button"
        type="button"
        aria-label={t`Bỏ cảnh nhìn ${name}`}
        onClick={() => forget(name)}
      >
        <Trash2 className="icon" aria-hidden="true" />
      </button>
      {isOnlyHere && (
        <small className="only-here">
          <HardDrive className="icon" aria-hidden="true" /> <Trans>chỉ trong trình duyệt này</Trans>
        </small>
      )}
      <small role="status">
        {copied === 'yes' && <Trans>đã chép</Trans>}
        {copied === 'by-hand' && <code>{address}</code>}
      </small>
    </li>
  );
}
