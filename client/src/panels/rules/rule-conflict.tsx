import { Trans, useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import type { RuleAnswer } from './rule-answers.ts';
import { fieldWords } from './field-words.ts';
import { partings } from './rule-merge.ts';
import type { RuleParting } from './rule-merge.ts';
import type { RuleDraft } from './use-rule-draft.ts';

/** Somebody else saved meanwhile: what each changed stands beside the other, and nothing is lost before a person has chosen. */
export function RuleConflict({ draft, other }: { draft: RuleDraft; other: RuleAnswer }) {
  const { ground } = useCentre();
  const { base, read, problem } = draft;
  const apart = read.ok ? partings({ base: base.rule, mine: read.rule, theirs: other.rule }) : [];
  const saved = formatDateTime(Date.parse(other.at), ground.zone);
  return (
    <div className="rule-conflict" role="alert">
      <p>
        {problem?.status === 409 && (
          <b>
            <Trans>Chưa lưu:</Trans>{' '}
          </b>
        )}
        <b>
          <Trans>
            {other.by} vừa lưu bản {other.revision}.
          </Trans>
        </b>{' '}
        <span className="num">{saved}</span>
      </p>
      {!read.ok ? (
        <p>
          <Trans>Văn bản của bạn chưa đọc được nên chưa so được: sửa ở thẻ Văn bản.</Trans>
        </p>
      ) : apart.length === 0 ? (
        <p>
          <Trans>Bản của bạn không khác gì bản đó.</Trans>
        </p>
      ) : (
        <Partings apart={apart} by={other.by} revision={other.revision} />
      )}
      <Ways draft={draft} other={other} apart={apart} />
    </div>
  );
}

function Partings({ apart, by, revision }: { apart: readonly RuleParting[]; by: string; revision: number }) {
  const { i18n } = useLingui();
  const words = (path: string): string => {
    const of = fieldWords(path);
    return of === null ? '' : i18n._(of);
  };
  return (
    // Scrolled by keyboard too.
    <div className="rule-partings" tabIndex={0}>
      <table className="rule-changes">
        <thead>
          <tr>
            <th scope="col">
              <Trans>Trường</Trans>
            </th>
            <th scope="col">
              <Trans>Bản bạn bắt đầu</Trans>
            </th>
            <th scope="col">
              <Trans>
                Bản {revision} của {by}
              </Trans>
            </th>
            <th scope="col">
              <Trans>Bản của bạn</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {apart.map(({ path, before, theirs, mine, by: who }) => (
            <tr key={path} className={who === 'both' ? 'is-both' : ''}>
              <th scope="row">
                {words(path)} <code>{path}</code>{' '}
                {who === 'both' && (
                  <span>
                    <Trans>cả hai cùng sửa</Trans>
                  </span>
                )}
              </th>
              <td>{shown(before)}</td>
              <td>{who === 'me' ? shown(theirs) : <ins>{shown(theirs)}</ins>}</td>
              <td>{who === 'them' ? shown(mine) : <ins>{shown(mine)}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ways({
  draft,
  other,
  apart,
}: {
  draft: RuleDraft;
  other: RuleAnswer;
  apart: readonly RuleParting[];
}) {
  const isTheirs = apart.some(({ by }) => by === 'them');
  return (
    <div className="rule-ways">
      {isTheirs && (
        <button className="button button-primary" type="button" onClick={draft.merge}>
          <Trans>Gộp cả hai; chỗ cùng sửa lấy của tôi</Trans>
        </button>
      )}
      <button className="button" type="button" onClick={draft.rebase}>
        <Trans>Giữ bản của tôi, dựa trên bản {other.revision}</Trans>
      </button>
      <button className="button" type="button" onClick={draft.revert}>
        <Trans>Bỏ bản của tôi</Trans>
      </button>
    </div>
  );
}

function shown(value: unknown): string {
  if (value === undefined) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
