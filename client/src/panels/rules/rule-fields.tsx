import { useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { Text } from '@metropane/live-state';
import { amountOf, DURATION_UNITS, durationMs, unitOf } from './duration-units.ts';
import type { DurationUnit } from './duration-units.ts';
import { FieldFault } from './field-fault.tsx';
import { useFieldFaults } from './rule-editing.ts';

/** What belongs to every field: `field` is its path in the rule, under which faults are shown. */
interface FieldProps {
  label: ReactNode;
  field: string;
}

function useFaultMarks(field: string, id: string): { 'aria-invalid': boolean; 'aria-describedby'?: string } {
  const { own, fault } = useFieldFaults(field);
  const isWrong = own.length > 0 || fault !== null;
  return isWrong ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : { 'aria-invalid': false };
}

/** A number that may be empty; while one types, what was typed stands. What is no number is not taken over. */
export function NumberField({
  label,
  field,
  value,
  min,
  onChange,
}: FieldProps & {
  value: number | undefined;
  min?: number;
  onChange: (value: number | null) => void;
}) {
  const id = useId();
  const marks = useFaultMarks(field, id);
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <NumberInput id={id} value={value} min={min} onChange={onChange} {...marks} />
      <FieldFault id={`${id}-fault`} field={field} />
    </div>
  );
}

/** The input of a number alone. */
export function NumberInput({
  value,
  onChange,
  ...rest
}: {
  value: number | undefined;
  onChange: (value: number | null) => void;
  id?: string;
  min?: number | undefined;
  'aria-label'?: string;
  'aria-invalid'?: boolean;
  'aria-describedby'?: string;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const told = value === undefined || !Number.isFinite(value) ? '' : String(value);
  return (
    <input
      {...rest}
      className="field num"
      type="number"
      step="any"
      value={typed ?? told}
      onBlur={() => setTyped(null)}
      onChange={({ target }) => {
        setTyped(target.value);
        if (target.value === '') onChange(null);
        else if (Number.isFinite(target.valueAsNumber)) onChange(target.valueAsNumber);
      }}
    />
  );
}

/** How long, as a number and its unit; another unit keeps the duration until a number is typed. */
export function DurationField({
  label,
  field,
  ms,
  onChange,
}: FieldProps & { ms: number | undefined; onChange: (ms: number | null) => void }) {
  const id = useId();
  const marks = useFaultMarks(field, id);
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <DurationInput id={id} ms={ms} onChange={onChange} {...marks} />
      <FieldFault id={`${id}-fault`} field={field} />
    </div>
  );
}

export function DurationInput({
  ms,
  onChange,
  ...rest
}: {
  ms: number | undefined;
  onChange: (ms: number | null) => void;
  id?: string;
  'aria-label'?: string;
  'aria-invalid'?: boolean;
  'aria-describedby'?: string;
}) {
  const { t } = useLingui();
  const [unit, setUnit] = useState<DurationUnit>(() => unitOf(ms ?? 0));
  const words: Record<DurationUnit, string> = { s: t`giây`, min: t`phút`, h: t`giờ` };
  return (
    <span className="rule-duration">
      <NumberInput
        {...rest}
        min={0}
        value={ms === undefined ? undefined : amountOf(ms, unit)}
        onChange={(amount) => onChange(amount === null ? null : durationMs(amount, unit))}
      />
      <select
        className="field"
        aria-label={t`Đơn vị thời gian`}
        value={unit}
        onChange={({ target }) => setUnit(target.value as DurationUnit)}
      >
        {DURATION_UNITS.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </select>
    </span>
  );
}

export interface Choice {
  value: string;
  words: string;
}

/** One of a list; `none`: words for leaving it out. */
export function ChoiceField({
  label,
  field,
  value,
  choices,
  none,
  onChange,
}: FieldProps & {
  value: string | undefined;
  choices: readonly Choice[];
  none?: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const marks = useFaultMarks(field, id);
  const isKnown = value === undefined || value === '' || choices.some((one) => one.value === value);
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        value={value ?? ''}
        {...marks}
        onChange={({ target }) => onChange(target.value)}
      >
        {(none !== undefined || value === undefined || value === '') && (
          <option value="">{none ?? '—'}</option>
        )}
        {!isKnown && <option value={value}>{value}</option>}
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.words}
          </option>
        ))}
      </select>
      <FieldFault id={`${id}-fault`} field={field} />
    </div>
  );
}

/** A name that is picked from what is there, or typed where the room has not heard of it yet. */
export function NamedField({
  label,
  field,
  value,
  names,
  maxLength = 128,
  onChange,
}: FieldProps & {
  value: string;
  names: readonly string[];
  maxLength?: number;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const marks = useFaultMarks(field, id);
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        list={`${id}-names`}
        maxLength={maxLength}
        spellCheck={false}
        autoComplete="off"
        value={value}
        {...marks}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <FieldFault id={`${id}-fault`} field={field} />
    </div>
  );
}

/** A text in both languages of the screens: both are shown, so that none is forgotten. */
export function TextPair({
  label,
  field,
  value,
  onChange,
}: FieldProps & { value: Text; onChange: (text: Text) => void }) {
  const id = useId();
  return (
    <div className="rule-pair" role="group" aria-labelledby={`${id}-label`}>
      <span id={`${id}-label`}>{label}</span>
      {(['vi', 'en'] as const).map((language) => (
        <PairHalf
          key={language}
          language={language}
          field={`${field}.${language}`}
          value={value[language]}
          onChange={(text) => onChange({ ...value, [language]: text })}
        />
      ))}
    </div>
  );
}

function PairHalf({
  language,
  field,
  value,
  onChange,
}: {
  language: 'vi' | 'en';
  field: string;
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const marks = useFaultMarks(field, id);
  return (
    <div className="rule-half">
      <label htmlFor={id} className="rule-language" lang={language}>
        {language === 'vi' ? 'Tiếng Việt' : 'English'}
      </label>
      <textarea
        id={id}
        className="field"
        rows={2}
        maxLength={1_000}
        value={value}
        {...marks}
        onChange={({ target }) => onChange(target.value)}
      />
      <FieldFault id={`${id}-fault`} field={field} />
    </div>
  );
}
