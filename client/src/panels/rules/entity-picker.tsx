import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { searchKey } from '../../live/search-key.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { FieldFault } from './field-fault.tsx';
import type { DomainChoice, EntityChoice } from './rule-choices.ts';

/** Rows that are listed; beyond them one searches or takes a ward. */
const SHOWN = 60;

/** Which measuring points of a domain: one by one, a ward at once, or all that a search finds. */
export function EntityPicker({
  domain,
  chosen,
  onChange,
}: {
  domain: DomainChoice;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const [search, setSearch] = useState('');
  const [ward, setWard] = useState('');
  const wards = [
    ...new Map(domain.entities.flatMap(({ ward: of }) => (of === null ? [] : [[of.code, of.name] as const]))),
  ];
  const known = new Set(domain.entities.map(({ id }) => id));
  const strangers = chosen
    .filter((id) => !known.has(id))
    .map((id): EntityChoice => ({ id, name: null, ward: null }));
  const found = [...strangers, ...domain.entities].filter((one) => isFound(one, { search, ward }));
  const picked = new Set(chosen);
  const missing = found.filter(({ id }) => !picked.has(id));
  const toggle = (id: string): void =>
    onChange(picked.has(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div className="entity-picker" role="group" aria-label={t`Điểm đo được theo dõi`}>
      <div className="rule-ways">
        <input
          className="field"
          type="search"
          aria-label={t`Tìm điểm đo`}
          placeholder={t`Tìm theo tên hoặc mã`}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <select
          className="field"
          aria-label={t`Theo phường, xã`}
          value={ward}
          onChange={({ target }) => setWard(target.value)}
        >
          <option value="">{t`mọi phường, xã`}</option>
          {wards
            .toSorted((a, b) => a[1].localeCompare(b[1], 'vi'))
            .map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
        </select>
        <button
          className="button"
          type="button"
          disabled={missing.length === 0}
          onClick={() => onChange([...chosen, ...missing.map(({ id }) => id)])}
        >
          <Trans>Chọn cả {missing.length} điểm tìm thấy</Trans>
        </button>
        <button
          className="button"
          type="button"
          disabled={missing.length === found.length}
          onClick={() => onChange(chosen.filter((id) => !found.some((one) => one.id === id)))}
        >
          <Trans>Bỏ các điểm tìm thấy</Trans>
        </button>
        <span className="muted" role="status">
          <Plural value={chosen.length} other="đã chọn # điểm" />
        </span>
      </div>
      <ul className="entity-list" aria-label={t`Điểm đo tìm thấy`} tabIndex={0}>
        {found.slice(0, SHOWN).map(({ id, name, ward: of }) => (
          <li key={id}>
            <label className="rule-check">
              <input type="checkbox" checked={picked.has(id)} onChange={() => toggle(id)} />
              <span className="clip">{name === null ? id : inLocale(name, locale)}</span>
              <span className="muted clip">{of === null ? id : of.name}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="muted">
          <Trans>Còn {found.length - SHOWN} điểm nữa: tìm hoặc chọn phường để thu hẹp.</Trans>
        </p>
      )}
      {domain.total > domain.entities.length && (
        <p className="muted">
          <Trans>
            Chỉ liệt kê {domain.entities.length} trong {domain.total} điểm đo của lĩnh vực.
          </Trans>
        </p>
      )}
      <FieldFault field="entities" below />
    </div>
  );
}

function isFound(
  { id, name, ward: of }: EntityChoice,
  { search, ward }: { search: string; ward: string },
): boolean {
  if (ward !== '' && of?.code !== ward) return false;
  const text = searchKey(`${id} ${name?.vi ?? ''} ${name?.en ?? ''} ${of?.name ?? ''}`);
  return searchKey(search)
    .split(' ')
    .every((word) => text.includes(word));
}
