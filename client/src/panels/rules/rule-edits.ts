import { readCondition, conditionText, renamedIn } from '@metropane/city';
import type { Rule, RuleInput } from '@metropane/city';

/**
 * What the form does to a rule. Each change gives a new rule in which only what it is about is other: fields that the form does not
 * know, the order of fields and the text of conditions stay as they were.
 */
export type RuleField = keyof Rule;

/** A field that is emptied is gone: a rule has no empty ones. */
export function withField<K extends RuleField>(rule: Rule, name: K, value: Rule[K] | undefined): Rule {
  if (value !== undefined) return { ...rule, [name]: value };
  const { [name]: _, ...rest } = rule;
  return rest as Rule;
}

/** The same of a part of a rule: what is set to `undefined` is gone. */
export function withPart<T extends object, K extends keyof T>(part: T, name: K, value: T[K] | undefined): T {
  if (value !== undefined) return { ...part, [name]: value };
  const { [name]: _, ...rest } = part;
  return rest as T;
}

export function withInput(rule: Rule, name: string, input: RuleInput): Rule {
  return { ...rule, inputs: { ...rule.inputs, [name]: input } };
}

/** Adds an input under a name that is free: `wish`, or with a number behind it. */
export function addInput(rule: Rule, wish: string, input: RuleInput): Rule {
  let name = wish;
  for (let n = 2; Object.hasOwn(rule.inputs, name); n++) name = `${wish}${n}`;
  return withInput(rule, name, input);
}

export function removeInput(rule: Rule, name: string): Rule {
  return { ...rule, inputs: Object.fromEntries(Object.entries(rule.inputs).filter(([one]) => one !== name)) };
}

/** Gives an input another name, also in every condition and in what the alarm shows. A name that is taken changes nothing. */
export function renameInput(rule: Rule, from: string, to: string): Rule {
  if (from === to || Object.hasOwn(rule.inputs, to)) return rule;
  const names = new Set(Object.keys(rule.inputs));
  const text = (one: string): string => renamedInText(one, { from, to, names });
  const renamed: Rule = {
    ...rule,
    inputs: Object.fromEntries(
      Object.entries(rule.inputs).map(([name, input]) => [name === from ? to : name, input]),
    ),
    when: text(rule.when),
  };
  if (rule.clear !== undefined) renamed.clear = text(rule.clear);
  if (rule.severities !== undefined)
    renamed.severities = rule.severities.map((one) => ({ ...one, when: text(one.when) }));
  if (rule.shows !== undefined) {
    const { value, limit } = rule.shows;
    renamed.shows = { ...rule.shows, value: value === from ? to : value };
    if (limit === from) renamed.shows.limit = to;
  }
  return renamed;
}

/** Fields of the rule that name an input. */
export function usesOf({ when, clear, severities, shows }: Rule, name: string): string[] {
  const texts: [field: string, text: string | undefined][] = [
    ['when', when],
    ['clear', clear],
    ...(severities ?? []).map((one, i) => [`severities[${i}].when`, one.when] as [string, string]),
  ];
  const fields = texts.flatMap(([field, text]) =>
    text !== undefined && isNamedIn(text, name) ? [field] : [],
  );
  if (shows?.value === name) fields.push('shows.value');
  if (shows?.limit === name) fields.push('shows.limit');
  return fields;
}

/** A name of CEL, a text in quotes, a remark, or any other character. */
const PIECES = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\.?[A-Za-z_]\w*|[\d.][\w.]*|[^]/g;

function piecesOf(text: string): string[] {
  return text.match(PIECES) ?? [];
}

function isNamedIn(text: string, name: string): boolean {
  return piecesOf(text).includes(name);
}

function renamedInText(
  text: string,
  { from, to, names }: { from: string; to: string; names: ReadonlySet<string> },
): string {
  if (!isNamedIn(text, from)) return text;
  const condition = readCondition(text, names);
  if (condition !== null && conditionText(condition) === text)
    return conditionText(renamedIn(condition, from, to));
  return piecesOf(text)
    .map((piece) => (piece === from ? to : piece))
    .join('');
}
