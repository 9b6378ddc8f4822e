import { Trans, useLingui } from '@lingui/react/macro';
import { BookmarkPlus, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { withRealm } from '../../live/realm.ts';
import { forgetView, LONGEST_NAME, saveView } from '../../live/saved-views.ts';
import type { SavedView } from '../../live/saved-views.ts';
import { useSavedViews } from '../../live/use-saved-views.ts';
import '../../ui/field.css';
import './saved-views.css';

/** The page as it is now, kept under a name; and those kept before, to open, to send on, to forget. */
export function SavedViewsList({ onClose }: { onClose: () => void }) {
  const views = useSavedViews();
  return (
    <section className="saved-views">
      <h3>
        <Trans>Cảnh nhìn đã lưu</Trans>
      </h3>
      <SaveForm />
      {views.length > 0 && (
        <ul>
          {views.map((view) => (
            <ViewRow key={view.name} view={view} onClose={onClose} />
          ))}
        </ul>
      )}
      <p className="muted">
        <Trans>
          Chỉ lưu trong trình duyệt này. Gửi đường dẫn để đồng nghiệp thấy cùng cảnh, trong quyền của họ.
        </Trans>
      </p>
    </section>
  );
}

function SaveForm() {
  const { t } = useLingui();
  const { session } = useCentre();
  const [path] = useLocation();
  const search = useSearch();
  const [name, setName] = useState('');
  const [isRefused, setRefused] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const isKept = saveView(session.name, { name, href: search === '' ? path : `${path}?${search}` });
        setRefused(!isKept);
        if (isKept) setName('');
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

function ViewRow({ view: { name, href }, onClose }: { view: SavedView; onClose: () => void }) {
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
        onClick={() => forgetView(session.name, name)}
      >
        <Trash2 className="icon" aria-hidden="true" />
      </button>
      <small role="status">
        {copied === 'yes' && <Trans>đã chép</Trans>}
        {copied === 'by-hand' && <code>{address}</code>}
      </small>
    </li>
  );
}
